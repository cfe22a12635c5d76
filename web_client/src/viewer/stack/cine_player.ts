/** Plays a clip: shows the frame that is due, skips none that has not come yet. */
import { type CineClock, frameDue } from "./cine";

const USUAL_FRAMES_PER_S = 15;
/** While a clip plays, the others are told of every fifth of a second only; it ends exactly where it stops. */
const TELL_EVERY_MS = 200;

export class Cine {
  readonly #show: (index: number) => void;
  readonly #isReady: (index: number) => boolean;
  #clock: CineClock | null = null;
  #request = 0;
  #toldMs = 0;
  #framesPerS: number | null = null;

  constructor(show: (index: number) => void, isReady: (index: number) => boolean) {
    this.#show = show;
    this.#isReady = isReady;
  }

  get isPlaying(): boolean {
    return this.#clock !== null;
  }

  get framesPerS(): number {
    return this.#framesPerS ?? USUAL_FRAMES_PER_S;
  }

  toggle(index: number, count: number, frameTimeMs: number | null): void {
    if (this.#clock || count < 2) {
      this.stop();
      return;
    }
    this.#framesPerS ??= frameTimeMs && frameTimeMs > 0 ? Math.min(60, 1000 / frameTimeMs) : USUAL_FRAMES_PER_S;
    this.#clock = { startMs: performance.now(), startIndex: index, framesPerS: this.framesPerS, count };
    this.#next();
  }

  setSpeed(framesPerS: number): void {
    this.#framesPerS = framesPerS;
    if (!this.#clock) return;
    const startIndex = frameDue(this.#clock, performance.now());
    this.#clock = { ...this.#clock, startMs: performance.now(), startIndex, framesPerS };
  }

  stop(): void {
    cancelAnimationFrame(this.#request);
    this.#clock = null;
    this.#toldMs = 0;
  }

  mayTell(nowMs: number): boolean {
    if (this.#clock && nowMs - this.#toldMs < TELL_EVERY_MS) return false;
    this.#toldMs = nowMs;
    return true;
  }

  #next(): void {
    this.#request = requestAnimationFrame((nowMs) => {
      if (!this.#clock) return;
      const due = frameDue(this.#clock, nowMs);
      if (this.#isReady(due)) this.#show(due);
      this.#next();
    });
  }
}
