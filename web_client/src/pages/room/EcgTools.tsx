import { t } from "../../i18n";
import type { EcgSetting } from "../../viewer/ports";
import type { EcgView } from "../../wire/generated";
import type { StageModel } from "./stage_model";

const SPEEDS = [25, 50];
const GAINS = [5, 10, 20];
const LAYOUTS = ["3x4+1", "6x2", "12x1", "rhythm"] as const;
const LAYOUT_NAMES = {
  "3x4+1": "viewer.layout_3x4",
  "6x2": "viewer.layout_6x2",
  "12x1": "viewer.layout_12x1",
  rhythm: "viewer.layout_rhythm",
} as const;

/** Speed, gain and layout of the ECG's paper. */
export function EcgTools({ stage }: { readonly stage: StageModel }) {
  const shared = stage.sharedView.value;
  // The host knows before the room answers, and tells by its status.
  if (stage.status.value?.quality !== "full") return null;
  const view = stage.host.view() ?? shared;
  if (view?.type !== "ecg") return null;
  const set = (change: EcgSetting) => stage.host.run({ type: "ecg", change });
  return <Pickers view={view} set={set} isStill={stage.mode.value === "following"} />;
}

interface PickersProps {
  readonly view: EcgView;
  readonly set: (change: EcgSetting) => void;
  readonly isStill: boolean;
}

function Pickers({ view, set, isStill }: PickersProps) {
  return (
    <>
      <Picker
        name={t("viewer.layout")}
        value={view.layout}
        isStill={isStill}
        options={LAYOUTS.map((layout) => [layout, t(LAYOUT_NAMES[layout])])}
        onPick={(value) => {
          const layout = LAYOUTS.find((one) => one === value);
          if (layout) set({ layout });
        }}
      />
      <Picker
        name={t("viewer.speed")}
        value={String(view.mmPerS)}
        isStill={isStill}
        options={SPEEDS.map((speed) => [String(speed), `${speed} mm/s`])}
        onPick={(value) => set({ mmPerS: Number(value) })}
      />
      <Picker
        name={t("viewer.gain")}
        value={String(view.mmPerMv)}
        isStill={isStill}
        options={GAINS.map((gain) => [String(gain), `${gain} mm/mV`])}
        onPick={(value) => set({ mmPerMv: Number(value) })}
      />
    </>
  );
}

interface PickerProps {
  readonly name: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly isStill: boolean;
  readonly onPick: (value: string) => void;
}

function Picker({ name, value, options, isStill, onPick }: PickerProps) {
  return (
    <select
      class="input compact"
      aria-label={name}
      title={name}
      value={value}
      disabled={isStill}
      onChange={(event) => onPick(event.currentTarget.value)}
    >
      {options.map(([key, label]) => (
        <option key={key} value={key}>
          {label}
        </option>
      ))}
    </select>
  );
}
