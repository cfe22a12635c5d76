import { expect, it } from "vitest";
import { edgesOf, letters } from "../../src/viewer/stack/orientation";

const UPRIGHT = { rotation: 0, flipH: false, flipV: false };
const AXIAL = [
  [1, 0, 0],
  [0, 1, 0],
] as const;

it("an axial image shows the patient's right on the left and front on top", () => {
  expect(edgesOf(...AXIAL, UPRIGHT)).toEqual({ top: "A", right: "L", bottom: "P", left: "R" });
});

it("a coronal image has the head on top", () => {
  expect(edgesOf([1, 0, 0], [0, 0, -1], UPRIGHT)).toEqual({ top: "H", right: "L", bottom: "F", left: "R" });
});

it("a quarter turn clockwise brings what was left to the top", () => {
  expect(edgesOf(...AXIAL, { ...UPRIGHT, rotation: 90 })).toEqual({
    top: "R",
    right: "A",
    bottom: "L",
    left: "P",
  });
});

it("mirroring exchanges left and right only", () => {
  expect(edgesOf(...AXIAL, { ...UPRIGHT, flipH: true })).toEqual({
    top: "A",
    right: "R",
    bottom: "P",
    left: "L",
  });
});

it("oblique directions name the main axis first", () => {
  expect(letters([0.8, 0.6, 0])).toBe("LP");
  expect(letters([0.99, 0.1, 0])).toBe("L");
  expect(letters([0, 0, 0])).toBe("");
});
