import type { Off, Timing } from "./timing";

/**
 * Sends the latest of many values: at most one each frame, and one at a time. What came while one was under way
 * is sent after it, as it then is. A slow line thus gets fewer changes, never a queue of old ones.
 */
export class Latest<T> {
  #wanted: { readonly value: T } | null = null;
  #isUnderWay = false;
  #cancel: Off | null = null;

  /** `send` resolves when the next may go; null: there was nothing to send. */
  constructor(
    private readonly timing: Timing,
    private readonly send: (value: T) => Promise<unknown> | null,
  ) {}

  set(value: T): void {
    this.#wanted = { value };
    this.#schedule();
  }

  /** Forget what was not sent yet. */
  drop(): void {
    this.#wanted = null;
    this.#cancel?.();
    this.#cancel = null;
  }

  get isIdle(): boolean {
    return this.#wanted === null && !this.#isUnderWay;
  }

  #schedule(): void {
    if (this.#cancel !== null || this.#isUnderWay || this.#wanted === null) return;
    this.#cancel = this.timing.frame(() => {
      this.#cancel = null;
      this.#go();
    });
  }

  #go(): void {
    const wanted = this.#wanted;
    this.#wanted = null;
    const sent = wanted === null ? null : this.send(wanted.value);
    if (sent === null) return;
    this.#isUnderWay = true;
    const done = () => {
      this.#isUnderWay = false;
      this.#schedule();
    };
    sent.then(done, done);
  }
}
