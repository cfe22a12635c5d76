/** Keys of the viewer; they work only while the picture has the focus (WCAG 2.1.4). */
import type { Tool, ViewerCommand } from "./ports";

export type KeyAction =
  | { readonly type: "tool"; readonly tool: Tool }
  | { readonly type: "command"; readonly command: ViewerCommand }
  | { readonly type: "erase" }
  | { readonly type: "preset"; readonly index: number };

const TOOLS: Readonly<Record<string, Tool>> = {
  s: "scroll",
  w: "window",
  p: "pan",
  z: "zoom",
  l: "length",
  a: "arrow",
  o: "ellipse",
  f: "freehand",
  t: "text",
  x: "pointer",
  c: "caliper",
};

const PAGE = 10;

const COMMANDS: Readonly<Record<string, ViewerCommand>> = {
  ArrowUp: { type: "step", by: -1 },
  ArrowLeft: { type: "step", by: -1 },
  ArrowDown: { type: "step", by: 1 },
  ArrowRight: { type: "step", by: 1 },
  PageUp: { type: "step", by: -PAGE },
  PageDown: { type: "step", by: PAGE },
  Home: { type: "end", which: "first" },
  End: { type: "end", which: "last" },
  "+": { type: "zoom", factor: 1.2 },
  "=": { type: "zoom", factor: 1.2 },
  "-": { type: "zoom", factor: 1 / 1.2 },
  i: { type: "invert" },
  r: { type: "rotate" },
  h: { type: "flip", axis: "horizontal" },
  v: { type: "flip", axis: "vertical" },
  "0": { type: "reset" },
  " ": { type: "play" },
};

interface Press {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** What a key means here, or null: Alt, Ctrl and Command belong to the room and the browser. */
export function actionOf(press: Press): KeyAction | null {
  if (press.altKey || press.ctrlKey || press.metaKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (/^[1-9]$/.test(key)) return { type: "preset", index: Number(key) - 1 };
  if (key === "Delete" || key === "Backspace") return { type: "erase" };
  const tool = TOOLS[key];
  if (tool) return { type: "tool", tool };
  const command = COMMANDS[key];
  return command ? { type: "command", command } : null;
}
