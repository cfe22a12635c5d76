import { expect, it } from "vitest";
import { cameraOf, gridOf, viewOf } from "../../src/viewer/document/document_camera";

const PAGE = gridOf({ width: 595, height: 842 });
const SIZES = [
  { width: 900, height: 600 },
  { width: 390, height: 320 },
];

it("a view becomes a camera and the same view again, at any size of the screen", () => {
  for (const size of SIZES) {
    for (const view of [
      { centerX: 0.5, centerY: 0.5, zoom: 1 },
      { centerX: 0.25, centerY: 0.9, zoom: 3.5 },
    ]) {
      expect(viewOf(cameraOf(view, PAGE, size), PAGE, size)).toEqual(view);
    }
  }
});

it("zoom 1 shows the whole page", () => {
  const camera = cameraOf({ centerX: 0.5, centerY: 0.5, zoom: 1 }, PAGE, { width: 900, height: 600 });
  expect(camera.parallelScale).toBeCloseTo(421, 9);
  expect(camera.focal).toEqual([297, 420.5]);
});

it("nobody can look beyond the page", () => {
  const [size = { width: 1, height: 1 }] = SIZES;
  const view = viewOf({ focal: [-500, 9999], parallelScale: 100 }, PAGE, size);
  expect([view.centerX, view.centerY]).toEqual([0, 1]);
});
