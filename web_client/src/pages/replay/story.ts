/** What everybody saw at any moment: the fold of the log up to it, quick to reach from anywhere. */
import type { LogEntry, RoomState } from "../../wire/generated";

const CHECKPOINT_EVERY = 64;

type Fold = (state: RoomState, entry: LogEntry) => RoomState;

export class Story {
  readonly #entries: readonly LogEntry[];
  readonly #fold: Fold;
  /** The state before every 64th entry. */
  readonly #checkpoints: RoomState[];
  #last: RoomState;

  constructor(entries: readonly LogEntry[], fold: Fold, empty: RoomState) {
    this.#entries = entries;
    this.#fold = fold;
    this.#checkpoints = [empty];
    this.#last = empty;
    let state = empty;
    for (const [index, entry] of entries.entries()) {
      state = fold(state, entry);
      if ((index + 1) % CHECKPOINT_EVERY === 0) this.#checkpoints.push(state);
    }
  }

  /** How many entries lie at or before a moment; what came before the media clock started counts always. */
  countAt(mediaMs: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.mediaMs ?? Number.NEGATIVE_INFINITY) <= mediaMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The shared state at a moment; the same object as long as nothing changed. */
  roomAt(mediaMs: number): RoomState {
    const count = this.countAt(mediaMs);
    const seq = this.#entries[count - 1]?.seq ?? 0;
    if (this.#last.seq !== seq) this.#last = this.#replayed(count);
    return this.#last;
  }

  #replayed(count: number): RoomState {
    const checkpoint = Math.floor(count / CHECKPOINT_EVERY);
    let state = this.#checkpoints[checkpoint];
    if (state === undefined) return this.#last;
    for (const entry of this.#entries.slice(checkpoint * CHECKPOINT_EVERY, count)) state = this.#fold(state, entry);
    return state;
  }
}
