import { describe, expect, it } from "vitest";
import { byDay, firstFree, isOnDuty, startsIn } from "../../src/state/slots";
import type { Specialist } from "../../src/wire/generated";

const at = (text: string) => Date.parse(`2026-11-25T${text}:00Z`);
const span = (start: string, end: string) => ({
  start: `2026-11-25T${start}:00.000Z`,
  end: `2026-11-25T${end}:00.000Z`,
});
const specialist = (isFreeNow: boolean, ...freeSlots: Specialist["freeSlots"]): Specialist => ({
  practitionerId: "p",
  name: "徐静",
  title: "主任医师",
  specialities: [],
  department: "",
  facility: { id: "f", name: "", shortName: "", tier: "city" },
  isFreeNow,
  isOnline: false,
  freeSlots,
  openCases: 0,
});

describe("starting times", () => {
  it("fill a free span with half hours and leave out what is over", () => {
    const found = startsIn([span("08:00", "10:00")], at("08:50"));
    expect(found.map((one) => one.start.slice(11, 16))).toEqual(["09:00", "09:30"]);
  });

  it("do not run over the end of a span", () => {
    expect(startsIn([span("08:00", "08:20")], at("07:00"))).toEqual([]);
  });
});

describe("the first time to propose", () => {
  it("is at once in an emergency when nobody has booked the specialist", () => {
    expect(firstFree(specialist(true), at("08:02"), true)?.start.slice(11, 16)).toBe("08:05");
  });

  it("is the first that is offered otherwise", () => {
    const person = specialist(true, span("09:00", "09:30"));
    expect(firstFree(person, at("08:02"), false)?.start.slice(11, 16)).toBe("09:00");
    expect(firstFree(specialist(false), at("08:02"), false)).toBeNull();
  });
});

describe("duty", () => {
  it("is on when the free times begin within half an hour", () => {
    expect(isOnDuty(specialist(true, span("08:30", "09:00")), at("08:02"))).toBe(true);
    expect(isOnDuty(specialist(true, span("12:30", "13:00")), at("08:02"))).toBe(false);
  });
});

describe("slots by day", () => {
  it("keep their order", () => {
    const days = byDay(startsIn([span("08:00", "09:30")], at("07:00")), (start) => start.slice(0, 10));
    expect([...days.keys()]).toEqual(["2026-11-25"]);
    expect(days.get("2026-11-25")).toHaveLength(3);
  });
});
