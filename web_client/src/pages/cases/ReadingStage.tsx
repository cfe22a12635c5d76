import { ChevronLeft, ChevronRight, Contrast, Layers, Move, Play, RotateCcw, Ruler, SunMoon, ZoomIn } from "lucide";
import type { IconNode } from "lucide";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "../../components/Button";
import { Notice } from "../../components/Feedback";
import { Menu } from "../../components/Menu";
import { materialTitle } from "../../components/case/labels";
import { lookUp, t } from "../../i18n";
import type { Tool, ViewerCommand, Words } from "../../viewer/ports";
import { presetsOf } from "../../viewer/stack/presets";
import { type DrawnMaterial, StageHost, type StageProblem } from "../../viewer/stage_host";

const TOOLS: Readonly<Record<DrawnMaterial["kind"], readonly Tool[]>> = {
  series: ["scroll", "window", "pan", "zoom", "length"],
  clip: ["scroll", "window", "pan", "zoom", "length"],
  ecg: ["pan", "caliper"],
  image: ["pan", "zoom"],
  pdf: ["pan", "zoom"],
};
const ICONS: Partial<Record<Tool, IconNode>> = {
  scroll: Layers,
  window: Contrast,
  pan: Move,
  zoom: ZoomIn,
  length: Ruler,
  caliper: Ruler,
};
const ECG_SPEEDS = [25, 50] as const;
const ECG_GAINS = [5, 10, 20] as const;

const words: Words = (word, values = {}) =>
  (lookUp(`viewer.${word}`) ?? word).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

interface ReadingStageProps {
  readonly of: DrawnMaterial;
  readonly patientLines: readonly string[];
}

/** One material with the tools that fit it. What is measured here belongs to nobody else and is not kept. */
export function ReadingStage({ of, patientLines }: ReadingStageProps) {
  const place = useRef<HTMLElement>(null);
  const [tool, setTool] = useState<Tool>(TOOLS[of.kind][0] ?? "scroll");
  const [problem, setProblem] = useState<StageProblem | null>(null);
  const host = useMemo(
    () => new StageHost({ words, colorOf: () => "#ffc04d", ownId: "self", askText: async () => null, patientLines }),
    [],
  );
  useEffect(() => {
    if (!place.current) return undefined;
    host.mount(place.current);
    host.onProblem(setProblem);
    host.show(of, null);
    return () => host.destroy();
  }, []);
  useEffect(() => host.setTool(tool), [tool]);
  const run = (command: ViewerCommand) => host.run(command);
  return (
    <>
      <div class="reading-tools" role="toolbar" aria-label={t("viewer.tools")}>
        {TOOLS[of.kind].map((one) => (
          <Button
            key={one}
            isPressed={tool === one}
            onClick={() => setTool(one)}
            testId={`tool-${one}`}
            {...(ICONS[one] ? { icon: ICONS[one] } : {})}
          >
            {lookUp(`viewer.tool_${one}`) ?? one}
          </Button>
        ))}
        <IconButton of={RotateCcw} label={t("viewer.reset")} onClick={() => run({ type: "reset" })} />
        <Extras of={of} run={run} />
      </div>
      {problem && <Notice tone="danger">{t(`viewer.${problem}`)}</Notice>}
      <section
        ref={place}
        class="reading-stage"
        aria-label={t("viewer.stage", { title: materialTitle(of) })}
        data-testid="stage"
      />
    </>
  );
}

interface ExtrasProps {
  readonly of: DrawnMaterial;
  readonly run: (command: ViewerCommand) => void;
}

/** Settings that only some kinds have. */
function Extras({ of, run }: ExtrasProps) {
  switch (of.kind) {
    case "series":
    case "clip":
      return (
        <>
          <IconButton of={SunMoon} label={t("viewer.invert")} onClick={() => run({ type: "invert" })} />
          <Presets modality={of.modality} run={run} />
          {of.kind === "clip" && (
            <IconButton of={Play} label={t("viewer.play")} onClick={() => run({ type: "play" })} />
          )}
        </>
      );
    case "ecg":
      return (
        <>
          {ECG_SPEEDS.map((mmPerS) => (
            <Button key={mmPerS} onClick={() => run({ type: "ecg", change: { mmPerS } })}>
              {mmPerS} mm/s
            </Button>
          ))}
          {ECG_GAINS.map((mmPerMv) => (
            <Button key={mmPerMv} onClick={() => run({ type: "ecg", change: { mmPerMv } })}>
              {mmPerMv} mm/mV
            </Button>
          ))}
        </>
      );
    case "pdf":
      return (
        <>
          <IconButton of={ChevronLeft} label={t("viewer.previousPage")} onClick={() => run({ type: "step", by: -1 })} />
          <IconButton of={ChevronRight} label={t("viewer.nextPage")} onClick={() => run({ type: "step", by: 1 })} />
        </>
      );
    case "image":
      return null;
  }
}

function Presets({ modality, run }: { readonly modality: string; readonly run: ExtrasProps["run"] }) {
  const presets = presetsOf(modality);
  if (presets.length === 0) return null;
  return (
    <Menu
      label={t("viewer.preset")}
      place="left"
      button={t("viewer.preset")}
      items={presets.map((preset) => ({
        label: lookUp(`viewer.preset_${preset.name}`) ?? preset.name,
        run: () => run({ type: "preset", center: preset.center, width: preset.width }),
      }))}
    />
  );
}
