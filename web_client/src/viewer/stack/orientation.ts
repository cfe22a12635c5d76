/** Letters that tell which side of the patient lies at which edge (PS3.3 C.7.6.1.1.1). */
import type { Pose } from "./geometry";

export type Vector = readonly [number, number, number];

export interface Edges {
  readonly top: string;
  readonly right: string;
  readonly bottom: string;
  readonly left: string;
}

/** Below this share of the direction a second letter says nothing (sine of some 15 degrees). */
const OBLIQUE = 0.26;

/** Letters of a patient direction in the LPS frame, the main one first: "A", "AL". Empty for no direction. */
export function letters(direction: Vector): string {
  const length = Math.hypot(...direction);
  if (length < 1e-6) return "";
  const names: readonly (readonly [string, string])[] = [
    ["L", "R"],
    ["P", "A"],
    ["H", "F"],
  ];
  return direction
    .map((part, axis) => ({ part: part / length, pair: names[axis] ?? ["", ""] }))
    .filter(({ part }) => Math.abs(part) >= OBLIQUE)
    .sort((one, other) => Math.abs(other.part) - Math.abs(one.part))
    .slice(0, 2)
    .map(({ part, pair }) => (part > 0 ? pair[0] : pair[1]))
    .join("");
}

/** row, column: directions of rising column and rising row index, as ImageOrientationPatient has them. */
export function edgesOf(row: Vector, column: Vector, pose: Pose): Edges {
  const angle = (pose.rotation * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const along = (screenX: number, screenY: number): string => {
    const x = (cos * screenX + sin * screenY) * (pose.flipH ? -1 : 1);
    const y = (-sin * screenX + cos * screenY) * (pose.flipV ? -1 : 1);
    return letters([row[0] * x + column[0] * y, row[1] * x + column[1] * y, row[2] * x + column[2] * y]);
  };
  return { top: along(0, -1), right: along(1, 0), bottom: along(0, 1), left: along(-1, 0) };
}
