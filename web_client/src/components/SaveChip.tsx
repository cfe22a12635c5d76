import { CircleCheck, CloudOff, LoaderCircle, TriangleAlert } from "lucide";
import { t } from "../i18n";
import { clock } from "../i18n/format";
import type { SaveState } from "../state/autosave";
import { Pill } from "./Badge";
import { Icon } from "./Icon";

/** Whether what is written is safe yet. */
export function SaveChip({ state }: { readonly state: SaveState }) {
  return (
    <span role="status" data-testid="save-state" data-state={state.kind}>
      <Chip state={state} />
    </span>
  );
}

function Chip({ state }: { readonly state: SaveState }) {
  switch (state.kind) {
    case "clean":
      return <Pill>{t("cases.save_clean")}</Pill>;
    case "dirty":
    case "saving":
      return (
        <Pill tone="info">
          <Icon of={LoaderCircle} size={14} />
          {t("cases.save_saving")}
        </Pill>
      );
    case "saved":
      return (
        <Pill tone="ok">
          <Icon of={CircleCheck} size={14} />
          {t("cases.save_saved", { time: clock(state.at) })}
        </Pill>
      );
    case "kept":
      return (
        <Pill tone="warn">
          <Icon of={CloudOff} size={14} />
          {t("cases.save_kept")}
        </Pill>
      );
    case "failed":
      return (
        <Pill tone="danger">
          <Icon of={TriangleAlert} size={14} />
          {t("cases.save_failed")}
        </Pill>
      );
    case "conflict":
      return (
        <Pill tone="danger">
          <Icon of={TriangleAlert} size={14} />
          {t("cases.save_conflict")}
        </Pill>
      );
  }
}
