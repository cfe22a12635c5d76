import { expect, it } from "vitest";
import { distanceToSegment, handleAt, isTouched, labelOf, thinned } from "../../src/viewer/ink/marks";

const GRID = { columns: 10, rows: 10, spacingX: 0.5, spacingY: 0.5 };

it("a length says its millimetres, or pixels when the spacing is unknown", () => {
  const mark = {
    kind: "length",
    points: [
      [0, 0],
      [6, 8],
    ],
    text: "",
  } as const;
  expect(labelOf(mark, GRID, true)).toBe("5.0 mm");
  expect(labelOf(mark, { ...GRID, spacingX: 1, spacingY: 1 }, false)).toBe("10.0 px");
});

it("text stands before the measurement", () => {
  expect(
    labelOf(
      {
        kind: "length",
        points: [
          [0, 0],
          [2, 0],
        ],
        text: "结节",
      },
      GRID,
      true,
    ),
  ).toBe("结节 1.0 mm");
  expect(
    labelOf(
      {
        kind: "arrow",
        points: [
          [0, 0],
          [2, 0],
        ],
        text: "here",
      },
      GRID,
      true,
    ),
  ).toBe("here");
});

it("a mark is touched on its line, not beside it", () => {
  expect(
    isTouched(
      "length",
      [
        [0, 0],
        [100, 0],
      ],
      [50, 5],
    ),
  ).toBe(true);
  expect(
    isTouched(
      "length",
      [
        [0, 0],
        [100, 0],
      ],
      [50, 20],
    ),
  ).toBe(false);
  expect(
    isTouched(
      "ellipse",
      [
        [0, 0],
        [100, 100],
      ],
      [100, 50],
    ),
  ).toBe(true);
  expect(
    isTouched(
      "ellipse",
      [
        [0, 0],
        [100, 100],
      ],
      [50, 50],
    ),
  ).toBe(false);
  expect(isTouched("text", [[10, 10]], [14, 12])).toBe(true);
});

it("the ends of a segment are points", () => {
  expect(distanceToSegment([-3, 4], [0, 0], [10, 0])).toBe(5);
  expect(distanceToSegment([1, 1], [1, 1], [1, 1])).toBe(0);
  expect(
    handleAt(
      [
        [0, 0],
        [30, 30],
      ],
      [28, 31],
    ),
  ).toBe(1);
  expect(handleAt([[0, 0]], [30, 0])).toBe(-1);
});

it("a long stroke is thinned and keeps its ends", () => {
  const points = Array.from({ length: 2000 }, (_, index) => [index, 0] as const);
  const kept = thinned(points, 512);
  expect(kept).toHaveLength(512);
  expect(kept[0]).toEqual([0, 0]);
  expect(kept.at(-1)).toEqual([1999, 0]);
});
