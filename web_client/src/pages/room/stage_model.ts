/**
 * What this screen shows on its stage, and how it hangs together with what is on everyone's.
 *
 * following: what the presenter shows, as they show it. presenting: what this user does is what all see.
 * free: this user looks around on their own; nothing of it is told to anyone.
 */
import { type ReadonlySignal, computed, effect, signal } from "@preact/signals";
import { materialTitle } from "../../components/case/labels";
import { type DrawnMaterial, StageHost, type StageProblem, isDrawn } from "../../viewer/stage_host";
import type { Tool, ViewerOptions, ViewerStatus } from "../../viewer/ports";
import type { Material, RecordView, ViewState } from "../../wire/generated";
import { type StageSeat, isPresenting, personOf } from "./model";

export type StageMode = "following" | "presenting" | "free";

export class StageModel {
  readonly host: StageHost;
  readonly tool = signal<Tool>("scroll");
  readonly status = signal<ViewerStatus | null>(null);
  readonly problem = signal<StageProblem | null>(null);
  /** Someone touched the picture while following: offer to look around alone. */
  readonly isLeavingOffered = signal(false);
  readonly mode: ReadonlySignal<StageMode>;
  readonly material: ReadonlySignal<Material | null>;
  readonly sharedView: ReadonlySignal<ViewState | null>;
  /** Place in the record when looking around alone. */
  readonly ownRecordView = signal<RecordView | null>(null);
  readonly #room: StageSeat;
  readonly #isFree = signal(false);
  readonly #ownMaterialId = signal<string | null>(null);
  readonly #reload = signal(0);
  #shownKind: Material["kind"] | null = null;
  #stops: readonly (() => void)[] = [];

  constructor(room: StageSeat, options: ViewerOptions) {
    this.#room = room;
    this.host = new StageHost(options);
    this.mode = computed(() => (isPresenting(room) ? "presenting" : this.#isFree.value ? "free" : "following"));
    this.material = computed(() => {
      const shared = room.state.value.stageMaterialId;
      const id = this.mode.value === "free" ? (this.#ownMaterialId.value ?? shared) : shared;
      return room.materials.value.find((one) => one.id === id) ?? null;
    });
    this.sharedView = computed(
      () => room.state.value.views.find((view) => view.materialId === this.material.value?.id) ?? null,
    );
  }

  /** Ties the stage to an element of the page; returns how to let go. */
  mount(element: HTMLElement): () => void {
    this.host.mount(element);
    // Most entries of the log leave the marks as they are.
    const annotations = computed(() => this.#room.state.value.annotations);
    this.#stops = [
      effect(() => this.#showMaterial()),
      effect(() => this.#follow()),
      effect(() => this.host.setLocked(this.mode.value === "following")),
      effect(() => this.host.setAnnotations(annotations.value)),
      effect(() => this.#showPointers()),
      effect(() => this.host.setTool(this.tool.value)),
      this.host.onChange((view) => this.#shareIfPresenting(view)),
      this.host.onReady((view) => this.#shareFirst(view)),
      this.host.onAnnotation((event) => void this.#draw(event)),
      this.host.onPoint((pointer) => this.#room.point(pointer)),
      this.host.onLockedTouch(() => this.offerLeaving()),
      this.host.onStatus((status) => {
        this.status.value = status;
      }),
      this.host.onProblem((problem) => {
        this.problem.value = problem;
      }),
    ];
    return () => {
      for (const stop of this.#stops) stop();
      this.host.destroy();
    };
  }

  choose(materialId: string): void {
    const { presenter } = this.#room.state.value;
    if (this.mode.value === "presenting") {
      void this.#room.act({ type: "stage.show", epoch: presenter.epoch, materialId });
      return;
    }
    this.#ownMaterialId.value = materialId;
    this.lookAround();
  }

  lookAround(): void {
    this.#isFree.value = true;
    this.isLeavingOffered.value = false;
  }

  follow(): void {
    this.#isFree.value = false;
    this.#ownMaterialId.value = null;
    this.isLeavingOffered.value = false;
  }

  offerLeaving(): void {
    this.isLeavingOffered.value = true;
  }

  shareRecord(view: RecordView): void {
    if (this.mode.value === "presenting") this.#room.share(view);
    else this.ownRecordView.value = view;
  }

  tryAgain(): void {
    this.problem.value = null;
    this.host.show(null, null);
    this.#reload.value += 1;
  }

  get title(): string {
    const material = this.material.value;
    return material ? materialTitle(material) : "";
  }

  #drawn(): DrawnMaterial | null {
    const material = this.material.value;
    return material && isDrawn(material) ? material : null;
  }

  #showMaterial(): void {
    this.#reload.value;
    const material = this.#drawn();
    this.host.show(material, material ? this.sharedView.peek() : null);
    if (material?.kind !== this.#shownKind) this.tool.value = toolsFor(material)[0] ?? "pan";
    this.#shownKind = material?.kind ?? null;
  }

  /** What others change is applied; what oneself changes is on the screen already. */
  #follow(): void {
    const view = this.sharedView.value;
    if (this.mode.value === "following" && view) this.host.apply(view);
  }

  #showPointers(): void {
    const state = this.#room.state.value;
    const pointers = [...this.#room.pointers.value].flatMap(([participantId, pointer]) => {
      const name = personOf(state, participantId)?.displayName;
      return name && participantId !== this.#room.ownId ? [{ participantId, name, pointer }] : [];
    });
    this.host.setPointers(pointers);
  }

  #shareIfPresenting(view: ViewState): void {
    if (this.mode.value === "presenting") this.#room.share(view);
  }

  /** The first view of a material is shared whole, so that followers need not guess it. */
  #shareFirst(view: ViewState): void {
    if (this.mode.value === "presenting" && !this.sharedView.value) this.#room.share(view);
  }

  async #draw(event: Parameters<Parameters<StageHost["onAnnotation"]>[0]>[0]): Promise<void> {
    if (event.type === "remove") {
      await this.#room.act({ type: "annotation.remove", uid: event.uid });
      return;
    }
    const isDone = await this.#room.act({ type: "annotation.put", annotation: event.annotation });
    if (!isDone) this.host.refuse(event.annotation.uid);
  }
}

/** Tools that make sense for a material; the first is in hand when it comes on the stage. */
export function toolsFor(material: Material | null): readonly Tool[] {
  switch (material?.kind) {
    case "series":
    case "clip":
      return ["scroll", "window", "pan", "zoom", "pointer", "length", "arrow", "ellipse", "freehand", "text"];
    case "ecg":
      return ["pan", "caliper", "pointer"];
    case "image":
    case "pdf":
      return ["pan", "zoom", "pointer", "arrow", "ellipse", "freehand", "text"];
    default:
      return [];
  }
}
