/** Shows photos and PDF pages: turn pages, zoom, pan, mark. */
import type { Annotation, Camera, DocumentView, Pointer, ViewState } from "../../wire/generated";
import { type Button, type Drag, type GestureHandler, Gestures } from "../gestures";
import { InkLayer, type Plane } from "../ink/ink_layer";
import { isMarkKind } from "../ink/marks";
import { Listeners } from "../listeners";
import type {
  AnnotationEvent,
  NamedPointer,
  Off,
  Tool,
  Viewer,
  ViewerCommand,
  ViewerOptions,
  ViewerStatus,
} from "../ports";
import {
  type Grid,
  type Matrix,
  type Point,
  type Size,
  matrixOf,
  panned,
  toImage,
  toScreen,
  zoomed,
} from "../stack/geometry";
import { DOCUMENT_POSE, cameraOf, gridOf, viewOf } from "./document_camera";
import { type DocumentMaterial, type Page, type Pages, openPages } from "./pages";

const WHEEL_ZOOM = 1.15;
const WHEEL_PX = 90;
/** After this long without zooming a PDF page is drawn anew in the size it is seen in. */
const SHARPEN_MS = 150;

interface Opened {
  readonly material: DocumentMaterial;
  readonly pages: Pages;
}

interface Sheet {
  readonly number: number;
  readonly page: Page;
  readonly picture: CanvasImageSource;
  readonly scale: number;
}

export class DocumentViewer implements Viewer, GestureHandler {
  readonly #canvas = document.createElement("canvas");
  readonly #ink: InkLayer;
  readonly #changes = new Listeners<ViewState>();
  readonly #points = new Listeners<Pointer | null>();
  readonly #touches = new Listeners<void>();
  readonly #statuses = new Listeners<ViewerStatus>();
  readonly #abort = new AbortController();
  #host: HTMLElement | null = null;
  #document: { opened: Opened | null; sheet: Sheet | null } = { opened: null, sheet: null };
  #view: DocumentView | null = null;
  #input: { tool: Tool; isLocked: boolean } = { tool: "pan", isLocked: false };
  #pending = { frame: 0, isUntold: false, sharpen: 0, drawing: new AbortController() };

  constructor(options: ViewerOptions) {
    this.#ink = new InkLayer(options, () => this.#plane());
  }

  mount(host: HTMLElement): void {
    host.classList.add("viewer", "viewer-document");
    host.append(this.#canvas, this.#ink.element);
    this.#host = host;
    const gestures = new Gestures(host, this);
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(host);
    this.#abort.signal.addEventListener("abort", () => {
      observer.disconnect();
      gestures.close();
    });
  }

  /** Rejects when the document cannot be fetched or read. */
  async load(material: DocumentMaterial): Promise<void> {
    const pages = await openPages(material);
    if (this.#abort.signal.aborted) {
      pages.close();
      return;
    }
    this.#document.opened = { material, pages };
    if (this.#view?.materialId !== material.id) this.#view = firstView(material);
    await this.#turn();
  }

  apply(view: ViewState): void {
    if (view.type !== "document") return;
    this.#pending.isUntold = false;
    this.#view = view;
    void this.#turn();
  }

  view(): DocumentView | null {
    return this.#document.opened ? this.#view : null;
  }

  onChange(listener: (view: ViewState) => void): Off {
    return this.#changes.add(listener);
  }

  onAnnotation(listener: (event: AnnotationEvent) => void): Off {
    return this.#ink.events.add(listener);
  }

  onPoint(listener: (pointer: Pointer | null) => void): Off {
    return this.#points.add(listener);
  }

  onLockedTouch(listener: () => void): Off {
    return this.#touches.add(listener);
  }

  onStatus(listener: (status: ViewerStatus) => void): Off {
    listener(this.#status());
    return this.#statuses.add(listener);
  }

  setAnnotations(annotations: readonly Annotation[]): void {
    this.#ink.setAnnotations(annotations);
  }

  setPointers(pointers: readonly NamedPointer[]): void {
    this.#ink.setPointers(pointers);
  }

  setTool(tool: Tool): void {
    this.#input = { ...this.#input, tool };
    this.#host?.setAttribute("data-tool", tool);
  }

  setLocked(isLocked: boolean): void {
    this.#input = { ...this.#input, isLocked };
  }

  eraseSelected(): boolean {
    return this.#ink.eraseSelected();
  }

  refuse(uid: string): void {
    this.#ink.refuse(uid);
  }

  destroy(): void {
    this.#abort.abort();
    this.#pending.drawing.abort();
    clearTimeout(this.#pending.sharpen);
    cancelAnimationFrame(this.#pending.frame);
    this.#document.opened?.pages.close();
    this.#host?.replaceChildren();
    this.#host?.classList.remove("viewer", "viewer-document");
    for (const listeners of [this.#changes, this.#points, this.#touches, this.#statuses]) listeners.clear();
  }

  run(command: ViewerCommand): void {
    const view = this.#view;
    if (!view || this.#isRefused()) return;
    if (command.type === "reset") this.#change({ centerX: 0.5, centerY: 0.5, zoom: 1 });
    if (command.type === "step") this.#goTo(view.page + Math.sign(command.by));
    if (command.type === "end") this.#goTo(command.which === "first" ? 1 : this.#count);
    if (command.type === "zoom") this.#zoom(command.factor, this.#camera.focal);
  }

  press(at: Point, button: Button): Drag | null {
    if (this.#isRefused()) return null;
    const { tool } = this.#input;
    const held = button === "primary" ? this.#ink.grasp(at, isMarkKind(tool) ? tool : null) : null;
    if (held) return held;
    if (tool === "zoom")
      return { move: (_at, _dx, dy) => this.#zoom(Math.exp(dy / 200), this.#camera.focal), end: () => {} };
    return tool === "pointer" ? null : { move: (_at, dx, dy) => this.#pan(dx, dy), end: () => {} };
  }

  wheel(at: Point, steps: number, isZoom: boolean): void {
    if (this.#isRefused() || !this.#view) return;
    if (isZoom) this.#zoom(WHEEL_ZOOM ** -steps, toImage(this.#matrix, at));
    else if (this.#view.zoom <= 1) this.#goTo(this.#view.page + Math.sign(steps));
    else this.#pan(0, -steps * WHEEL_PX);
  }

  pinch(at: Point, factor: number, dx: number, dy: number): void {
    if (this.#isRefused()) return;
    this.#zoom(factor, toImage(this.#matrix, at));
    this.#pan(dx, dy);
  }

  hover(at: Point | null): void {
    const plane = this.#plane();
    const isPointing = plane !== null && at !== null && this.#input.tool === "pointer";
    const place = isPointing ? { materialId: plane.materialId, frame: plane.frame, at: plane.toImage(at) } : null;
    this.#points.tell(place);
  }

  #pan(dx: number, dy: number): void {
    this.#look(panned(this.#camera, this.#matrix, dx, dy));
  }

  #zoom(factor: number, anchor: Point): void {
    this.#look(zoomed(this.#camera, factor, anchor));
  }

  #look(camera: Camera): void {
    this.#change(viewOf(camera, this.#grid, this.#size));
  }

  #goTo(number: number): void {
    const page = Math.min(this.#count, Math.max(1, number));
    if (!this.#view || page === this.#view.page) return;
    this.#change({ page, centerX: 0.5, centerY: 0.5 });
  }

  #isRefused(): boolean {
    if (this.#input.isLocked) this.#touches.tell();
    return this.#input.isLocked || !this.#document.opened;
  }

  #change(change: Partial<DocumentView>): void {
    if (!this.#view) return;
    this.#view = { ...this.#view, ...change };
    this.#pending.isUntold = true;
    if (change.page !== undefined) void this.#turn();
    this.#draw();
  }

  get #count(): number {
    return this.#document.opened?.pages.count ?? 1;
  }

  get #size(): Size {
    return { width: Math.max(1, this.#host?.clientWidth ?? 1), height: Math.max(1, this.#host?.clientHeight ?? 1) };
  }

  get #grid(): Grid {
    return gridOf(this.#document.sheet?.page ?? { width: 1, height: 1 });
  }

  get #camera(): Camera {
    return cameraOf(this.#view ?? { centerX: 0.5, centerY: 0.5, zoom: 1 }, this.#grid, this.#size);
  }

  get #matrix(): Matrix {
    return matrixOf(this.#camera, this.#grid, DOCUMENT_POSE, this.#size);
  }

  #plane(): Plane | null {
    const { opened, sheet } = this.#document;
    if (!opened || !sheet || sheet.number !== this.#view?.page) return null;
    const [matrix, grid] = [this.#matrix, this.#grid];
    return {
      materialId: opened.material.id,
      sopInstanceUid: null,
      frame: sheet.number,
      grid,
      isCalibrated: false,
      toScreen: (point) => toScreen(matrix, point),
      toImage: (point) => toImage(matrix, point),
    };
  }

  /** Draws the page of the view in the size it is seen in, unless that is there already. */
  async #turn(): Promise<void> {
    const { opened, sheet } = this.#document;
    const view = this.#view;
    if (!opened || !view) return;
    this.#pending.drawing.abort();
    this.#pending.drawing = new AbortController();
    const { signal } = this.#pending.drawing;
    const number = Math.min(view.page, opened.pages.count);
    const page = await opened.pages.page(number);
    const ratio = window.devicePixelRatio || 1;
    const scale = matrixOf(cameraOf(view, gridOf(page), this.#size), gridOf(page), DOCUMENT_POSE, this.#size).a * ratio;
    const isSharp = sheet?.number === number && sheet.scale >= scale * 0.95;
    if (!signal.aborted && !isSharp) {
      const picture = await opened.pages.picture(number, scale, signal).catch(() => null);
      if (picture && !signal.aborted) this.#document.sheet = { number, page, picture, scale };
    }
    this.#draw();
  }

  #resized(): void {
    this.#paint();
    this.#sharpenSoon();
  }

  #sharpenSoon(): void {
    clearTimeout(this.#pending.sharpen);
    this.#pending.sharpen = window.setTimeout(() => void this.#turn(), SHARPEN_MS);
  }

  #draw(): void {
    if (this.#pending.frame !== 0) return;
    this.#pending.frame = requestAnimationFrame(() => {
      this.#pending.frame = 0;
      this.#paint();
      this.#statuses.tell(this.#status());
      if (!this.#pending.isUntold || !this.#view) return;
      this.#pending.isUntold = false;
      this.#sharpenSoon();
      this.#changes.tell(this.#view);
    });
  }

  #paint(): void {
    const [{ width, height }, ratio] = [this.#size, window.devicePixelRatio || 1];
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    const context = this.#canvas.getContext("2d");
    const { sheet } = this.#document;
    if (!context || !sheet) return;
    const { a, b, c, d, e, f } = this.#matrix;
    context.setTransform(a * ratio, b * ratio, c * ratio, d * ratio, e * ratio, f * ratio);
    context.imageSmoothingQuality = "high";
    context.drawImage(sheet.picture, -0.5, -0.5, sheet.page.width, sheet.page.height);
    this.#ink.draw();
  }

  #status(): ViewerStatus {
    const isHere = this.#document.sheet !== null;
    return {
      position: (this.#view?.page ?? 1) - 1,
      count: this.#count,
      loaded: isHere ? this.#count : 0,
      isPlaying: false,
      framesPerS: 0,
      modality: "",
      isColor: true,
      quality: isHere ? "full" : "waiting",
    };
  }
}

function firstView(material: DocumentMaterial): DocumentView {
  return { type: "document", materialId: material.id, page: 1, centerX: 0.5, centerY: 0.5, zoom: 1 };
}
