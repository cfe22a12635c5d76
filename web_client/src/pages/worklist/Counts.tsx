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
          <span class="hint" title={hint(item)}>
            {hint(item)}
          </span>
        </button>
      ))}
    </div>
  );
}

type Hint = (of: ViewCount) => string;

const ago = (at: string | null, say: (at: string) => string): string => (at === null ? "" : say(at));

const HINTS: Readonly<Record<ViewCount["hint"], Hint>> = {
  oldest: (of) => ago(of.hintAt, (at) => t("cases.hint_oldest", { when: whenShort(at, now.value) })),
  next: (of) =>
    ago(of.hintAt, (at) =>
      t(of.view === "today" ? "cases.hint_next" : "cases.hint_deadline", { when: whenShort(at, now.value) }),
    ),
  most_overdue: (of) =>
    ago(of.hintAt, (at) => t("cases.hint_most_overdue", { time: span(now.value - Date.parse(at)) })),
  due_today: (of) => (of.hintValue ? t("cases.hint_due_today", { n: of.hintValue }) : ""),
  median_hours: (of) => (of.hintValue === null ? "" : t("cases.hint_median_hours", { n: number(of.hintValue, 1) })),
  none: () => "",
};

const hint = (of: ViewCount): string => HINTS[of.hint](of);
