import { expect, it } from "vitest";
import { placeAt, scrollTopOf } from "../../src/viewer/record/place";

const WIDE = [
  { section: "question", top: 0, height: 100 },
  { section: "history", top: 100, height: 300 },
];
const NARROW = [
  { section: "question", top: 0, height: 240 },
  { section: "history", top: 240, height: 900 },
];

it("the middle of a section is its middle on every screen", () => {
  const place = placeAt(WIDE, 250);
  expect(place).toEqual({ section: "history", scroll: 0.5 });
  if (place) expect(scrollTopOf(NARROW, place)).toBe(690);
});

it("a text without sections has no place, an unknown section is its beginning", () => {
  expect(placeAt([], 10)).toBeNull();
  expect(scrollTopOf(WIDE, { section: "gone", scroll: 0.5 })).toBe(0);
});
