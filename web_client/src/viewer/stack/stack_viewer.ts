/** Shows a DICOM series or clip: scroll, window, zoom, pan, measure; every pixel as it was stored. */
import type { Annotation, Pointer, StackView, ViewState } from "../../wire/generated";
import { type Button, type Drag, type GestureHandler, Gestures } from "../gestures";
import { InkLayer } from "../ink/ink_layer";
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
import { Cine } from "./cine_player";
import { type CornerTexts, Corners } from "./corners";
import { FrameStore } from "./frame_store";
import { type Point, panned, toImage, zoomed } from "./geometry";
import type { StackImage } from "./images";
import { Previews } from "./previews";
import { type StackMaterial, frameSource, loadImages } from "./source";
import { cornerTexts, firstView } from "./stack_words";
import { StackModel } from "./stack_model";
import { type Shown, Surface } from "./surface";
import { draggedWindow } from "./windowing";

const SCROLL_PX = 9;
const WHEEL_ZOOM = 1.15;

export class StackViewer implements Viewer, GestureHandler {
  readonly #options: ViewerOptions;
  readonly #surface = new Surface();
  readonly #corners = new Corners();
  readonly #ink: InkLayer;
  readonly #cine: Cine;
  readonly #previews = new Previews(() => this.#draw());
  readonly #changes = new Listeners<ViewState>();
  readonly #points = new Listeners<Pointer | null>();
  readonly #touches = new Listeners<void>();
  readonly #statuses = new Listeners<ViewerStatus>();
  readonly #abort = new AbortController();
  readonly #model = new StackModel();
  #screen: Screen = { host: null, gestures: null };
  #annotations: readonly Annotation[] = [];
  #input: { tool: Tool; isLocked: boolean } = { tool: "scroll", isLocked: false };
  #pending = { frame: 0, isUntold: false };

  constructor(options: ViewerOptions) {
    this.#options = options;
    this.#ink = new InkLayer(options, () => this.#model.plane);
    this.#cine = new Cine(
      (index) => this.#showFrame(index),
      (index) => this.#model.stack?.frames.get(index) != null,
    );
  }

  mount(host: HTMLElement): void {
    host.classList.add("viewer", "viewer-stack");
    host.append(this.#surface.element, this.#ink.element, this.#corners.element);
    this.#screen = { host, gestures: new Gestures(host, this) };
    const observer = new ResizeObserver(() => this.#resize());
    observer.observe(host);
    const { signal } = this.#abort;
    signal.addEventListener("abort", () => observer.disconnect());
    window.addEventListener("online", () => this.#model.stack?.frames.retry(), { signal });
    this.#resize();
  }

  /** Raises SourceFailed when the series cannot be read, RangeError when it holds no image. */
  async load(material: StackMaterial): Promise<void> {
    this.#draw();
    const images = await loadImages(material, this.#abort.signal);
    if (images.length === 0) throw new RangeError("no image in this series");
    const source = frameSource(material, images);
    const frames = new FrameStore({ count: images.length, source, onArrival: () => this.#arrived() });
    this.#model.stack = { material, images, frames };
    this.#model.view = firstView(material, images, this.#model.view);
    frames.lookAt(this.#model.index);
    this.#draw();
  }

  apply(view: ViewState): void {
    if (view.type !== "stack") return;
    this.#cine.stop();
    this.#pending.isUntold = false;
    this.#model.view = view;
    this.#model.stack?.frames.lookAt(this.#model.index);
    this.#draw();
  }

  view(): StackView | null {
    return this.#model.stack ? this.#model.view : null;
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
    this.#annotations = annotations;
    this.#ink.setAnnotations(annotations);
    this.#draw();
  }

  setPointers(pointers: readonly NamedPointer[]): void {
    this.#ink.setPointers(pointers);
  }

  setTool(tool: Tool): void {
    this.#input = { ...this.#input, tool };
    this.#screen.host?.setAttribute("data-tool", tool);
  }

  setLocked(isLocked: boolean): void {
    this.#input = { ...this.#input, isLocked };
    if (isLocked) this.#cine.stop();
  }

  refuse(uid: string): void {
    this.#ink.refuse(uid);
  }

  eraseSelected(): boolean {
    return this.#ink.eraseSelected();
  }

  destroy(): void {
    this.#abort.abort();
    this.#cine.stop();
    this.#previews.close();
    this.#model.stack?.frames.close();
    cancelAnimationFrame(this.#pending.frame);
    this.#screen.gestures?.close();
    this.#screen.host?.replaceChildren();
    this.#screen.host?.classList.remove("viewer", "viewer-stack");
    for (const listeners of [this.#changes, this.#points, this.#touches, this.#statuses]) listeners.clear();
  }

  run(command: ViewerCommand): void {
    const view = this.#model.view;
    if (!view || !this.#model.stack || this.#isRefused()) return;
    switch (command.type) {
      case "reset":
        this.#change({
          voi: null,
          camera: null,
          invert: false,
          rotation: 0,
          flipH: false,
          flipV: false,
        });
        break;
      case "invert":
        this.#change({ invert: !view.invert });
        break;
      case "rotate":
        this.#change({ rotation: (view.rotation + 90) % 360 });
        break;
      case "flip":
        this.#change(command.axis === "horizontal" ? { flipH: !view.flipH } : { flipV: !view.flipV });
        break;
      case "preset":
        this.#change({ voi: { center: command.center, width: command.width } });
        break;
      case "step":
        this.#showIndex(this.#model.index + command.by);
        break;
      case "end":
        this.#showIndex(command.which === "first" ? 0 : this.#model.stack.images.length - 1);
        break;
      case "zoom":
        this.#zoom(command.factor, this.#model.camera.focal);
        break;
      case "play":
        this.#cine.toggle(this.#model.index, this.#model.stack.images.length, this.#model.image?.frameTimeMs ?? null);
        break;
      case "speed":
        this.#cine.setSpeed(command.framesPerS);
        break;
      case "ecg":
        break;
    }
  }

  press(at: Point, button: Button): Drag | null {
    if (this.#isRefused()) return null;
    const { tool } = this.#input;
    if (button === "primary") {
      const held = this.#ink.grasp(at, this.#mayMeasure() && isMarkKind(tool) ? tool : null);
      if (held) return held;
    }
    const acting = button === "middle" ? "pan" : button === "secondary" ? "window" : tool;
    if (acting === "scroll") return this.#scrollDrag();
    const act: Partial<Record<Tool, (dx: number, dy: number) => void>> = {
      window: (dx, dy) => this.#change({ voi: draggedWindow(this.#model.voi, dx, dy) }),
      pan: (dx, dy) => this.#change({ camera: panned(this.#model.camera, this.#model.matrix, dx, dy) }),
      zoom: (_dx, dy) => this.#zoom(Math.exp(dy / 200), this.#model.camera.focal),
    };
    const step = act[acting];
    return step ? { move: (_at, dx, dy) => step(dx, dy), end: () => {} } : null;
  }

  wheel(at: Point, steps: number, isZoom: boolean): void {
    if (this.#isRefused()) return;
    if (isZoom) this.#zoom(WHEEL_ZOOM ** -steps, toImage(this.#model.matrix, at));
    else this.#showIndex(this.#model.index + steps);
  }

  pinch(at: Point, factor: number, dx: number, dy: number): void {
    if (this.#isRefused()) return;
    this.#zoom(factor, toImage(this.#model.matrix, at));
    this.#change({ camera: panned(this.#model.camera, this.#model.matrix, dx, dy) });
  }

  hover(at: Point | null): void {
    const plane = this.#model.plane;
    if (!plane || this.#input.tool !== "pointer") {
      this.#points.tell(null);
      return;
    }
    const { materialId, sopInstanceUid, frame } = plane;
    this.#points.tell(at && { materialId, sopInstanceUid, frame, at: plane.toImage(at) });
  }

  #scrollDrag(): Drag {
    const start = this.#model.index;
    let travelled = 0;
    return {
      move: (_at, _dx, dy) => {
        travelled += dy;
        this.#showIndex(start + Math.round(travelled / SCROLL_PX));
      },
      end: () => {},
    };
  }

  #isRefused(): boolean {
    if (this.#input.isLocked) this.#touches.tell();
    return this.#input.isLocked || !this.#model.stack;
  }

  /** Nothing is measured on a preview: its pixels are not the image's. */
  #mayMeasure(): boolean {
    return this.#model.stack?.frames.get(this.#model.index) != null;
  }

  #change(change: Partial<StackView>): void {
    if (!this.#model.view) return;
    this.#model.view = { ...this.#model.view, ...change };
    this.#pending.isUntold = true;
    this.#draw();
  }

  #zoom(factor: number, anchor: Point): void {
    this.#change({ camera: zoomed(this.#model.camera, factor, anchor) });
  }

  #showIndex(index: number): void {
    this.#cine.stop();
    this.#showFrame(index);
  }

  #showFrame(wanted: number): void {
    const stack = this.#model.stack;
    if (!stack) return;
    const index = Math.max(0, Math.min(stack.images.length - 1, wanted));
    const image = stack.images[index];
    if (!image || index === this.#model.index) return;
    this.#change({ sopInstanceUid: image.sopInstanceUid, frame: image.frame });
    stack.frames.lookAt(index);
  }

  #resize(): void {
    const { host } = this.#screen;
    if (!host) return;
    this.#model.size = { width: Math.max(1, host.clientWidth), height: Math.max(1, host.clientHeight) };
    this.#surface.resize(this.#model.size, window.devicePixelRatio || 1);
    this.#paint();
  }

  #arrived(): void {
    this.#draw();
    this.#statuses.tell(this.#status());
  }

  /** Draw at the next frame of the screen, however often asked. */
  #draw(): void {
    if (this.#pending.frame !== 0) return;
    this.#pending.frame = requestAnimationFrame(() => {
      this.#pending.frame = 0;
      this.#paint();
      this.#tell();
    });
  }

  #tell(): void {
    this.#statuses.tell(this.#status());
    if (!this.#pending.isUntold || !this.#model.view || !this.#cine.mayTell(performance.now())) return;
    this.#pending.isUntold = false;
    this.#changes.tell(this.#model.view);
  }

  #paint(): void {
    const shown = this.#shown();
    if (shown) this.#surface.draw(shown);
    else this.#surface.clear();
    this.#ink.draw();
    this.#corners.show(this.#texts(shown));
  }

  #shown(): Shown | null {
    const { stack, image, view, voi, camera } = this.#model;
    if (!stack || !image || !view) return null;
    const pose = { rotation: view.rotation, flipH: view.flipH, flipV: view.flipV };
    // A preview is rendered at a size of its own; the camera still counts in the image's pixels.
    return { image, content: this.#content(stack.material, image), voi, invert: view.invert, pose, camera };
  }

  #content(material: StackMaterial, image: StackImage): Shown["content"] {
    const { pixels } = this.#model;
    if (pixels) {
      this.#previews.forget();
      return { pixels };
    }
    const preview = this.#previews.want(material, image);
    return preview && { preview };
  }

  #texts(shown: Shown | null): CornerTexts {
    const marks = this.#annotations
      .map((mark) => this.#model.indexOf(mark.sopInstanceUid ?? "", mark.frame ?? 1))
      .filter((index) => index >= 0);
    const { index, count, size } = this.#model;
    const quality = this.#model.quality(this.#previews.isShown);
    return cornerTexts(this.#options, shown, { index, count, marks }, size, quality);
  }

  #status(): ViewerStatus {
    const image = this.#model.image;
    return {
      position: this.#model.index,
      count: this.#model.stack?.images.length ?? 0,
      loaded: this.#model.stack?.frames.loaded ?? 0,
      isPlaying: this.#cine.isPlaying,
      framesPerS: this.#cine.framesPerS,
      modality: image?.labels.modality ?? "",
      isColor: image?.isColor ?? false,
      quality: this.#model.quality(this.#previews.isShown),
    };
  }
}

interface Screen {
  readonly host: HTMLElement | null;
  readonly gestures: Gestures | null;
}
