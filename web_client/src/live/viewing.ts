import type { ViewChange, ViewState } from "../wire/generated";

/** The log cannot be folded: an entry is missing, or does not fit what came before. Ask the server for the state. */
export class LogBroken extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LogBroken";
  }
}

/** Lay a change over a view; a first change, or one of another kind, carries every field. Throws LogBroken. */
export function merge(view: ViewState | null, materialId: string, change: ViewChange): ViewState {
  switch (change.type) {
    case "stack":
      return view?.type === "stack" ? { ...view, ...change } : wholeStack(materialId, change);
    case "ecg":
      return view?.type === "ecg" ? { ...view, ...change } : wholeEcg(materialId, change);
    case "document":
      return view?.type === "document" ? { ...view, ...change } : wholeDocument(materialId, change);
    case "record":
      return view?.type === "record" ? { ...view, ...change } : wholeRecord(materialId, change);
  }
}

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new LogBroken("The first change of a view lacks a field.");
  return value;
}

function wholeStack(materialId: string, change: Extract<ViewChange, { type: "stack" }>): ViewState {
  return {
    type: "stack",
    materialId,
    sopInstanceUid: needed(change.sopInstanceUid),
    frame: needed(change.frame),
    voi: needed(change.voi),
    invert: needed(change.invert),
    rotation: needed(change.rotation),
    flipH: needed(change.flipH),
    flipV: needed(change.flipV),
    camera: needed(change.camera),
  };
}

function wholeEcg(materialId: string, change: Extract<ViewChange, { type: "ecg" }>): ViewState {
  return {
    type: "ecg",
    materialId,
    mmPerS: needed(change.mmPerS),
    mmPerMv: needed(change.mmPerMv),
    offsetS: needed(change.offsetS),
    layout: needed(change.layout),
    calipers: needed(change.calipers),
  };
}

function wholeDocument(materialId: string, change: Extract<ViewChange, { type: "document" }>): ViewState {
  return {
    type: "document",
    materialId,
    page: needed(change.page),
    centerX: needed(change.centerX),
    centerY: needed(change.centerY),
    zoom: needed(change.zoom),
  };
}

function wholeRecord(materialId: string, change: Extract<ViewChange, { type: "record" }>): ViewState {
  return { type: "record", materialId, section: needed(change.section), scroll: needed(change.scroll) };
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The fields of `next` that differ from `before`, all of them when there is none of its kind; null: no difference. */
export function changeBetween(before: ViewState | null, next: ViewState): ViewChange | null {
  const old = before?.type === next.type ? before : null;
  const fields = Object.entries(next).filter(
    ([name, value]) =>
      name !== "type" && name !== "materialId" && !(old !== null && isSame(Reflect.get(old, name), value)),
  );
  return fields.length === 0 ? null : { type: next.type, ...Object.fromEntries(fields) };
}

/** The last view of a material. */
export function viewOf(views: readonly ViewState[], materialId: string | null): ViewState | null {
  return views.find((view) => view.materialId === materialId) ?? null;
}

/** The views with this one in the place of the material's last, or at the end. */
export function withView(views: readonly ViewState[], view: ViewState): readonly ViewState[] {
  if (viewOf(views, view.materialId) === null) return [...views, view];
  return views.map((old) => (old.materialId === view.materialId ? view : old));
}
