/** A document's view is in shares of the page; drawing wants a camera. Zoom 1 shows the whole page. */
import type { Camera, DocumentView } from "../../wire/generated";
import { type Grid, type Pose, type Size, fitting } from "../stack/geometry";

export const DOCUMENT_POSE: Pose = { rotation: 0, flipH: false, flipV: false };

const LEAST_ZOOM = 0.05;
const MOST_ZOOM = 64;

export function gridOf(page: { readonly width: number; readonly height: number }): Grid {
  return { columns: page.width, rows: page.height, spacingX: 1, spacingY: 1 };
}

export function cameraOf(view: Pick<DocumentView, "centerX" | "centerY" | "zoom">, grid: Grid, size: Size): Camera {
  return {
    focal: [view.centerX * grid.columns - 0.5, view.centerY * grid.rows - 0.5],
    parallelScale: fitting(grid, DOCUMENT_POSE, size).parallelScale / view.zoom,
  };
}

export function viewOf(camera: Camera, grid: Grid, size: Size): Pick<DocumentView, "centerX" | "centerY" | "zoom"> {
  const share = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;
  const zoom = fitting(grid, DOCUMENT_POSE, size).parallelScale / camera.parallelScale;
  return {
    centerX: share((camera.focal[0] + 0.5) / grid.columns),
    centerY: share((camera.focal[1] + 0.5) / grid.rows),
    zoom: Math.round(Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom)) * 1000) / 1000,
  };
}
