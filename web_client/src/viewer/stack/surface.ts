/** Paints one image of a stack into a canvas. Keeps the painted image until pixels or window change. */
import type { Camera, Voi } from "../../wire/generated";
import { type Grid, type Pose, type Size, matrixOf } from "./geometry";
import type { StackImage } from "./images";
import {
  type GreyPixels,
  type GreyTable,
  type Modality,
  greyTable,
  paintColor,
  paintDeepGrey,
  paintGrey,
  storedRange,
} from "./windowing";

export type FramePixels = GreyPixels | Uint8Array;

export interface Shown {
  readonly image: StackImage;
  /** Full pixels, or a small rendered picture of the same image, or nothing yet. */
  readonly content: { readonly pixels: FramePixels } | { readonly preview: ImageBitmap } | null;
  readonly voi: Voi;
  readonly invert: boolean;
  readonly pose: Pose;
  readonly camera: Camera;
}

type PixelArray = new (bytes: ArrayBuffer, offset: number, length: number) => FramePixels;

const UNSIGNED: Readonly<Record<number, PixelArray>> = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };
const SIGNED: Readonly<Record<number, PixelArray>> = { 1: Int8Array, 2: Int16Array, 4: Int32Array };

/** View the bytes of a frame as the image describes them. Raises RangeError when they do not fit. */
export function pixelsOf(bytes: ArrayBuffer, image: StackImage): FramePixels {
  const { grid, isColor, bitsAllocated, isSigned } = image;
  const samples = grid.columns * grid.rows * (isColor ? 3 : 1);
  const sampleBytes = isColor ? 1 : bitsAllocated / 8;
  const array = (isSigned && !isColor ? SIGNED : UNSIGNED)[sampleBytes];
  if (!array || bytes.byteLength < samples * sampleBytes) throw new RangeError("not one whole frame");
  return new array(bytes, 0, samples);
}

export class Surface {
  readonly element = document.createElement("canvas");
  readonly #sheet = document.createElement("canvas");
  #painted = "";
  #paintedPixels: unknown = null;
  #data: ImageData | null = null;
  #table: { readonly key: string; readonly table: GreyTable } | null = null;

  resize(size: Size, pixelRatio: number): void {
    this.element.width = Math.max(1, Math.round(size.width * pixelRatio));
    this.element.height = Math.max(1, Math.round(size.height * pixelRatio));
  }

  clear(): void {
    const context = this.element.getContext("2d", { alpha: false });
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.fillRect(0, 0, this.element.width, this.element.height);
  }

  draw(shown: Shown): void {
    const context = this.element.getContext("2d", { alpha: false });
    if (!context) return;
    this.clear();
    if (!shown.content) return;
    const { grid } = shown.image;
    const size = { width: this.element.width, height: this.element.height };
    const { a, b, c, d, e, f } = matrixOf(shown.camera, grid, shown.pose, size);
    context.setTransform(a, b, c, d, e, f);
    // Large pixels stay visible as pixels: smoothing would invent structure.
    context.imageSmoothingEnabled = Math.abs(a) + Math.abs(b) < 6;
    context.imageSmoothingQuality = "medium";
    const picture = "preview" in shown.content ? shown.content.preview : this.#paint(shown, shown.content.pixels);
    context.drawImage(picture, -0.5, -0.5, grid.columns, grid.rows);
  }

  #paint(shown: Shown, pixels: FramePixels): HTMLCanvasElement {
    const { image, voi, invert } = shown;
    const key = image.isColor ? `${invert}` : `${voi.center} ${voi.width} ${invert}`;
    if (this.#paintedPixels === pixels && this.#painted === key) return this.#sheet;
    const context = this.#sheet.getContext("2d", { alpha: false });
    if (!context) return this.#sheet;
    const data = this.#blank(context, image.grid);
    const target = new Uint32Array(data.data.buffer);
    if (image.isColor && pixels instanceof Uint8Array) paintColor(pixels, invert, target);
    else this.#paintGrey(pixels, image.modality, voi, invert, target);
    context.putImageData(data, 0, 0);
    this.#painted = key;
    this.#paintedPixels = pixels;
    return this.#sheet;
  }

  #blank(context: CanvasRenderingContext2D, { columns, rows }: Grid): ImageData {
    if (this.#data?.width === columns && this.#data.height === rows) return this.#data;
    this.#sheet.width = columns;
    this.#sheet.height = rows;
    this.#data = context.createImageData(columns, rows);
    return this.#data;
  }

  #paintGrey(pixels: GreyPixels, modality: Modality, voi: Voi, invert: boolean, target: Uint32Array): void {
    const range = storedRange(pixels);
    if (!range) {
      paintDeepGrey(pixels, modality, voi, invert, target);
      return;
    }
    const key = [range.first, range.size, Object.values(modality), voi.center, voi.width, invert].join(" ");
    if (this.#table?.key !== key) this.#table = { key, table: greyTable(range, modality, voi, invert) };
    paintGrey(pixels, this.#table.table, target);
  }
}
