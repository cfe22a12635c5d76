import type { JSX } from "preact";
import { t } from "../i18n";
import { dateTime, span } from "../i18n/format";
import { now } from "../state/clock";
import type { Deadline, State, Urgency } from "../wire/generated";
import { Pill, type Tone } from "./Badge";

const SHAPES: Readonly<Record<Urgency, JSX.Element>> = {
  emergency: (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <path d="M5 0l5 9.5H0z" fill="var(--danger-fill)" />
    </svg>
  ),
  urgent: (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <path d="M5 0l5 5-5 5-5-5z" fill="var(--warn-fill)" />
    </svg>
  ),
  routine: (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <circle cx="5" cy="5" r="4" fill="var(--quiet-fill)" />
    </svg>
  ),
};

/** Urgency as colour, word and shape. */
export function UrgencyMark({ urgency }: { readonly urgency: Urgency }) {
  return (
    <span class={`urgency ${urgency}`} data-testid="urgency" data-urgency={urgency}>
      {SHAPES[urgency]}
      {t(`shell.urgency_${urgency}`)}
    </span>
  );
}

const TONES: Readonly<Record<State, Tone>> = {
  draft: "plain",
  submitted: "info",
  returned: "warn",
  accepted: "info",
  offered: "info",
  scheduled: "brand",
  in_session: "ok",
  suspended: "warn",
  awaiting_opinion: "warn",
  opinion_issued: "brand",
  acknowledged: "ok",
  closed: "plain",
  cancelled: "plain",
  rejected: "danger",
  transferred: "plain",
  no_show: "danger",
  expired: "danger",
  voided: "plain",
};

/** The state of a case in words. */
export function StateBadge({ state }: { readonly state: State }) {
  return (
    <span data-testid="case-state" data-state={state}>
      <Pill tone={TONES[state]}>{t(`shell.state_${state}`)}</Pill>
    </span>
  );
}

/** From here on a deadline is shown as near. */
const SOON_MS = 2 * 3_600_000;

/** How long there is still time, or by how much it is too late. */
export function DeadlineText({ deadline }: { readonly deadline: Deadline | null }) {
  if (!deadline) return <span class="due faint">—</span>;
  if (deadline.isPaused) return <span class="due faint">{t("shell.duePaused")}</span>;
  const left = Date.parse(deadline.at) - now.value;
  const tone = left < 0 ? "late" : left < SOON_MS ? "soon" : "";
  const text = left < 0 ? t("shell.dueLate", { time: span(left) }) : t("shell.dueLeft", { time: span(left) });
  return (
    <span class={`due num ${tone}`} title={`${t(`shell.due_${deadline.kind}`)} ${dateTime(deadline.at)}`}>
      {text}
    </span>
  );
}
