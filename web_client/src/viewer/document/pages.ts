/** The pages of a document, as pictures of any wanted size. */
import type { ImageMaterial, PdfMaterial } from "../../wire/generated";

export type DocumentMaterial = ImageMaterial | PdfMaterial;

export interface Page {
  /** In units of the page: pixels of a photo, points of a PDF. */
  readonly width: number;
  readonly height: number;
}

export interface Pages {
  readonly count: number;
  /** number: counted from 1. */
  page(number: number): Promise<Page>;
  /** scale: pixels for a unit of the page; a photo has only one size. */
  picture(number: number, scale: number, signal: AbortSignal): Promise<CanvasImageSource>;
  close(): void;
}

export async function openPages(material: DocumentMaterial): Promise<Pages> {
  if (material.kind === "image") return openPhoto(material);
  const { openPdf } = await import("./pdf_pages");
  return openPdf(material.contentPath);
}

async function openPhoto(material: ImageMaterial): Promise<Pages> {
  const image = new Image();
  image.src = material.contentPath;
  await image.decode();
  return {
    count: 1,
    page: () => Promise.resolve({ width: image.naturalWidth, height: image.naturalHeight }),
    picture: () => Promise.resolve(image),
    close: () => image.removeAttribute("src"),
  };
}
