import { describe, expect, it } from "vitest";
import { hoursOf, place } from "../../src/state/calendar_grid";

const HOUR = 3_600_000;
const span = (start: number, end: number) => ({ start: start * HOUR, end: end * HOUR });
const itself = <T>(one: T) => one;

describe("placing bookings", () => {
  it("puts what overlaps side by side and what follows alone", () => {
    const placed = place([span(9, 10), span(9.5, 10.5), span(11, 12)], itself, 8 * HOUR);
    expect(placed.map(({ lane, lanes, top }) => [lane, lanes, top])).toEqual([
      [0, 2, 1],
      [1, 2, 1.5],
      [0, 1, 3],
    ]);
  });

  it("uses a lane again once it is free", () => {
    const placed = place([span(9, 12), span(9, 10), span(10, 11)], itself, 0);
    expect(placed.map(({ lane }) => lane)).toEqual([0, 1, 1]);
    expect(placed.every(({ lanes }) => lanes === 2)).toBe(true);
  });
});

describe("the hours shown", () => {
  it("are a working day, or more when something lies outside it", () => {
    expect(hoursOf([], () => 0)).toEqual([8, 18]);
    expect(hoursOf([span(6.5, 7), span(21, 22.5)], () => 0)).toEqual([6, 23]);
  });
});
