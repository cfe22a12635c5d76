import type { Case, CaseStep, Consultation } from "../wire/generated";
import { refreshAccount } from "./account";
import { api } from "./api";

/** Steps that are buttons of a case, in the order in which they are offered. */
const OFFERED: readonly CaseStep[] = [
  "answer",
  "join",
  "write_opinion",
  "sign_opinion",
  "acknowledge",
  "resubmit",
  "submit",
  "accept",
  "offer",
  "close",
  "edit",
  "upload",
  "amend_opinion",
  "consent",
  "return",
  "reject",
  "cancel",
  "delete",
];

export interface StepsOffered {
  /** The one step that matters most now. */
  readonly primary: CaseStep | null;
  readonly others: readonly CaseStep[];
}

/** Which buttons a case shows: what is allowed, the service's next step first, without doubles. */
export function stepsOffered(of: Case): StepsOffered {
  const allowed = new Set(of.allowedSteps);
  // Starting happens inside the room; a draft that is written is also the one that is signed.
  if (allowed.has("start")) allowed.add("join");
  if (allowed.has("write_opinion")) allowed.delete("sign_opinion");
  if (of.planned === null) allowed.delete("join");
  const next = of.nextStep === "start" ? "join" : of.nextStep;
  const primary = next !== null && allowed.has(next) && OFFERED.includes(next) ? next : null;
  return { primary, others: OFFERED.filter((step) => allowed.has(step) && step !== primary) };
}

/** Take the case as it stands when only its row is known. */
export const loadCase = (consultationId: string, signal?: AbortSignal): Promise<Consultation> =>
  api.call("consultation", { params: { consultationId } }, signal ? { signal } : {});

/** After a step: the number beside the worklist may have changed. */
export function afterStep(): void {
  refreshAccount().catch(() => undefined);
}
