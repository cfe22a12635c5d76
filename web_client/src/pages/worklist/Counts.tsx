import { t } from "../../i18n";
import { number, span, whenShort } from "../../i18n/format";
import { now } from "../../state/clock";
import type { View, ViewCount } from "../../wire/generated";

interface CountsProps {
  readonly counts: readonly ViewCount[];
  readonly view: View | null;
  readonly onChoose: (view: View | null) => void;
}

/** Numbers that are saved views: a click shows what is counted. */
export function Counts({ counts, view, onChoose }: CountsProps) {
  return (
    <div class="counts" role="group" aria-label={t("cases.countsLabel")}>
      {counts.map((item) => (
        <button
          key={item.view}
          type="button"
          class={item.view === "overdue" && item.count > 0 ? "alarm" : ""}
          aria-pressed={item.view === view}
          data-testid={`view-${item.view}`}
          onClick={() => onChoose(item.view === view ? null : item.view)}
        >
          <span class="name">{t(`cases.view_${item.view}`)}</span>
          <span class="many num">{number(item.count)}</span>
          <span class="hint">{hint(item)}</span>
        </button>
      ))}
    </div>
  );
}

function hint(of: ViewCount): string {
  const at = of.hintAt;
  switch (of.hint) {
    case "oldest":
      return at === null ? "" : t("cases.hint_oldest", { when: whenShort(at, now.value) });
    case "next":
      return at === null ? "" : t("cases.hint_next", { when: whenShort(at, now.value) });
    case "most_overdue":
      return at === null ? "" : t("cases.hint_most_overdue", { time: span(now.value - Date.parse(at)) });
    case "due_today":
      return of.hintValue ? t("cases.hint_due_today", { n: of.hintValue }) : "";
    case "median_hours":
      return of.hintValue === null ? "" : t("cases.hint_median_hours", { n: number(of.hintValue, 1) });
    case "none":
      return "";
  }
}
