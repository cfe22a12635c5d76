import { Compass, Contrast, FolderOpen, Layers, Move, Radio, ZoomIn } from "lucide";
import { useEffect, useRef } from "preact/hooks";
import { Avatar } from "../../components/Badge";
import { Button, IconButton } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Menu } from "../../components/Menu";
import { t } from "../../i18n";
import { isDrawn } from "../../viewer/stage_host";
import { RecordViewer } from "../../viewer/record/RecordViewer";
import { useReplay } from "./replay_model";

/** The picture of this moment, drawn anew from the log. */
export function Stage() {
  const { stage } = useReplay();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => (place.current ? stage.mount(place.current) : undefined), [stage]);
  const material = stage.material.value;
  return (
    <section class="replay-stage" aria-label={t("replay.lane_stage")} data-testid="replay-stage">
      <PresenterBar />
      {stage.isLeavingOffered.value && (
        <div class="replay-hint" role="status">
          <span class="grow">{t("replay.touchHint")}</span>
          <Button onClick={() => stage.browse()}>{t("replay.browse")}</Button>
        </div>
      )}
      <div class="replay-picture" data-material={material?.id ?? ""} data-kind={material?.kind ?? ""}>
        <div ref={place} class="replay-viewer" hidden={material === null || material.kind === "record"} />
        {material?.kind === "record" && <SharedRecord materialId={material.id} />}
        <Nothing />
      </div>
    </section>
  );
}

function SharedRecord({ materialId }: { readonly materialId: string }) {
  const { stage, loaded } = useReplay();
  const view = stage.view.value;
  const isFree = stage.mode.value === "free";
  return (
    <div class="replay-record" data-testid="replay-record">
      <RecordViewer
        consultation={loaded.consultation}
        materialId={materialId}
        view={!isFree && view?.type === "record" ? view : null}
        isLocked={!isFree}
        onChange={() => undefined}
        onLockedTouch={() => stage.offerLeaving()}
      />
    </div>
  );
}

/** Why the stage is empty, if it is. */
function Nothing() {
  const { stage } = useReplay();
  const problem = stage.problem.value;
  const text =
    stage.shownId.value === null
      ? t("replay.nothingShown")
      : stage.material.value === null
        ? t("replay.materialGone")
        : problem
          ? t(`viewer.${problem}`)
          : null;
  return text === null ? null : <p class="replay-nothing">{text}</p>;
}

function PresenterBar() {
  const { room, stage, nameOf, titleOf, loaded } = useBar();
  const holder = room.presenter.holderId;
  const material = stage.material.value;
  return (
    <div class="replay-bar">
      {holder !== null && <Avatar name={nameOf(holder)} />}
      <span class="grow clip" data-testid="replay-presenter">
        {holder === null ? (
          <span class="mut">{t("replay.nobodyPresents")}</span>
        ) : (
          <>
            <b>{nameOf(holder)}</b> <span class="mut">{t("replay.presenting")}</span>
          </>
        )}
        {material && <span class="mut"> · {titleOf(material.id)}</span>}
      </span>
      {stage.mode.value === "free" && <Tools />}
      {stage.mode.value === "free" && (
        <Menu
          label={t("replay.browseMaterial")}
          button={<Icon of={FolderOpen} size={18} />}
          buttonClass="btn square ghost"
          items={loaded.materials.map((one) => ({
            label: titleOf(one.id),
            isChecked: one.id === material?.id,
            run: () => stage.browse(one.id),
          }))}
          testId="replay-materials"
        />
      )}
      <ModeToggle />
    </div>
  );
}

function useBar() {
  const model = useReplay();
  return {
    room: model.room.value,
    stage: model.stage,
    loaded: model.loaded,
    nameOf: (id: string | null) => model.nameOf(id),
    titleOf: (id: string) => model.titleOf(id),
  };
}

const TOOLS = [
  ["scroll", Layers],
  ["window", Contrast],
  ["pan", Move],
  ["zoom", ZoomIn],
] as const;

/** For looking around alone: nothing of it is kept. */
function Tools() {
  const { stage } = useReplay();
  const material = stage.material.value;
  if (material === null || !isDrawn(material)) return null;
  const isStack = material.kind === "series" || material.kind === "clip";
  return (
    <>
      {TOOLS.filter(([tool]) => isStack || tool === "pan" || tool === "zoom").map(([tool, icon]) => (
        <IconButton
          key={tool}
          of={icon}
          label={t(`viewer.tool_${tool}`)}
          isPressed={stage.tool.value === tool}
          onClick={() => stage.useTool(tool)}
        />
      ))}
    </>
  );
}

function ModeToggle() {
  const { stage } = useReplay();
  const isFree = stage.mode.value === "free";
  return (
    <fieldset class="replay-modes">
      <legend class="sr">{t("replay.stageMode")}</legend>
      <button type="button" aria-pressed={!isFree} data-testid="replay-restore" onClick={() => stage.restore()}>
        <Icon of={Radio} size={14} />
        {t("replay.restore")}
      </button>
      <button type="button" aria-pressed={isFree} data-testid="replay-browse" onClick={() => stage.browse()}>
        <Icon of={Compass} size={14} />
        {t("replay.browse")}
      </button>
    </fieldset>
  );
}
