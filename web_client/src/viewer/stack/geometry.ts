/**
 * Where image points lie on the screen.
 *
 * Image points are (column, row); (0, 0) is the centre of the first pixel, so the picture begins at -0.5.
 * Screen points are CSS pixels from the upper left corner of the viewport.
 */
import type { Camera } from "../../wire/generated";

export type Point = readonly [number, number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Shape of an image; spacing in mm between columns (x) and rows (y), 1 when unknown. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly spacingX: number;
  readonly spacingY: number;
}

export interface Pose {
  /** Degrees clockwise. */
  readonly rotation: number;
  readonly flipH: boolean;
  readonly flipV: boolean;
}

/** screen = (a x + c y + e, b x + d y + f), as in canvas. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** The camera that shows the whole image, whatever the shape of the viewport. */
export function fitting(grid: Grid, pose: Pose, size: Size): Camera {
  const width = grid.columns * grid.spacingX;
  const height = grid.rows * grid.spacingY;
  const angle = (pose.rotation * Math.PI) / 180;
  const cos = Math.abs(Math.cos(angle));
  const sin = Math.abs(Math.sin(angle));
  const shownWidth = width * cos + height * sin;
  const shownHeight = width * sin + height * cos;
  const aspect = size.width > 0 && size.height > 0 ? size.height / size.width : 1;
  return {
    focal: [(grid.columns - 1) / 2, (grid.rows - 1) / 2],
    parallelScale: Math.max(shownHeight, shownWidth * aspect) / 2,
  };
}

export function matrixOf(camera: Camera, grid: Grid, pose: Pose, size: Size): Matrix {
  const pxPerMm = size.height / 2 / camera.parallelScale;
  const angle = (pose.rotation * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const x = grid.spacingX * pxPerMm * (pose.flipH ? -1 : 1);
  const y = grid.spacingY * pxPerMm * (pose.flipV ? -1 : 1);
  const [a, b, c, d] = [cos * x, sin * x, -sin * y, cos * y];
  const [column, row] = camera.focal;
  return { a, b, c, d, e: size.width / 2 - a * column - c * row, f: size.height / 2 - b * column - d * row };
}

export function toScreen(matrix: Matrix, [x, y]: Point): Point {
  return [matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f];
}

export function toImage(matrix: Matrix, [x, y]: Point): Point {
  const determinant = matrix.a * matrix.d - matrix.b * matrix.c;
  const dx = x - matrix.e;
  const dy = y - matrix.f;
  return [(matrix.d * dx - matrix.c * dy) / determinant, (matrix.a * dy - matrix.b * dx) / determinant];
}

/** The camera after the picture was dragged by (dx, dy) screen pixels. */
export function panned(camera: Camera, matrix: Matrix, dx: number, dy: number): Camera {
  const [column, row] = camera.focal;
  const determinant = matrix.a * matrix.d - matrix.b * matrix.c;
  return {
    ...camera,
    focal: [
      column - (matrix.d * dx - matrix.c * dy) / determinant,
      row - (matrix.a * dy - matrix.b * dx) / determinant,
    ],
  };
}

const SMALLEST_SCALE = 0.5;
const LARGEST_SCALE = 100_000;

/** The camera magnified by `factor`; the image point `anchor` stays where it is on the screen. */
export function zoomed(camera: Camera, factor: number, anchor: Point): Camera {
  const parallelScale = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, camera.parallelScale / factor));
  const shrink = parallelScale / camera.parallelScale;
  const [column, row] = camera.focal;
  return {
    focal: [anchor[0] + (column - anchor[0]) * shrink, anchor[1] + (row - anchor[1]) * shrink],
    parallelScale,
  };
}

/** Screen pixels for one image column. */
export function magnification(camera: Camera, grid: Grid, size: Size): number {
  return (size.height / 2 / camera.parallelScale) * grid.spacingX;
}

/** Distance in mm, or in pixels when the spacing is unknown (then it is 1). */
export function distance(grid: Grid, from: Point, to: Point): number {
  return Math.hypot((to[0] - from[0]) * grid.spacingX, (to[1] - from[1]) * grid.spacingY);
}

/** Area of the ellipse in the box of two corners, in mm2 or square pixels. */
export function ellipseArea(grid: Grid, from: Point, to: Point): number {
  const width = Math.abs(to[0] - from[0]) * grid.spacingX;
  const height = Math.abs(to[1] - from[1]) * grid.spacingY;
  return (Math.PI * width * height) / 4;
}
