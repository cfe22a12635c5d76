import { Avatar } from "../../components/Badge";
import { MaterialPicture, materialDetail } from "../../components/case/Materials";
import { materialTitle } from "../../components/case/labels";
import { t } from "../../i18n";
import type { Material } from "../../wire/generated";
import { useRoom } from "./model";
import type { StageModel } from "./stage_model";

const GROUPS = [
  { name: "images", kinds: ["series", "clip", "image"] },
  { name: "signals", kinds: ["ecg"] },
  { name: "papers", kinds: ["record", "pdf"] },
] as const;

const MOST_FACES = 2;

/** What the case holds; a click shows it, to all when one presents, else only here. */
export function MaterialsPanel({ stage }: { readonly stage: StageModel }) {
  const materials = useRoom().materials.value.filter((one) => one.kind !== "video");
  return (
    <nav class="materials" aria-label={t("room.materials")}>
      {GROUPS.map(({ name, kinds }) => {
        const items = materials.filter((one) => kinds.some((kind) => kind === one.kind));
        if (items.length === 0) return null;
        return (
          <section key={name}>
            <h2>
              {t(`room.group_${name}`)} <span class="num">{items.length}</span>
            </h2>
            {items.map((material) => (
              <MaterialItem key={material.id} material={material} stage={stage} />
            ))}
          </section>
        );
      })}
    </nav>
  );
}

function MaterialItem({ material, stage }: { readonly material: Material; readonly stage: StageModel }) {
  const room = useRoom();
  const isShown = stage.material.value?.id === material.id;
  const isOnStage = room.state.value.stageMaterialId === material.id;
  const title = material.kind === "record" ? t("cases.kind_record") : materialTitle(material);
  return (
    <button
      type="button"
      class={isShown ? "material on" : "material"}
      aria-current={isShown ? "true" : undefined}
      data-testid="material"
      data-material={material.id}
      data-kind={material.kind}
      onClick={() => stage.choose(material.id)}
    >
      <MaterialPicture of={material} />
      <span class="grow">
        <span class="material-title clip">{title}</span>
        <span class="material-line">
          <span class="clip">{lineOf(material)}</span>
          {isOnStage && <Viewers />}
        </span>
      </span>
    </button>
  );
}

/** The kind of image stands in its name already. */
function lineOf(material: Material): string {
  if (material.kind === "record") return material.title;
  const isStack = material.kind === "series" || material.kind === "clip";
  return isStack ? t("cases.frames", { n: material.frameCount }) : materialDetail(material);
}

/** Faces of those who hold a seat: all of them see what is on the stage. */
function Viewers() {
  const { participants } = useRoom().state.value;
  const here = participants.filter((one) => one.lostAtMs === null);
  const more = here.length - MOST_FACES;
  return (
    <span class="faces">
      {here.slice(0, MOST_FACES).map((one) => (
        <Avatar key={one.participantId} name={one.displayName} size={18} />
      ))}
      {more > 0 && <span class="more-faces">+{more}</span>}
    </span>
  );
}
