import {
  ArrowUpRight,
  ChevronLeft,
  ChevronRight,
  Circle,
  Contrast,
  Ellipsis,
  FlipHorizontal,
  Layers,
  Maximize,
  MousePointer2,
  Move,
  Pause,
  Pencil,
  Play,
  RotateCcw,
  RotateCw,
  Ruler,
  SunMoon,
  Type,
  Undo2,
  ZoomIn,
  ZoomOut,
} from "lucide";
import type { IconNode } from "lucide";
import { IconButton } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Menu, type MenuItem } from "../../components/Menu";
import { t } from "../../i18n";
import type { Tool } from "../../viewer/ports";
import { presetsOf } from "../../viewer/stack/presets";
import { EcgTools } from "./EcgTools";
import { personOf, useRoom } from "./model";
import { may } from "./rights";
import { type StageModel, toolsFor } from "./stage_model";

const ICONS: Readonly<Record<Tool, IconNode>> = {
  scroll: Layers,
  window: Contrast,
  pan: Move,
  zoom: ZoomIn,
  pointer: MousePointer2,
  length: Ruler,
  arrow: ArrowUpRight,
  ellipse: Circle,
  freehand: Pencil,
  text: Type,
  caliper: Ruler,
};

const DRAWING: readonly Tool[] = ["length", "arrow", "ellipse", "freehand", "text"];
/** Fingers pan and zoom, and a phone has no room for the rest. */
const NOT_ON_PHONES: readonly Tool[] = ["pan", "zoom", "pointer", "freehand", "text"];
const NAMED: readonly Tool[] = ["scroll", "window", "caliper"];

/** Tools of the material on the stage. While following they are there but still; touching them offers to go free. */
export function StageToolbar({
  stage,
  onFullScreen,
}: {
  readonly stage: StageModel;
  readonly onFullScreen: () => void;
}) {
  const room = useRoom();
  const material = stage.material.value;
  const role = personOf(room.state.value, room.ownId)?.role ?? null;
  const tools = toolsFor(material).filter((tool) => may(role, "draw") || !DRAWING.includes(tool));
  const hasPictures = material !== null && material.kind !== "record";
  if (!hasPictures) return null;
  return (
    <div class="stage-tools" role="toolbar" aria-label={t("viewer.tools")}>
      {tools.map((tool) => (
        <ToolButton key={tool} tool={tool} stage={stage} />
      ))}
      {tools.some((tool) => DRAWING.includes(tool)) && <UndoButton stage={stage} />}
      <IconButton
        of={RotateCcw}
        label={t("viewer.reset")}
        testId="viewer-reset"
        onClick={() => stage.host.run({ type: "reset" })}
      />
      <span class="grow" />
      {material?.kind === "ecg" && <EcgTools stage={stage} />}
      <Paging stage={stage} />
      {(material?.kind === "series" || material?.kind === "clip") && <ImageMenus stage={stage} />}
      {material && <IconButton of={Maximize} label={t("viewer.fullScreen")} onClick={onFullScreen} />}
    </div>
  );
}

function ToolButton({ tool, stage }: { readonly tool: Tool; readonly stage: StageModel }) {
  const isOn = stage.tool.value === tool;
  const name = t(`viewer.tool_${tool}`);
  return (
    <button
      type="button"
      class={classesOf(tool, isOn)}
      aria-pressed={isOn}
      aria-label={name}
      title={name}
      data-testid={`tool-${tool}`}
      onClick={() => {
        stage.tool.value = tool;
      }}
    >
      <Icon of={ICONS[tool]} />
      {NAMED.includes(tool) && <span class="hide-narrow">{name}</span>}
    </button>
  );
}

function classesOf(tool: Tool, isOn: boolean): string {
  const isSquare = !NAMED.includes(tool);
  return ["btn", isSquare && "square", isOn && "on", NOT_ON_PHONES.includes(tool) && "hide-narrow"]
    .filter(Boolean)
    .join(" ");
}

/** Takes back the last mark one drew on this material. */
function UndoButton({ stage }: { readonly stage: StageModel }) {
  const room = useRoom();
  const materialId = stage.material.value?.id;
  const own = room.state.value.annotations.filter(
    (mark) => mark.authorId === room.ownId && mark.materialId === materialId,
  );
  const last = own.at(-1);
  return (
    <IconButton
      of={Undo2}
      label={t("viewer.undo")}
      isDisabled={!last}
      testId="viewer-undo"
      onClick={() => last && void room.act({ type: "annotation.remove", uid: last.uid })}
    />
  );
}

function Paging({ stage }: { readonly stage: StageModel }) {
  const status = stage.status.value;
  const kind = stage.material.value?.kind;
  if (!status || status.count < 2) return null;
  if (kind === "pdf") {
    return (
      <span class="row num sm">
        <IconButton
          of={ChevronLeft}
          label={t("viewer.previousPage")}
          onClick={() => stage.host.run({ type: "step", by: -1 })}
        />
        {status.position + 1} / {status.count}
        <IconButton
          of={ChevronRight}
          label={t("viewer.nextPage")}
          onClick={() => stage.host.run({ type: "step", by: 1 })}
        />
      </span>
    );
  }
  const isClip = kind === "clip" || kind === "series";
  return isClip ? (
    <IconButton
      of={status.isPlaying ? Pause : Play}
      label={status.isPlaying ? t("viewer.stop") : t("viewer.play")}
      testId="viewer-play"
      onClick={() => stage.host.run({ type: "play" })}
    />
  ) : null;
}

function ImageMenus({ stage }: { readonly stage: StageModel }) {
  const { run } = bound(stage);
  const presets = presetsOf(stage.status.value?.modality ?? "");
  const windows: readonly MenuItem[] = presets.map(({ name, center, width }) => ({
    label: t(`viewer.preset_${name}`),
    testId: `preset-${name}`,
    run: () => run({ type: "preset", center, width }),
  }));
  const more: readonly MenuItem[] = [
    { label: t("viewer.invert"), icon: SunMoon, run: () => run({ type: "invert" }) },
    { label: t("viewer.rotate"), icon: RotateCw, run: () => run({ type: "rotate" }) },
    { label: t("viewer.flip"), icon: FlipHorizontal, run: () => run({ type: "flip", axis: "horizontal" }) },
    { label: t("viewer.zoomIn"), icon: ZoomIn, run: () => run({ type: "zoom", factor: 1.25 }) },
    { label: t("viewer.zoomOut"), icon: ZoomOut, run: () => run({ type: "zoom", factor: 0.8 }) },
  ];
  return (
    <>
      {windows.length > 0 && (
        <Menu
          items={windows}
          label={t("viewer.preset")}
          button={
            <>
              <Icon of={SunMoon} />
              <span class="hide-narrow">{t("viewer.preset")}</span>
            </>
          }
          place="right"
          testId="presets"
        />
      )}
      <Menu
        items={more}
        label={t("viewer.more")}
        button={<Icon of={Ellipsis} />}
        buttonClass="btn square"
        place="right"
        staysOpen
      />
    </>
  );
}

function bound(stage: StageModel): { readonly run: StageModel["host"]["run"] } {
  return { run: (command) => stage.host.run(command) };
}
