/** From stored pixel values to grey levels (PS3.3 C.7.6.16.2.9, C.11.1, C.11.2). */
import type { Voi } from "../../wire/generated";

export type VoiFunction = "LINEAR" | "LINEAR_EXACT" | "SIGMOID";

export type GreyPixels = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** How stored values of an image become light. */
export interface Modality {
  readonly slope: number;
  readonly intercept: number;
  readonly voiFunction: VoiFunction;
  /** MONOCHROME1: the smallest value is white. */
  readonly isInverted: boolean;
}

const WHITE = 255;
const OPAQUE = 0xff000000;

/**
 * Grey level of a modality value, 0 black to 255 white, not rounded.
 *
 * value, voi: modality units (HU for CT). LINEAR is PS3.3 C.11.2.1.2.1, SIGMOID C.11.2.1.3.1,
 * LINEAR_EXACT C.11.2.1.3.2. A width below 1 is read as 1, where LINEAR becomes a threshold.
 */
export function greyLevel(value: number, voi: Voi, voiFunction: VoiFunction = "LINEAR"): number {
  const width = Math.max(voi.width, 1);
  if (voiFunction === "SIGMOID") return WHITE / (1 + Math.exp((-4 * (value - voi.center)) / width));
  const isExact = voiFunction === "LINEAR_EXACT";
  const center = isExact ? voi.center : voi.center - 0.5;
  const span = isExact ? width : width - 1;
  if (value <= center - span / 2) return 0;
  if (value > center + span / 2) return WHITE;
  return ((value - center) / span + 0.5) * WHITE;
}

/** A table from stored values to opaque grey RGBA words (little-endian), for up to 16 bits. */
export interface GreyTable {
  readonly first: number;
  readonly words: Uint32Array;
}

/** Range of stored values of a pixel type, or null when a table would be too large. */
export function storedRange(pixels: GreyPixels): { first: number; size: number } | null {
  if (pixels instanceof Uint8Array) return { first: 0, size: 256 };
  if (pixels instanceof Int8Array) return { first: -128, size: 256 };
  if (pixels instanceof Uint16Array) return { first: 0, size: 65_536 };
  if (pixels instanceof Int16Array) return { first: -32_768, size: 65_536 };
  return null;
}

export function greyWord(stored: number, modality: Modality, voi: Voi, invert: boolean): number {
  const grey = Math.round(greyLevel(stored * modality.slope + modality.intercept, voi, modality.voiFunction));
  const shown = modality.isInverted === invert ? grey : WHITE - grey;
  return (OPAQUE | (shown << 16) | (shown << 8) | shown) >>> 0;
}

export function greyTable(
  range: { readonly first: number; readonly size: number },
  modality: Modality,
  voi: Voi,
  invert: boolean,
): GreyTable {
  const words = new Uint32Array(range.size);
  for (let index = 0; index < range.size; index += 1) {
    words[index] = greyWord(range.first + index, modality, voi, invert);
  }
  return { first: range.first, words };
}

/** Fill `target` (one RGBA word a pixel) from stored values. */
export function paintGrey(pixels: GreyPixels, table: GreyTable, target: Uint32Array): void {
  const { first, words } = table;
  const count = Math.min(pixels.length, target.length);
  for (let index = 0; index < count; index += 1) {
    target[index] = words[(pixels[index] ?? 0) - first] ?? OPAQUE;
  }
}

/** The same for pixels that are too deep for a table. */
export function paintDeepGrey(
  pixels: GreyPixels,
  modality: Modality,
  voi: Voi,
  invert: boolean,
  target: Uint32Array,
): void {
  const count = Math.min(pixels.length, target.length);
  for (let index = 0; index < count; index += 1) {
    target[index] = greyWord(pixels[index] ?? 0, modality, voi, invert);
  }
}

/** Fill `target` from interleaved RGB; colour is shown as it is, or as its negative. */
export function paintColor(pixels: Uint8Array, invert: boolean, target: Uint32Array): void {
  const flip = invert ? 0x00ffffff : 0;
  const count = Math.min(Math.floor(pixels.length / 3), target.length);
  for (let index = 0; index < count; index += 1) {
    const at = index * 3;
    const word = ((pixels[at + 2] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at] ?? 0);
    target[index] = (OPAQUE | (word ^ flip)) >>> 0;
  }
}

/** A window that leaves out half a per cent at each end, for images that bring none. */
export function windowOf(pixels: GreyPixels, modality: Modality): Voi {
  const step = Math.max(1, Math.floor(pixels.length / 20_000));
  const sample: number[] = [];
  for (let index = 0; index < pixels.length; index += step) {
    sample.push((pixels[index] ?? 0) * modality.slope + modality.intercept);
  }
  sample.sort((one, other) => one - other);
  const low = sample[Math.floor(sample.length * 0.005)] ?? 0;
  const high = sample[Math.min(sample.length - 1, Math.floor(sample.length * 0.995))] ?? 1;
  return { center: (low + high) / 2, width: Math.max(1, high - low) };
}

/**
 * The window after a drag of (dx, dy) screen pixels: right widens, down darkens (raises the centre).
 * The step grows with the width, so that one gesture suits a 4,000 wide and an 80 wide window.
 */
export function draggedWindow(voi: Voi, dx: number, dy: number): Voi {
  const step = Math.max(0.25, voi.width / 400);
  return {
    center: round(voi.center + dy * step),
    width: Math.max(1, round(voi.width + dx * step * 2)),
  };
}

/** Tenths are enough for eyes, and short on the wire. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
