/** What the replay's stage shows: the picture of that moment, or whatever its reader looks at alone. */
import { type ReadonlySignal, computed, effect, signal } from "@preact/signals";
import type { Tool, ViewerOptions } from "../../viewer/ports";
import { StageHost, type StageProblem, isDrawn } from "../../viewer/stage_host";
import type { Material, RoomState, ViewState } from "../../wire/generated";

export type StageMode = "restore" | "free";

export class ReplayStage {
  readonly host: StageHost;
  readonly mode = signal<StageMode>("restore");
  readonly tool = signal<Tool>("scroll");
  readonly problem = signal<StageProblem | null>(null);
  /** Someone touched the picture while it was being restored: offer to look around. */
  readonly isLeavingOffered = signal(false);
  readonly material: ReadonlySignal<Material | null>;
  /** The view of that moment; null when none was shared yet. */
  readonly view: ReadonlySignal<ViewState | null>;
  /** What stood on the stage, even if the material is gone since. */
  readonly shownId: ReadonlySignal<string | null>;
  readonly #room: ReadonlySignal<RoomState>;
  readonly #ownId = signal<string | null>(null);

  constructor(room: ReadonlySignal<RoomState>, materials: readonly Material[], options: ViewerOptions) {
    this.#room = room;
    this.host = new StageHost(options);
    this.shownId = computed(() =>
      this.mode.value === "free" ? (this.#ownId.value ?? room.value.stageMaterialId) : room.value.stageMaterialId,
    );
    this.material = computed(() => materials.find((one) => one.id === this.shownId.value) ?? null);
    this.view = computed(() => room.value.views.find((view) => view.materialId === this.shownId.value) ?? null);
  }

  /** Ties the stage to an element of the page; returns how to let go. */
  mount(element: HTMLElement): () => void {
    this.host.mount(element);
    const stops = [
      effect(() => this.#showMaterial()),
      effect(() => this.#follow()),
      effect(() => this.host.setLocked(this.mode.value === "restore")),
      effect(() => this.host.setAnnotations(this.#room.value.annotations)),
      effect(() => this.host.setTool(this.tool.value)),
      this.host.onLockedTouch(() => this.offerLeaving()),
      this.host.onProblem((problem) => {
        this.problem.value = problem;
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      this.host.destroy();
    };
  }

  useTool(tool: Tool): void {
    this.tool.value = tool;
  }

  offerLeaving(): void {
    this.isLeavingOffered.value = true;
  }

  browse(materialId: string | null = null): void {
    this.#ownId.value = materialId ?? this.shownId.peek();
    this.mode.value = "free";
    this.isLeavingOffered.value = false;
  }

  restore(): void {
    this.mode.value = "restore";
    this.#ownId.value = null;
    this.isLeavingOffered.value = false;
  }

  #showMaterial(): void {
    const material = this.material.value;
    const drawn = material && isDrawn(material) ? material : null;
    this.host.show(drawn, drawn ? this.view.peek() : null);
    const isStack = drawn?.kind === "series" || drawn?.kind === "clip";
    if (!isStack && this.tool.peek() !== "zoom") this.tool.value = "pan";
  }

  #follow(): void {
    const view = this.view.value;
    if (this.mode.value === "restore" && view) this.host.apply(view);
  }
}
