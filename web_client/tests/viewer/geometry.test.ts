import { describe, expect, it } from "vitest";
import {
  type Point,
  type Pose,
  type Size,
  distance,
  ellipseArea,
  fitting,
  magnification,
  matrixOf,
  panned,
  toImage,
  toScreen,
  zoomed,
} from "../../src/viewer/stack/geometry";

const GRID = { columns: 512, rows: 400, spacingX: 0.7, spacingY: 1.4 };
const UPRIGHT: Pose = { rotation: 0, flipH: false, flipV: false };
const SIZE: Size = { width: 900, height: 600 };
const POSES: readonly Pose[] = [0, 90, 180, 270, 33].flatMap((rotation) =>
  [false, true].flatMap((flipH) => [false, true].map((flipV) => ({ rotation, flipH, flipV }))),
);

function expectNear(actual: Point, wanted: Point): void {
  expect(actual[0]).toBeCloseTo(wanted[0], 6);
  expect(actual[1]).toBeCloseTo(wanted[1], 6);
}

describe("where image points lie", () => {
  it("the way to the screen and back ends where it began, in every pose", () => {
    for (const pose of POSES) {
      const matrix = matrixOf({ focal: [100.25, 37.5], parallelScale: 61 }, GRID, pose, SIZE);
      for (const point of [
        [0, 0],
        [511, 399],
        [12.5, 77.25],
      ] as const) {
        expectNear(toImage(matrix, toScreen(matrix, point)), point);
      }
    }
  });

  it("the focal point is the middle of every viewport, whatever its size", () => {
    for (const pose of POSES) {
      for (const size of [SIZE, { width: 390, height: 300 }, { width: 100, height: 700 }]) {
        const matrix = matrixOf({ focal: [42, 24], parallelScale: 30 }, GRID, pose, size);
        expectNear(toScreen(matrix, [42, 24]), [size.width / 2, size.height / 2]);
      }
    }
  });

  it("two viewports of different size show the same millimetres above and below the middle", () => {
    const camera = { focal: [200, 150] as const, parallelScale: 50 };
    for (const size of [SIZE, { width: 390, height: 300 }]) {
      const matrix = matrixOf(camera, GRID, UPRIGHT, size);
      expectNear(toImage(matrix, [size.width / 2, 0]), [200, 150 - 50 / 1.4]);
    }
  });

  it("a quarter turn clockwise brings the image's left to the top", () => {
    const matrix = matrixOf({ focal: [0, 0], parallelScale: 10 }, GRID, { ...UPRIGHT, rotation: 90 }, SIZE);
    expect(toScreen(matrix, [-1, 0])[1]).toBeLessThan(SIZE.height / 2);
    expect(toScreen(matrix, [-1, 0])[0]).toBeCloseTo(SIZE.width / 2, 6);
  });
});

describe("fitting", () => {
  it("shows every corner of the image in every pose and shape of viewport", () => {
    for (const pose of POSES) {
      for (const size of [SIZE, { width: 200, height: 900 }, { width: 1500, height: 100 }]) {
        const matrix = matrixOf(fitting(GRID, pose, size), GRID, pose, size);
        for (const corner of [
          [-0.5, -0.5],
          [511.5, -0.5],
          [-0.5, 399.5],
          [511.5, 399.5],
        ] as const) {
          const [x, y] = toScreen(matrix, corner);
          expect(x).toBeGreaterThan(-1e-6);
          expect(x).toBeLessThan(size.width + 1e-6);
          expect(y).toBeGreaterThan(-1e-6);
          expect(y).toBeLessThan(size.height + 1e-6);
        }
      }
    }
  });
});

describe("moving the camera", () => {
  it("the point under the hand follows a drag, in every pose", () => {
    for (const pose of POSES) {
      const camera = { focal: [100, 100] as const, parallelScale: 40 };
      const before = matrixOf(camera, GRID, pose, SIZE);
      const held = toImage(before, [300, 200]);
      const after = matrixOf(panned(camera, before, 25, -40), GRID, pose, SIZE);
      expectNear(toScreen(after, held), [325, 160]);
    }
  });

  it("the point under the wheel stays while zooming", () => {
    for (const pose of POSES) {
      const camera = { focal: [100, 100] as const, parallelScale: 40 };
      const anchor = toImage(matrixOf(camera, GRID, pose, SIZE), [123, 456]);
      const after = matrixOf(zoomed(camera, 1.7, anchor), GRID, pose, SIZE);
      expectNear(toScreen(after, anchor), [123, 456]);
    }
  });

  it("zooming in and out again comes back, and stops at its ends", () => {
    const camera = { focal: [100, 100] as const, parallelScale: 40 };
    expect(zoomed(zoomed(camera, 2, [3, 4]), 0.5, [3, 4]).parallelScale).toBeCloseTo(40, 9);
    expect(zoomed(camera, 1e9, [3, 4]).parallelScale).toBe(0.5);
  });

  it("magnification counts screen pixels for an image column", () => {
    expect(magnification({ focal: [0, 0], parallelScale: 105 }, GRID, SIZE)).toBeCloseTo(2, 9);
  });
});

describe("measuring", () => {
  it("lengths are in mm along both spacings", () => {
    expect(distance(GRID, [0, 0], [10, 0])).toBeCloseTo(7, 9);
    expect(distance(GRID, [0, 0], [0, 10])).toBeCloseTo(14, 9);
    expect(distance({ ...GRID, spacingX: 1, spacingY: 1 }, [1, 1], [4, 5])).toBe(5);
  });

  it("an ellipse's area is pi times its half axes", () => {
    expect(ellipseArea(GRID, [0, 0], [10, 10])).toBeCloseTo(Math.PI * 3.5 * 7, 9);
  });
});
