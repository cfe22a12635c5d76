/** Shows a resting ECG in millimetres of paper, with calipers in milliseconds and millivolts. */
import type { Annotation, Caliper, EcgMaterial, EcgView, Pointer, ViewState } from "../../wire/generated";
import { type Button, type Drag, type GestureHandler, Gestures } from "../gestures";
import { InkLayer, type Plane } from "../ink/ink_layer";
import { Listeners } from "../listeners";
import type { NamedPointer, Off, Tool, Viewer, ViewerCommand, ViewerOptions, ViewerStatus } from "../ports";
import type { Point } from "../stack/geometry";
import { drawSheet } from "./drawing";
import { type Place, type Sheet, heldOffset, placeIn, pxPerMm, sheetOf, stripAt } from "./paper";
import { type EcgRecord, loadRecord } from "./record";

const MOST_CALIPERS = 16;
const WHEEL_S = 0.2;

export class EcgViewer implements Viewer, GestureHandler {
  readonly #options: ViewerOptions;
  readonly #canvas = document.createElement("canvas");
  readonly #ink: InkLayer;
  readonly #changes = new Listeners<ViewState>();
  readonly #points = new Listeners<Pointer | null>();
  readonly #touches = new Listeners<void>();
  readonly #statuses = new Listeners<ViewerStatus>();
  readonly #abort = new AbortController();
  #host: HTMLElement | null = null;
  #record: EcgRecord | null = null;
  #view: EcgView | null = null;
  #input: { tool: Tool; isLocked: boolean } = { tool: "scroll", isLocked: false };
  #pending = { frame: 0, isUntold: false };

  constructor(options: ViewerOptions) {
    this.#options = options;
    this.#ink = new InkLayer(options, () => this.#plane());
  }

  mount(host: HTMLElement): void {
    host.classList.add("viewer", "viewer-ecg");
    host.append(this.#canvas, this.#ink.element);
    this.#host = host;
    const gestures = new Gestures(host, this);
    const observer = new ResizeObserver(() => this.#paint());
    observer.observe(host);
    this.#abort.signal.addEventListener("abort", () => {
      observer.disconnect();
      gestures.close();
    });
  }

  /** Raises ApiError when the record cannot be read, RangeError when samples are missing. */
  async load(material: EcgMaterial): Promise<void> {
    this.#record = await loadRecord(material, this.#abort.signal);
    if (this.#view?.materialId !== material.id) this.#view = firstView(material);
    this.#draw();
    this.#statuses.tell(this.#status());
  }

  apply(view: ViewState): void {
    if (view.type !== "ecg") return;
    this.#pending.isUntold = false;
    this.#view = view;
    this.#draw();
  }

  view(): EcgView | null {
    return this.#record ? this.#view : null;
  }

  onChange(listener: (view: ViewState) => void): Off {
    return this.#changes.add(listener);
  }

  /** Nothing is drawn on an ECG but calipers, which belong to the view. */
  onAnnotation(): Off {
    return () => undefined;
  }

  setAnnotations(_annotations: readonly Annotation[]): void {}

  setPointers(pointers: readonly NamedPointer[]): void {
    this.#ink.setPointers(pointers);
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

  setTool(tool: Tool): void {
    this.#input = { ...this.#input, tool };
    this.#host?.setAttribute("data-tool", tool);
  }

  setLocked(isLocked: boolean): void {
    this.#input = { ...this.#input, isLocked };
  }

  eraseSelected(): boolean {
    if (!this.#view?.calipers.length || this.#isRefused()) return false;
    this.#change({ calipers: this.#view.calipers.slice(0, -1) });
    return true;
  }

  refuse(_uid: string): void {}

  destroy(): void {
    this.#abort.abort();
    cancelAnimationFrame(this.#pending.frame);
    this.#host?.replaceChildren();
    this.#host?.classList.remove("viewer", "viewer-ecg");
    for (const listeners of [this.#changes, this.#points, this.#touches, this.#statuses]) listeners.clear();
  }

  run(command: ViewerCommand): void {
    const view = this.#view;
    if (!view || this.#isRefused()) return;
    if (command.type === "reset") this.#change({ mmPerS: 25, mmPerMv: 10, offsetS: 0, calipers: [] });
    if (command.type === "ecg") this.#change(command.change);
    if (command.type === "step") this.#move(command.by * WHEEL_S);
    if (command.type === "end") this.#change({ offsetS: command.which === "first" ? 0 : Number.MAX_SAFE_INTEGER });
  }

  press(at: Point, button: Button): Drag | null {
    if (this.#isRefused()) return null;
    if (this.#input.tool === "caliper" && button === "primary") return this.#measure(at);
    return { move: (_at, dx) => this.#move(-dx / this.#scale / (this.#view?.mmPerS ?? 25)), end: () => {} };
  }

  wheel(_at: Point, steps: number, _isZoom: boolean): void {
    if (!this.#isRefused()) this.#move(steps * WHEEL_S);
  }

  pinch(_at: Point, _factor: number, dx: number): void {
    if (!this.#isRefused()) this.#move(-dx / this.#scale / (this.#view?.mmPerS ?? 25));
  }

  hover(at: Point | null): void {
    const plane = this.#plane();
    const isPointing = plane !== null && at !== null && this.#input.tool === "pointer";
    this.#points.tell(isPointing ? { materialId: plane.materialId, at: plane.toImage(at) } : null);
  }

  #measure(start: Point): Drag | null {
    const [view, plane] = [this.#view, this.#plane()];
    const strip = plane && stripAt(this.#sheet, plane.toImage(start));
    if (!view || !plane || !strip) return null;
    const uid = crypto.randomUUID();
    const from = placeIn(strip, view, plane.toImage(start));
    const others = view.calipers.slice(1 - MOST_CALIPERS);
    return {
      move: (at) => {
        const to = placeIn(strip, view, plane.toImage(at));
        this.#change({ calipers: [...others, caliperOf(uid, from, to)] });
      },
      end: (at, isCancelled) => {
        const isClick = Math.hypot(at[0] - start[0], at[1] - start[1]) < 3;
        if (isCancelled || isClick) this.#change({ calipers: view.calipers });
      },
    };
  }

  #move(byS: number): void {
    if (this.#view) this.#change({ offsetS: this.#view.offsetS + byS });
  }

  #isRefused(): boolean {
    if (this.#input.isLocked) this.#touches.tell();
    return this.#input.isLocked || !this.#record;
  }

  #change(change: Partial<EcgView>): void {
    if (!this.#view || !this.#record) return;
    const view = { ...this.#view, ...change };
    this.#view = { ...view, offsetS: heldOffset(view.offsetS, view, this.#record.durationS) };
    this.#pending.isUntold = true;
    this.#draw();
  }

  get #sheet(): Sheet {
    const leads = this.#record?.ecg.leads.map((lead) => lead.name) ?? [];
    return sheetOf(this.#view ?? { layout: "3x4+1", mmPerS: 25, offsetS: 0 }, leads);
  }

  get #scale(): number {
    return pxPerMm(this.#sheet, this.#host?.clientWidth ?? 1, this.#host?.clientHeight ?? 1);
  }

  /** CSS pixels of the sheet's upper left corner: it lies in the middle. */
  get #origin(): Point {
    const { width, height } = this.#sheet;
    const scale = this.#scale;
    return [
      ((this.#host?.clientWidth ?? 0) - width * scale) / 2,
      ((this.#host?.clientHeight ?? 0) - height * scale) / 2,
    ];
  }

  #plane(): Plane | null {
    if (!this.#record || !this.#view) return null;
    const [scale, [left, top]] = [this.#scale, this.#origin];
    return {
      materialId: this.#view.materialId,
      sopInstanceUid: null,
      frame: null,
      grid: { columns: this.#sheet.width, rows: this.#sheet.height, spacingX: 1, spacingY: 1 },
      isCalibrated: false,
      toScreen: ([x, y]) => [left + x * scale, top + y * scale],
      toImage: ([x, y]) => [(x - left) / scale, (y - top) / scale],
    };
  }

  #draw(): void {
    if (this.#pending.frame !== 0) return;
    this.#pending.frame = requestAnimationFrame(() => {
      this.#pending.frame = 0;
      this.#paint();
      if (!this.#pending.isUntold || !this.#view) return;
      this.#pending.isUntold = false;
      this.#changes.tell(this.#view);
    });
  }

  #paint(): void {
    const { clientWidth = 1, clientHeight = 1 } = this.#host ?? {};
    const ratio = window.devicePixelRatio || 1;
    this.#canvas.width = Math.max(1, Math.round(clientWidth * ratio));
    this.#canvas.height = Math.max(1, Math.round(clientHeight * ratio));
    const context = this.#canvas.getContext("2d");
    if (!context || !this.#record || !this.#view) return;
    const [scale, [left, top]] = [this.#scale * ratio, this.#origin];
    context.setTransform(scale, 0, 0, scale, left * ratio, top * ratio);
    const perMinute = (n: number): string => this.#options.words("perMinute", { n });
    drawSheet(context, this.#sheet, this.#record, this.#view, { perMinute });
    this.#ink.draw();
  }

  #status(): ViewerStatus {
    const isHere = this.#record !== null;
    return {
      position: 0,
      count: 1,
      loaded: isHere ? 1 : 0,
      isPlaying: false,
      framesPerS: 0,
      modality: "ECG",
      isColor: false,
      quality: isHere ? "full" : "waiting",
    };
  }
}

function firstView(material: EcgMaterial): EcgView {
  return { type: "ecg", materialId: material.id, mmPerS: 25, mmPerMv: 10, offsetS: 0, layout: "3x4+1", calipers: [] };
}

/** Tenths of a millisecond and hundredths of a millivolt are finer than any hand. */
function caliperOf(uid: string, from: Place, to: Place): Caliper {
  const s = (value: number): number => Math.round(value * 10_000) / 10_000;
  const mv = (value: number): number => Math.round(value * 100) / 100;
  return { uid, lead: from.lead, fromS: s(from.atS), toS: s(to.atS), fromMv: mv(from.mv), toMv: mv(to.mv) };
}
