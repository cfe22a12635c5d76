/** Pure geometry of annotations: what they measure, where they can be taken hold of. */
import type { Annotation } from "../../wire/generated";
import { type Grid, type Point, distance, ellipseArea } from "../stack/geometry";

export type MarkKind = Annotation["kind"];

/** How many points finish a mark; freehand takes as many as come. */
export const POINTS: Readonly<Record<MarkKind, number>> = {
  length: 2,
  arrow: 2,
  ellipse: 2,
  text: 1,
  freehand: 512,
};

export function isMarkKind(tool: string): tool is MarkKind {
  return tool in POINTS;
}

/** The measured value, such as "12.4 mm"; without a known spacing in pixels. Empty when nothing is measured. */
export function measurement(kind: MarkKind, points: readonly Point[], grid: Grid, isCalibrated: boolean): string {
  const [from, to] = points;
  if (!from || !to) return "";
  if (kind === "length") return `${distance(grid, from, to).toFixed(1)} ${isCalibrated ? "mm" : "px"}`;
  if (kind === "ellipse") return `${ellipseArea(grid, from, to).toFixed(0)} ${isCalibrated ? "mm²" : "px²"}`;
  return "";
}

export function labelOf(mark: Pick<Annotation, "kind" | "points" | "text">, grid: Grid, isCalibrated: boolean): string {
  return [mark.text, measurement(mark.kind, mark.points, grid, isCalibrated)].filter(Boolean).join(" ");
}

/** Distance of `at` from the segment between two points, all in the same units. */
export function distanceToSegment(at: Point, from: Point, to: Point): number {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((at[0] - from[0]) * dx + (at[1] - from[1]) * dy) / square));
  return Math.hypot(at[0] - from[0] - share * dx, at[1] - from[1] - share * dy);
}

const HANDLE_PX = 10;
const LINE_PX = 7;

/** Index of the handle under the pointer, or -1. Screen coordinates. */
export function handleAt(points: readonly Point[], at: Point): number {
  return points.findIndex(([x, y]) => Math.hypot(at[0] - x, at[1] - y) <= HANDLE_PX);
}

/** Whether the pointer touches the mark. Screen coordinates. */
export function isTouched(kind: MarkKind, points: readonly Point[], at: Point): boolean {
  const [from, to] = points;
  if (!from) return false;
  if (kind === "ellipse" && to) return Math.abs(ellipseOffset(from, to, at)) <= LINE_PX;
  if (points.length === 1) return Math.hypot(at[0] - from[0], at[1] - from[1]) <= HANDLE_PX;
  return points.some((point, index) => {
    const next = points[index + 1];
    return next !== undefined && distanceToSegment(at, point, next) <= LINE_PX;
  });
}

/** Rough distance in px from the ellipse in the box of two corners; negative inside. */
function ellipseOffset(from: Point, to: Point, at: Point): number {
  const rx = Math.max(1, Math.abs(to[0] - from[0]) / 2);
  const ry = Math.max(1, Math.abs(to[1] - from[1]) / 2);
  const x = (at[0] - (from[0] + to[0]) / 2) / rx;
  const y = (at[1] - (from[1] + to[1]) / 2) / ry;
  return (Math.hypot(x, y) - 1) * Math.min(rx, ry);
}

/** Leaves out freehand points that add nothing, so that a long stroke stays within the wire's bound. */
export function thinned(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const step = (points.length - 1) / (limit - 1);
  return Array.from({ length: limit }, (_, index) => points[Math.round(index * step)] ?? [0, 0]);
}

/** Hundredths of a pixel are below what can be drawn, and short on the wire. */
export function rounded([x, y]: Point): Point {
  return [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
}
