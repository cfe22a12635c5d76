/**
 * Fetches the frames of one series, the one looked at first, then its neighbours outwards.
 *
 * Frames stay as they came, in at most `budgetBytes`; those farthest from the one looked at go first.
 */

export interface FrameSource {
  /** Raw little-endian pixels of image `index`. */
  frame(index: number, signal: AbortSignal): Promise<ArrayBuffer>;
}

export interface FrameStoreOptions {
  readonly count: number;
  readonly source: FrameSource;
  readonly onArrival: (index: number) => void;
  readonly budgetBytes?: number;
  readonly parallel?: number;
}

type Slot =
  | { readonly kind: "loading"; readonly abort: AbortController }
  | { readonly kind: "ready"; readonly bytes: ArrayBuffer }
  | { readonly kind: "failed"; readonly tries: number };

const BUDGET_BYTES = 384 * 1024 * 1024;
const PARALLEL = 4;
const TRIES = 3;

export class FrameStore {
  readonly #options: FrameStoreOptions;
  readonly #slots = new Map<number, Slot>();
  #center = 0;
  #heldBytes = 0;
  #isClosed = false;

  constructor(options: FrameStoreOptions) {
    this.#options = options;
  }

  get loaded(): number {
    return [...this.#slots.values()].filter((slot) => slot.kind === "ready").length;
  }

  get(index: number): ArrayBuffer | null {
    const slot = this.#slots.get(index);
    return slot?.kind === "ready" ? slot.bytes : null;
  }

  hasFailed(index: number): boolean {
    const slot = this.#slots.get(index);
    return slot?.kind === "failed" && slot.tries >= TRIES;
  }

  /** Look at this one now: what is under way far from it makes room. */
  lookAt(index: number): void {
    this.#center = index;
    const slot = this.#slots.get(index);
    if (slot?.kind === "failed") this.#slots.delete(index);
    if (!this.#slots.has(index)) this.#makeRoom();
    this.#fill();
  }

  /** Ask again for what failed, when the network is back. */
  retry(): void {
    for (const [index, slot] of this.#slots) if (slot.kind === "failed") this.#slots.delete(index);
    this.#fill();
  }

  close(): void {
    this.#isClosed = true;
    for (const slot of this.#slots.values()) if (slot.kind === "loading") slot.abort.abort();
    this.#slots.clear();
  }

  #underWay(): readonly (readonly [number, AbortController])[] {
    return [...this.#slots].flatMap(([index, slot]) => (slot.kind === "loading" ? [[index, slot.abort] as const] : []));
  }

  /** Cancel the farthest transfer when all places are taken. */
  #makeRoom(): void {
    const underWay = this.#underWay();
    if (underWay.length < this.#parallel) return;
    const farthest = [...underWay].sort(([one], [other]) => this.#distance(other) - this.#distance(one))[0];
    if (!farthest) return;
    farthest[1].abort();
    this.#slots.delete(farthest[0]);
  }

  get #parallel(): number {
    return this.#options.parallel ?? PARALLEL;
  }

  #distance(index: number): number {
    return Math.abs(index - this.#center);
  }

  #fill(): void {
    while (!this.#isClosed && this.#underWay().length < this.#parallel) {
      const next = this.#nextWanted();
      if (next === null) return;
      this.#start(next);
    }
  }

  /** The missing frame nearest to the one looked at; the others only while there is room. */
  #nextWanted(): number | null {
    const { count, budgetBytes = BUDGET_BYTES } = this.#options;
    const reach = this.#heldBytes < budgetBytes ? count : 1;
    for (let step = 0; step < reach; step += 1) {
      const found = [this.#center + step, this.#center - step].find((index) => this.#isMissing(index));
      if (found !== undefined) return found;
    }
    return null;
  }

  #isMissing(index: number): boolean {
    if (index < 0 || index >= this.#options.count) return false;
    const slot = this.#slots.get(index);
    return !slot || (slot.kind === "failed" && slot.tries < TRIES && index === this.#center);
  }

  #start(index: number): void {
    const before = this.#slots.get(index);
    const tries = before?.kind === "failed" ? before.tries : 0;
    const abort = new AbortController();
    this.#slots.set(index, { kind: "loading", abort });
    this.#options.source.frame(index, abort.signal).then(
      (bytes) => this.#arrived(index, abort, bytes),
      () => this.#broke(index, abort, tries + 1),
    );
  }

  #arrived(index: number, abort: AbortController, bytes: ArrayBuffer): void {
    if (this.#isClosed || abort.signal.aborted) return;
    this.#slots.set(index, { kind: "ready", bytes });
    this.#heldBytes += bytes.byteLength;
    this.#evict();
    this.#options.onArrival(index);
    this.#fill();
  }

  #broke(index: number, abort: AbortController, tries: number): void {
    if (this.#isClosed || abort.signal.aborted) return;
    this.#slots.set(index, { kind: "failed", tries });
    this.#options.onArrival(index);
    this.#fill();
  }

  #evict(): void {
    const { budgetBytes = BUDGET_BYTES } = this.#options;
    while (this.#heldBytes > budgetBytes) {
      const ready = [...this.#slots].flatMap(([index, slot]) =>
        slot.kind === "ready" ? [{ index, size: slot.bytes.byteLength }] : [],
      );
      const farthest = ready.sort((one, other) => this.#distance(other.index) - this.#distance(one.index))[0];
      if (!farthest || farthest.index === this.#center) return;
      this.#slots.delete(farthest.index);
      this.#heldBytes -= farthest.size;
    }
  }
}
