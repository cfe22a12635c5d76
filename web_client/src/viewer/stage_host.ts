/**
 * The place on a page where one material at a time is shown.
 *
 * It makes the viewer that fits a material, keeps its tool and lock across materials, and writes the view that
 * is shown now to `data-view` of its element, so that anyone can compare what several screens show.
 */
import type { Annotation, Material, Pointer, ViewState } from "../wire/generated";
import { Listeners } from "./listeners";
import type {
  AnnotationEvent,
  NamedPointer,
  Off,
  Tool,
  Viewer,
  ViewerCommand,
  ViewerOptions,
  ViewerStatus,
} from "./ports";
import "./viewer.css";

/** Materials that are drawn; the record is text and belongs to the pages. */
export type DrawnMaterial = Extract<Material, { readonly kind: "series" | "clip" | "ecg" | "image" | "pdf" }>;

export type StageProblem = "unreadable" | "unreachable";

export function isDrawn(material: Material): material is DrawnMaterial {
  return material.kind !== "record" && material.kind !== "video";
}

interface Shown {
  readonly material: DrawnMaterial;
  readonly viewer: Viewer;
}

export class StageHost {
  readonly #options: ViewerOptions;
  readonly #changes = new Listeners<ViewState>();
  readonly #readies = new Listeners<ViewState>();
  readonly #annotationEvents = new Listeners<AnnotationEvent>();
  readonly #points = new Listeners<Pointer | null>();
  readonly #touches = new Listeners<void>();
  readonly #statuses = new Listeners<ViewerStatus | null>();
  readonly #problems = new Listeners<StageProblem | null>();
  #host: HTMLElement | null = null;
  #shown: Shown | null = null;
  #turn = 0;
  #input: { tool: Tool; isLocked: boolean } = { tool: "scroll", isLocked: false };
  #given: {
    view: ViewState | null;
    annotations: readonly Annotation[];
    pointers: readonly NamedPointer[];
  } = { view: null, annotations: [], pointers: [] };

  constructor(options: ViewerOptions) {
    this.#options = options;
  }

  mount(host: HTMLElement): void {
    this.#host = host;
  }

  get material(): DrawnMaterial | null {
    return this.#shown?.material ?? null;
  }

  /** Shows another material, at the view given if it is one of this material. Showing the same again does nothing. */
  show(material: DrawnMaterial | null, view: ViewState | null): void {
    if (material?.id === this.#shown?.material.id) {
      if (view) this.apply(view);
      return;
    }
    this.#clear();
    this.#given.view = view;
    if (material) void this.#open(material);
  }

  apply(view: ViewState): void {
    this.#given.view = view;
    this.#shown?.viewer.apply(view);
    this.#tellElement();
  }

  view(): ViewState | null {
    return this.#shown?.viewer.view() ?? null;
  }

  setAnnotations(annotations: readonly Annotation[]): void {
    this.#given.annotations = annotations;
    this.#shown?.viewer.setAnnotations(annotations);
  }

  setPointers(pointers: readonly NamedPointer[]): void {
    this.#given.pointers = pointers;
    this.#shown?.viewer.setPointers(pointers);
  }

  setTool(tool: Tool): void {
    this.#input = { ...this.#input, tool };
    this.#shown?.viewer.setTool(tool);
  }

  setLocked(isLocked: boolean): void {
    this.#input = { ...this.#input, isLocked };
    this.#shown?.viewer.setLocked(isLocked);
  }

  run(command: ViewerCommand): void {
    this.#shown?.viewer.run(command);
  }

  eraseSelected(): boolean {
    return this.#shown?.viewer.eraseSelected() ?? false;
  }

  /** The room refused a mark that is drawn already. */
  refuse(uid: string): void {
    this.#shown?.viewer.refuse(uid);
  }

  /** Input of the user, at most once for each frame of the screen. */
  onChange(listener: (view: ViewState) => void): Off {
    return this.#changes.add(listener);
  }

  /** The material is known; the view it begins with. */
  onReady(listener: (view: ViewState) => void): Off {
    return this.#readies.add(listener);
  }

  onAnnotation(listener: (event: AnnotationEvent) => void): Off {
    return this.#annotationEvents.add(listener);
  }

  onPoint(listener: (pointer: Pointer | null) => void): Off {
    return this.#points.add(listener);
  }

  onLockedTouch(listener: () => void): Off {
    return this.#touches.add(listener);
  }

  onStatus(listener: (status: ViewerStatus | null) => void): Off {
    return this.#statuses.add(listener);
  }

  onProblem(listener: (problem: StageProblem | null) => void): Off {
    return this.#problems.add(listener);
  }

  destroy(): void {
    this.#clear();
    for (const listeners of [this.#changes, this.#readies, this.#touches]) listeners.clear();
    for (const listeners of [this.#annotationEvents, this.#points, this.#statuses]) listeners.clear();
    this.#problems.clear();
  }

  async #open(material: DrawnMaterial): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const { viewer, load } = await viewerFor(material, this.#options);
      if (turn !== this.#turn || !this.#host) {
        viewer.destroy();
        return;
      }
      this.#place(material, viewer);
      await load();
      if (turn === this.#turn) this.#tellReady(viewer);
    } catch (error) {
      if (turn === this.#turn) this.#problems.tell(isUnreachable(error) ? "unreachable" : "unreadable");
    }
  }

  #place(material: DrawnMaterial, viewer: Viewer): void {
    if (!this.#host) return;
    this.#shown = { material, viewer };
    viewer.mount(this.#host);
    viewer.setTool(this.#input.tool);
    viewer.setLocked(this.#input.isLocked);
    if (this.#given.view) viewer.apply(this.#given.view);
    viewer.setAnnotations(this.#given.annotations);
    viewer.setPointers(this.#given.pointers);
    viewer.onChange((view) => {
      this.#tellElement();
      this.#changes.tell(view);
    });
    viewer.onAnnotation((event) => this.#annotationEvents.tell(event));
    viewer.onPoint((pointer) => this.#points.tell(pointer));
    viewer.onLockedTouch(() => this.#touches.tell());
    viewer.onStatus((status) => this.#statuses.tell(status));
  }

  #tellReady(viewer: Viewer): void {
    this.#tellElement();
    const view = viewer.view();
    if (view) this.#readies.tell(view);
  }

  #tellElement(): void {
    const view = this.view();
    if (view) this.#host?.setAttribute("data-view", JSON.stringify(view));
    else this.#host?.removeAttribute("data-view");
  }

  #clear(): void {
    this.#turn += 1;
    this.#shown?.viewer.destroy();
    this.#shown = null;
    this.#given.view = null;
    this.#host?.removeAttribute("data-view");
    this.#statuses.tell(null);
    this.#problems.tell(null);
  }
}

function isUnreachable(error: unknown): boolean {
  return typeof error === "object" && error !== null && "status" in error && error.status === 0;
}

interface Made {
  readonly viewer: Viewer;
  readonly load: () => Promise<void>;
}

/** Each kind of viewer is code of its own, fetched when first needed. */
async function viewerFor(material: DrawnMaterial, options: ViewerOptions): Promise<Made> {
  switch (material.kind) {
    case "series":
    case "clip": {
      const { StackViewer } = await import("./stack/stack_viewer");
      const viewer = new StackViewer(options);
      return { viewer, load: () => viewer.load(material) };
    }
    case "ecg": {
      const { EcgViewer } = await import("./ecg/ecg_viewer");
      const viewer = new EcgViewer(options);
      return { viewer, load: () => viewer.load(material) };
    }
    case "image":
    case "pdf": {
      const { DocumentViewer } = await import("./document/document_viewer");
      const viewer = new DocumentViewer(options);
      return { viewer, load: () => viewer.load(material) };
    }
  }
}
