/** How marks and pointers look. All points are screen pixels. */
import type { Point } from "../stack/geometry";
import type { MarkKind } from "./marks";
import { svg } from "./svg";

const LABEL_HEIGHT_PX = 22;
const WIDE_PX = 13;
const NARROW_PX = 7.2;

function line(points: readonly Point[], extra: Readonly<Record<string, string | number>>): SVGElement {
  return svg("polyline", {
    points: points.map((point) => point.join(",")).join(" "),
    fill: "none",
    ...extra,
  });
}

/** A stroke with a dark edge, so that it reads on white and on black. */
function strokes(draw: (extra: Readonly<Record<string, string | number>>) => SVGElement, color: string): SVGElement[] {
  return [
    draw({ stroke: "#000", "stroke-opacity": 0.55, "stroke-width": 4 }),
    draw({ stroke: color, "stroke-width": 1.75 }),
  ];
}

export function shapeOf(kind: MarkKind, points: readonly Point[], color: string): readonly SVGElement[] {
  const [from, to] = points;
  if (!from) return [];
  if (kind === "text" || !to) return [svg("circle", { cx: from[0], cy: from[1], r: 3, fill: color, stroke: "#000" })];
  if (kind === "ellipse") return strokes((extra) => ellipse(from, to, extra), color);
  if (kind === "arrow") return strokes((extra) => arrow(from, to, extra), color);
  const body = strokes((extra) => line(points, extra), color);
  return kind === "length" ? [...body, ...[from, to].map((point) => cross(point, color))] : body;
}

function ellipse(from: Point, to: Point, extra: Readonly<Record<string, string | number>>): SVGElement {
  return svg("ellipse", {
    cx: (from[0] + to[0]) / 2,
    cy: (from[1] + to[1]) / 2,
    rx: Math.abs(to[0] - from[0]) / 2,
    ry: Math.abs(to[1] - from[1]) / 2,
    fill: "none",
    ...extra,
  });
}

/** The head is at the first point: one presses on what is meant, and draws the tail away from it. */
function arrow(head: Point, tail: Point, extra: Readonly<Record<string, string | number>>): SVGElement {
  const angle = Math.atan2(tail[1] - head[1], tail[0] - head[0]);
  const wing = (turn: number): string =>
    `${head[0] + 13 * Math.cos(angle + turn)} ${head[1] + 13 * Math.sin(angle + turn)}`;
  const path = `M${tail.join(" ")}L${head.join(" ")}M${wing(0.45)}L${head.join(" ")}L${wing(-0.45)}`;
  return svg("path", { d: path, fill: "none", "stroke-linejoin": "round", ...extra });
}

function cross([x, y]: Point, color: string): SVGElement {
  return svg("path", { d: `M${x - 4} ${y}h8M${x} ${y - 4}v8`, stroke: color, "stroke-width": 1.75 });
}

export function handles(points: readonly Point[], color: string): readonly SVGElement[] {
  return points.map(([x, y]) =>
    svg("circle", { cx: x, cy: y, r: 5, fill: "#000a", stroke: color, "stroke-width": 1.5 }),
  );
}

function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e7f ? WIDE_PX : NARROW_PX), 0) + 14;
}

export function label(text: string, [x, y]: Point, color: string): readonly SVGElement[] {
  if (!text) return [];
  const width = widthOf(text);
  return [
    svg("rect", {
      x,
      y,
      width,
      height: LABEL_HEIGHT_PX,
      rx: 4,
      fill: "#0b0e10",
      "fill-opacity": 0.92,
      stroke: color,
    }),
    svg(
      "text",
      {
        x: x + width / 2,
        y: y + 15.5,
        fill: color,
        "font-size": 12.5,
        "font-weight": 600,
        "text-anchor": "middle",
      },
      [text],
    ),
  ];
}

/** A hand-sized pointer with its owner's name, filled with their colour. */
export function pointerShape(name: string, [x, y]: Point, color: string): SVGElement {
  const width = widthOf(name);
  return svg("g", { transform: `translate(${x} ${y})` }, [
    svg("path", { d: "M0 0l6.500 17 3-6.500 6.500-3z", fill: color, stroke: "#0b0e10" }),
    svg("rect", { x: 13, y: 13, width, height: 20, rx: 4, fill: color }),
    svg(
      "text",
      {
        x: 13 + width / 2,
        y: 27,
        fill: "#14171a",
        "font-size": 12,
        "font-weight": 600,
        "text-anchor": "middle",
      },
      [name],
    ),
  ]);
}
