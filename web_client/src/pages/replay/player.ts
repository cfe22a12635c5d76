/** Plays the files of a recording on the session's media clock. The page shows what it says and asks it to move. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { RecordingSpan, RecordingTrack, SpeechSpan } from "../../wire/generated";
import { afterSilence, gapAt, type Scale } from "./lanes";

export const RATES = [0.75, 1, 1.25, 1.5, 2] as const;
const SEEK_TOLERANCE_MS = 40;

interface Cut {
  readonly gaps: readonly RecordingSpan[];
  readonly speech: readonly SpeechSpan[];
}

export class ReplayPlayer {
  readonly #scale: Scale;
  readonly #cut: Cut;
  readonly #atMs = signal(0);
  readonly #isPlaying = signal(false);
  readonly #rate = signal(1);
  readonly #isMuted = signal(false);
  readonly #skipsSilence = signal(false);
  readonly #hasFailed = signal(false);
  #element: HTMLVideoElement | null = null;
  #shown: RecordingTrack | null = null;
  #frame = 0;
  /** A file is being opened: its clock says nothing yet. */
  #isOpening = false;

  constructor(scale: Scale, cut: Cut) {
    this.#scale = scale;
    this.#cut = cut;
    this.#atMs.value = scale.startMs;
  }

  /** Media clock of what is seen and heard now. */
  get atMs(): ReadonlySignal<number> {
    return this.#atMs;
  }

  get isPlaying(): ReadonlySignal<boolean> {
    return this.#isPlaying;
  }

  get rate(): ReadonlySignal<number> {
    return this.#rate;
  }

  get isMuted(): ReadonlySignal<boolean> {
    return this.#isMuted;
  }

  get skipsSilence(): ReadonlySignal<boolean> {
    return this.#skipsSilence;
  }

  get hasFailed(): ReadonlySignal<boolean> {
    return this.#hasFailed;
  }

  attach(element: HTMLVideoElement): void {
    this.#element = element;
    element.onplay = () => this.#go();
    element.onpause = () => this.#halt();
    element.onended = () => this.#halt();
    element.onseeked = () => this.#readClock();
    element.onloadedmetadata = () => {
      this.#place();
      this.#isOpening = false;
    };
    element.onerror = () => {
      this.#hasFailed.value = element.error !== null && element.currentSrc !== "";
    };
  }

  /** Shows another file at the same moment, playing on if it was playing. */
  show(track: RecordingTrack): void {
    const element = this.#element;
    if (!element || this.#shown?.id === track.id) return;
    const wasPlaying = this.#isPlaying.value;
    this.#shown = track;
    this.#hasFailed.value = false;
    this.#isOpening = true;
    element.src = track.path;
    element.playbackRate = this.#rate.value;
    if (wasPlaying) void element.play().catch(() => this.#halt());
  }

  seek(mediaMs: number): void {
    const inside = Math.min(this.#scale.endMs, Math.max(this.#scale.startMs, mediaMs));
    this.#atMs.value = inside;
    this.#place();
  }

  step(byMs: number): void {
    this.seek(this.#atMs.value + byMs);
  }

  toggle(): void {
    const element = this.#element;
    if (!element) return;
    if (!element.paused) {
      element.pause();
      return;
    }
    if (this.#atMs.value >= this.#scale.endMs - SEEK_TOLERANCE_MS) this.seek(this.#scale.startMs);
    void element.play().catch(() => this.#halt());
  }

  setRate(rate: number): void {
    this.#rate.value = rate;
    if (this.#element) this.#element.playbackRate = rate;
  }

  setMuted(isMuted: boolean): void {
    this.#isMuted.value = isMuted;
    if (this.#element) this.#element.muted = isMuted;
  }

  setSkipsSilence(skips: boolean): void {
    this.#skipsSilence.value = skips;
  }

  destroy(): void {
    this.#halt();
    const element = this.#element;
    this.#element = null;
    if (!element) return;
    element.onplay = element.onpause = element.onended = element.onseeked = null;
    element.onloadedmetadata = element.onerror = null;
    element.pause();
    element.removeAttribute("src");
    element.load();
  }

  #place(): void {
    const element = this.#element;
    if (!element || element.readyState === HTMLMediaElement.HAVE_NOTHING) return;
    const wanted = (this.#atMs.value - this.#scale.startMs) / 1000;
    if (Math.abs(element.currentTime - wanted) * 1000 > SEEK_TOLERANCE_MS) element.currentTime = wanted;
  }

  #go(): void {
    this.#isPlaying.value = true;
    cancelAnimationFrame(this.#frame);
    const turn = () => {
      this.#readClock();
      this.#jump();
      this.#frame = requestAnimationFrame(turn);
    };
    this.#frame = requestAnimationFrame(turn);
  }

  #halt(): void {
    this.#isPlaying.value = false;
    cancelAnimationFrame(this.#frame);
    this.#readClock();
  }

  #readClock(): void {
    const element = this.#element;
    if (!element || this.#isOpening || element.seeking || element.readyState === HTMLMediaElement.HAVE_NOTHING) return;
    this.#atMs.value = Math.min(this.#scale.endMs, this.#scale.startMs + element.currentTime * 1000);
  }

  /** Over pauses of the recording always, over silence when asked. */
  #jump(): void {
    if (this.#element?.seeking === true) return;
    const gap = gapAt(this.#cut.gaps, this.#atMs.value);
    const next = gap?.endMs ?? (this.#skipsSilence.value ? afterSilence(this.#cut.speech, this.#atMs.value) : null);
    if (next !== null && next < this.#scale.endMs) this.seek(next);
  }
}
