import type { ViewChange, ViewState } from "../wire/generated";
import type { Off, Timing } from "./timing";
import { changeBetween } from "./viewing";

export interface ViewChannel {
  /** The view of a material as the room has it. */
  known(materialId: string): ViewState | null;
  /** Whether one may change it now. */
  mayChange(materialId: string): boolean;
  /** Resolves with whether it was committed. Not sent again by the channel, so that order is kept. */
  send(materialId: string, change: ViewChange): Promise<boolean>;
}

/** Under way at once: on a line with 400 ms round trip followers still see ten changes a second. */
const WINDOW = 4;
const AGAIN_AFTER_MS = 150;

/**
 * Sends the latest view: at most one each frame, a few under way, each as the difference from the one before.
 * When one of them fails, the rest is awaited and the latest view is sent as the difference from the room's.
 */
export class ViewSender {
  #wanted: ViewState | null = null;
  #sent: ViewState | null = null;
  #underWay = 0;
  #hasFailed = false;
  #cancel: Off | null = null;

  constructor(
    private readonly timing: Timing,
    private readonly channel: ViewChannel,
  ) {}

  set(view: ViewState): void {
    this.#wanted = view;
    this.#schedule();
  }

  /** Forget what was not sent yet. */
  drop(): void {
    this.#wanted = null;
    this.#cancel?.();
    this.#cancel = null;
  }

  #schedule(): void {
    const isFull = this.#underWay >= WINDOW || (this.#hasFailed && this.#underWay > 0);
    if (this.#cancel !== null || this.#wanted === null || isFull) return;
    const go = () => {
      this.#cancel = null;
      this.#go();
    };
    this.#cancel = this.#hasFailed ? this.timing.after(AGAIN_AFTER_MS, go) : this.timing.frame(go);
    this.#hasFailed = false;
  }

  #go(): void {
    const view = this.#wanted;
    this.#wanted = null;
    if (view === null || !this.channel.mayChange(view.materialId)) return;
    const base = this.#sent?.materialId === view.materialId ? this.#sent : this.channel.known(view.materialId);
    const change = changeBetween(base, view);
    if (change === null) return;
    this.#sent = view;
    this.#underWay += 1;
    void this.channel.send(view.materialId, change).then((isDone) => this.#landed(isDone));
    this.#schedule();
  }

  #landed(isDone: boolean): void {
    this.#underWay -= 1;
    this.#hasFailed ||= !isDone;
    if (this.#underWay === 0) {
      if (this.#hasFailed) this.#wanted ??= this.#sent;
      this.#sent = null;
    }
    this.#schedule();
  }
}
