import { query } from "../../state/router";
import type { State, Urgency, View, WorklistQuery } from "../../wire/generated";

const VIEWS: readonly View[] = [
  "all",
  "triage",
  "today",
  "awaiting_opinion",
  "overdue",
  "done_this_month",
  "drafts",
  "returned",
  "open",
  "to_acknowledge",
  "invitations",
];
export const STATES: readonly State[] = [
  "draft",
  "submitted",
  "returned",
  "accepted",
  "offered",
  "scheduled",
  "in_session",
  "suspended",
  "awaiting_opinion",
  "opinion_issued",
  "acknowledged",
  "closed",
  "cancelled",
  "rejected",
  "no_show",
  "expired",
];
export const URGENCIES: readonly Urgency[] = ["emergency", "urgent", "routine"];
export const SORTS = ["deadline", "newest", "oldest"] as const;
export type Sort = (typeof SORTS)[number];

/** One of the known words, or null: what stands in an address can be anything. */
export const oneOf = <T extends string>(known: readonly T[], raw: string | null): T | null =>
  known.find((word) => word === raw) ?? null;

/** The words of a comma separated list that are known. */
export const someOf = <T extends string>(known: readonly T[], raw: string | null): readonly T[] =>
  known.filter((word) => (raw ?? "").split(",").includes(word));

/** The worklist's question as the address holds it. */
export function askedWorklist(): WorklistQuery {
  const of = query.value;
  return {
    view: oneOf(VIEWS, of.get("view")),
    q: of.get("q"),
    state: someOf(STATES, of.get("state")).join(",") || null,
    urgency: someOf(URGENCIES, of.get("urgency")).join(",") || null,
    speciality: of.get("speciality"),
    sort: oneOf(SORTS, of.get("sort")) ?? "deadline",
    page: Math.max(1, Number(of.get("page")) || 1),
    size: 50,
  };
}
