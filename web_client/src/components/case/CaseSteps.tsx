import { t } from "../../i18n";
import type { Mode, State } from "../../wire/generated";
import { Stepper } from "../Stepper";

const AT: Readonly<Record<State, number>> = {
  draft: 0,
  returned: 0,
  submitted: 1,
  accepted: 2,
  offered: 2,
  scheduled: 3,
  in_session: 3,
  suspended: 3,
  awaiting_opinion: 4,
  opinion_issued: 5,
  acknowledged: 5,
  closed: 6,
  cancelled: -1,
  rejected: -1,
  transferred: -1,
  no_show: -1,
  expired: -1,
  voided: -1,
};

/** How far a case has come; a written consultation has no session. Nothing for a case that ended early. */
export function CaseSteps({ state, mode }: { readonly state: State; readonly mode: Mode }) {
  const at = AT[state];
  if (at < 0) return null;
  const all = ["submit", "triage", "arrange", "session", "opinion", "done"] as const;
  const steps = all.filter((step) => mode === "live" || step !== "session");
  const current = mode === "live" || at < 4 ? at : at - 1;
  return <Stepper label={t("cases.progress")} steps={steps.map((step) => t(`cases.step_${step}`))} current={current} />;
}
