/** The small picture shown while the pixels of an image are on their way. */
import type { StackImage } from "./images";
import { type StackMaterial, loadPreview } from "./source";

/** Pixels that come within this time need no preview. */
const PATIENCE_MS = 250;

export class Previews {
  readonly #onArrival: () => void;
  #wanted: { readonly image: StackImage; readonly abort: AbortController } | null = null;
  #picture: { readonly image: StackImage; readonly bitmap: ImageBitmap } | null = null;

  constructor(onArrival: () => void) {
    this.#onArrival = onArrival;
  }

  get isShown(): boolean {
    return this.#picture !== null && this.#picture.image === this.#wanted?.image;
  }

  /** The picture of an image if it is here; else it is fetched after a moment. */
  want(material: StackMaterial, image: StackImage): ImageBitmap | null {
    if (this.#picture?.image === image) return this.#picture.bitmap;
    if (this.#wanted?.image === image) return null;
    this.forget();
    const abort = new AbortController();
    this.#wanted = { image, abort };
    const timer = setTimeout(() => void this.#fetch(material, image, abort.signal), PATIENCE_MS);
    abort.signal.addEventListener("abort", () => clearTimeout(timer));
    return null;
  }

  forget(): void {
    this.#wanted?.abort.abort();
    this.#wanted = null;
    this.#picture?.bitmap.close();
    this.#picture = null;
  }

  close(): void {
    this.forget();
  }

  async #fetch(material: StackMaterial, image: StackImage, signal: AbortSignal): Promise<void> {
    // A preview is a courtesy: without it the pixels come all the same.
    const bitmap = await loadPreview(material, image, signal).catch(() => null);
    if (!bitmap || signal.aborted) return;
    this.#picture = { image, bitmap };
    this.#onArrival();
  }
}
