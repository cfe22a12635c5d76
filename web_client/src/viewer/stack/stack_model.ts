/** What a stack viewer knows: its images and their pixels, the view, and all that follows from them. */
import type { Camera, StackView, Voi } from "../../wire/generated";
import type { Plane } from "../ink/ink_layer";
import type { ViewerStatus } from "../ports";
import type { FrameStore } from "./frame_store";
import { type Matrix, type Size, fitting, matrixOf, toImage, toScreen } from "./geometry";
import { type StackImage, indexOf } from "./images";
import type { StackMaterial } from "./source";
import { type FramePixels, pixelsOf } from "./surface";
import { windowOf } from "./windowing";

export interface Stack {
  readonly material: StackMaterial;
  readonly images: readonly StackImage[];
  readonly frames: FrameStore;
}

const FALLBACK: Voi = { center: 128, width: 256 };
const NOWHERE: Camera = { focal: [0, 0], parallelScale: 1 };
const IDENTITY: Matrix = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

export class StackModel {
  stack: Stack | null = null;
  view: StackView | null = null;
  size: Size = { width: 1, height: 1 };
  readonly #ownWindows = new Map<number, Voi>();
  #viewed: { readonly bytes: ArrayBuffer; readonly pixels: FramePixels } | null = null;

  get count(): number {
    return this.stack?.images.length ?? 0;
  }

  get index(): number {
    if (!this.view || !this.stack) return 0;
    return Math.max(0, this.indexOf(this.view.sopInstanceUid, this.view.frame));
  }

  indexOf(sopInstanceUid: string, frame: number): number {
    return indexOf(this.stack?.images ?? [], sopInstanceUid, frame);
  }

  get image(): StackImage | null {
    return this.stack?.images[this.index] ?? null;
  }

  get camera(): Camera {
    const { image, view } = this;
    return image && view ? (view.camera ?? fitting(image.grid, view, this.size)) : NOWHERE;
  }

  get matrix(): Matrix {
    const { image, view } = this;
    return image && view ? matrixOf(this.camera, image.grid, view, this.size) : IDENTITY;
  }

  get voi(): Voi {
    return this.view?.voi ?? this.image?.voi ?? this.#ownWindow() ?? FALLBACK;
  }

  /** Pixels of the image looked at; the same object as long as they are the same. */
  get pixels(): FramePixels | null {
    const { image } = this;
    const bytes = this.stack?.frames.get(this.index);
    if (!image || !bytes) return null;
    if (this.#viewed?.bytes !== bytes) this.#viewed = { bytes, pixels: pixelsOf(bytes, image) };
    return this.#viewed.pixels;
  }

  get plane(): Plane | null {
    const { image, stack, matrix } = this;
    if (!image || !stack) return null;
    return {
      materialId: stack.material.id,
      sopInstanceUid: image.sopInstanceUid,
      frame: image.frame,
      grid: image.grid,
      isCalibrated: image.spacingSource !== "none",
      toScreen: (point) => toScreen(matrix, point),
      toImage: (point) => toImage(matrix, point),
    };
  }

  quality(hasPreview: boolean): ViewerStatus["quality"] {
    if (!this.stack) return "waiting";
    if (this.stack.frames.get(this.index)) return "full";
    if (this.stack.frames.hasFailed(this.index)) return "failed";
    return hasPreview ? "preview" : "waiting";
  }

  /** The window made from an image's own pixels, once for each. */
  #ownWindow(): Voi | null {
    const { index, image, pixels } = this;
    const known = this.#ownWindows.get(index);
    if (known || !image || !pixels) return known ?? null;
    const made = windowOf(pixels, image.modality);
    this.#ownWindows.set(index, made);
    return made;
  }
}
