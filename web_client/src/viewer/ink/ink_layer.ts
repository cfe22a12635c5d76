/** The sheet of marks and pointers over a picture; draws, selects, moves and erases them. */
import type { Annotation, AnnotationDraft } from "../../wire/generated";
import type { Drag } from "../gestures";
import { Listeners } from "../listeners";
import type { AnnotationEvent, NamedPointer, ViewerOptions } from "../ports";
import type { Grid, Point } from "../stack/geometry";
import { type MarkKind, POINTS, handleAt, isTouched, labelOf, rounded, thinned } from "./marks";
import { handles, label, pointerShape, shapeOf } from "./shapes";
import { svg } from "./svg";

/** The page or image the sheet lies on now. */
export interface Plane {
  readonly materialId: string;
  readonly sopInstanceUid: string | null;
  readonly frame: number | null;
  readonly grid: Grid;
  readonly isCalibrated: boolean;
  readonly toScreen: (point: Point) => Point;
  readonly toImage: (point: Point) => Point;
}

type Mark = Pick<Annotation, "uid" | "kind" | "points" | "text">;

const SHORTEST_PX = 4;

export class InkLayer {
  readonly element = svg("svg", { class: "viewer-ink", "aria-hidden": "true" });
  readonly events = new Listeners<AnnotationEvent>();
  readonly #options: ViewerOptions;
  readonly #plane: () => Plane | null;
  #annotations: readonly Annotation[] = [];
  #pointers: readonly NamedPointer[] = [];
  /** What is being drawn or moved and has not been told yet. */
  #pending: Mark | null = null;
  #selectedUid: string | null = null;

  constructor(options: ViewerOptions, plane: () => Plane | null) {
    this.#options = options;
    this.#plane = plane;
  }

  setAnnotations(annotations: readonly Annotation[]): void {
    this.#annotations = annotations;
    if (this.#pending && annotations.some((mark) => mark.uid === this.#pending?.uid)) this.#pending = null;
    this.draw();
  }

  setPointers(pointers: readonly NamedPointer[]): void {
    this.#pointers = pointers;
    this.draw();
  }

  /** Starts a mark, or takes hold of one's own mark when the pointer is on it; null: neither. */
  grasp(at: Point, kind: MarkKind | null): Drag | null {
    const held = this.#ownMarkAt(at);
    if (held) return this.#move(held.mark, held.handle, at);
    this.#select(null);
    return kind ? this.#begin(kind, at) : null;
  }

  eraseSelected(): boolean {
    const uid = this.#selectedUid;
    if (!uid) return false;
    this.#select(null);
    this.events.tell({ type: "remove", uid });
    return true;
  }

  draw(): void {
    const plane = this.#plane();
    if (!plane) {
      this.element.replaceChildren();
      return;
    }
    const marks = this.#here(plane).flatMap((mark) => this.#shapes(mark, plane, this.#options.colorOf(mark.authorId)));
    const pending = this.#pending ? this.#shapes(this.#pending, plane, this.#options.colorOf(this.#options.ownId)) : [];
    this.element.replaceChildren(...marks, ...pending, ...this.#pointerShapes(plane));
  }

  #here(plane: Plane): readonly Annotation[] {
    return this.#annotations.filter(
      (mark) =>
        mark.materialId === plane.materialId &&
        mark.sopInstanceUid === plane.sopInstanceUid &&
        mark.frame === plane.frame &&
        mark.uid !== this.#pending?.uid,
    );
  }

  #shapes(mark: Mark, plane: Plane, color: string): readonly SVGElement[] {
    const points = mark.points.map(plane.toScreen);
    const anchor = points[mark.kind === "freehand" ? 0 : points.length - 1] ?? [0, 0];
    return [
      ...shapeOf(mark.kind, points, color),
      ...label(labelOf(mark, plane.grid, plane.isCalibrated), [anchor[0] + 8, anchor[1] + 6], color),
      ...(mark.uid === this.#selectedUid && mark.kind !== "freehand" ? handles(points, color) : []),
    ];
  }

  #pointerShapes(plane: Plane): readonly SVGElement[] {
    return this.#pointers
      .filter(
        ({ pointer }) =>
          pointer.materialId === plane.materialId &&
          (pointer.sopInstanceUid ?? null) === plane.sopInstanceUid &&
          (pointer.frame ?? null) === plane.frame,
      )
      .map(({ participantId, name, pointer }) =>
        pointerShape(name, plane.toScreen(pointer.at), this.#options.colorOf(participantId)),
      );
  }

  #ownMarkAt(at: Point): { mark: Annotation; handle: number } | null {
    const plane = this.#plane();
    if (!plane) return null;
    for (const mark of [...this.#here(plane)].reverse()) {
      if (mark.authorId !== this.#options.ownId) continue;
      const points = mark.points.map(plane.toScreen);
      const handle = mark.uid === this.#selectedUid && mark.kind !== "freehand" ? handleAt(points, at) : -1;
      if (handle >= 0 || isTouched(mark.kind, points, at)) return { mark, handle };
    }
    return null;
  }

  #select(uid: string | null): void {
    if (this.#selectedUid === uid) return;
    this.#selectedUid = uid;
    this.draw();
  }

  /** Moves one point of a mark, or all of them when it was taken between its points. */
  #move(mark: Annotation, handle: number, start: Point): Drag {
    this.#select(mark.uid);
    let hasMoved = false;
    return {
      move: (at) => {
        const plane = this.#plane();
        if (!plane || (!hasMoved && Math.hypot(at[0] - start[0], at[1] - start[1]) < SHORTEST_PX)) return;
        hasMoved = true;
        const [from, to] = [plane.toImage(start), plane.toImage(at)];
        const points = mark.points.map(([x, y], index) =>
          handle < 0 || handle === index ? rounded([x + to[0] - from[0], y + to[1] - from[1]]) : ([x, y] as const),
        );
        this.#pending = { ...mark, points };
        this.draw();
      },
      end: (_at, isCancelled) => {
        const moved = this.#pending;
        if (!moved || isCancelled) {
          this.#drop();
          return;
        }
        const { authorId: _author, ...draft } = mark;
        this.events.tell({
          type: "put",
          annotation: { ...draft, points: moved.points, version: mark.version + 1 },
        });
      },
    };
  }

  #begin(kind: MarkKind, start: Point): Drag | null {
    const plane = this.#plane();
    if (!plane) return null;
    const uid = crypto.randomUUID();
    const first = rounded(plane.toImage(start));
    this.#pending = { uid, kind, points: [first], text: "" };
    return {
      move: (at) => this.#extend(kind, rounded(plane.toImage(at))),
      end: (at, isCancelled) => {
        const isTooShort = kind !== "text" && Math.hypot(at[0] - start[0], at[1] - start[1]) < SHORTEST_PX;
        const isStroke = kind === "freehand" && (this.#pending?.points.length ?? 0) > 3;
        if (isCancelled || (isTooShort && !isStroke)) {
          this.#drop();
          return;
        }
        void this.#finish(plane);
      },
    };
  }

  #extend(kind: MarkKind, point: Point): void {
    const mark = this.#pending;
    const first = mark?.points[0];
    if (!mark || !first || kind === "text") return;
    this.#pending = { ...mark, points: kind === "freehand" ? [...mark.points, point] : [first, point] };
    this.draw();
  }

  async #finish(plane: Plane): Promise<void> {
    const mark = this.#pending;
    if (!mark) return;
    const wantsText = mark.kind === "arrow" || mark.kind === "text";
    const text = wantsText ? await this.#options.askText(mark.text) : "";
    if (this.#pending !== mark) return;
    if (text === null || (mark.kind === "text" && !text.trim())) {
      this.#drop();
      return;
    }
    const { materialId, sopInstanceUid, frame } = plane;
    const points = thinned(mark.points, POINTS[mark.kind]);
    const draft: AnnotationDraft = {
      ...mark,
      materialId,
      sopInstanceUid,
      frame,
      points,
      text: text.trim(),
      version: 1,
    };
    this.#pending = { ...mark, points, text: draft.text };
    this.#selectedUid = mark.uid;
    this.draw();
    this.events.tell({ type: "put", annotation: draft });
  }

  #drop(): void {
    this.#pending = null;
    this.draw();
  }

  /** The room refused the mark: forget what was drawn ahead of its answer. */
  refuse(uid: string): void {
    if (this.#pending?.uid === uid) this.#drop();
  }
}
