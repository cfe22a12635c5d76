import { Select } from "../../components/Choice";
import { t } from "../../i18n";
import type { ChosenDevices, LocalMedia } from "./local_media";

const KINDS = [
  { name: "microphone", kind: "audioinput" },
  { name: "camera", kind: "videoinput" },
  { name: "speaker", kind: "audiooutput" },
] as const;

/** Which camera, microphone and speaker; remembered in this browser. */
export function DevicePickers({ media }: { readonly media: LocalMedia }) {
  const chosen = media.chosen.value;
  return (
    <div class="device-pickers">
      {KINDS.map(({ name, kind }) => {
        const known = media.known.value.filter((one) => one.kind === kind && one.deviceId !== "");
        if (known.length === 0) return null;
        const options = [
          { value: "", label: t("room.usualDevice") },
          ...known
            .filter((one) => one.deviceId !== "default")
            .map((one, index) => ({ value: one.deviceId, label: one.label || `${t(`room.${name}`)} ${index + 1}` })),
        ];
        const choose = (value: string) => {
          const change: Partial<ChosenDevices> = { [name]: value === "" ? null : value };
          void media.choose(change);
        };
        return (
          <Select
            key={name}
            label={t(`room.${name}`)}
            value={chosen[name] ?? ""}
            options={options}
            onChange={choose}
            testId={`device-${name}`}
          />
        );
      })}
    </div>
  );
}
