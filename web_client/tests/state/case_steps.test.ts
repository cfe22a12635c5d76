import { describe, expect, it } from "vitest";
import { stepsOffered } from "../../src/state/case_steps";
import type { Case, CaseStep } from "../../src/wire/generated";

const PLANNED = { sessionId: "s", start: "2026-11-25T08:00:00Z", end: "2026-11-25T08:30:00Z" };
const row = (allowedSteps: readonly CaseStep[], nextStep: CaseStep | null, planned: Case["planned"] = null): Case => ({
  id: "c",
  number: "HZ",
  version: 1,
  state: "scheduled",
  urgency: "routine",
  mode: "live",
  patient: null,
  purpose: "",
  speciality: "",
  requester: {
    practitionerId: "p",
    name: "",
    title: "",
    department: "",
    facility: { id: "f", name: "", shortName: "", tier: "county" },
  },
  expert: null,
  invitationId: null,
  planned,
  materials: [],
  deadline: null,
  submittedAt: null,
  updatedAt: "2026-11-25T08:00:00Z",
  allowedSteps,
  nextStep,
});

describe("the buttons of a case", () => {
  it("put the service's next step first", () => {
    expect(stepsOffered(row(["accept", "return", "reject"], "accept"))).toEqual({
      primary: "accept",
      others: ["return", "reject"],
    });
  });

  it("start a session by joining its room", () => {
    expect(stepsOffered(row(["join", "start"], "start", PLANNED)).primary).toBe("join");
  });

  it("do not lead into a room that is not planned", () => {
    expect(stepsOffered(row(["join", "cancel"], "join"))).toEqual({ primary: null, others: ["cancel"] });
  });

  it("show writing and signing as one", () => {
    expect(stepsOffered(row(["write_opinion", "sign_opinion"], "sign_opinion")).others).toEqual(["write_opinion"]);
  });
});
