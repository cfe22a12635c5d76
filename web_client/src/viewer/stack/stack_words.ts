/** What is written on a stack, and where it begins. */
import type { StackView } from "../../wire/generated";
import type { ViewerOptions, ViewerStatus } from "../ports";
import type { CornerTexts } from "./corners";
import { type Size, magnification } from "./geometry";
import { type StackImage, indexOf } from "./images";
import { edgesOf } from "./orientation";
import type { StackMaterial } from "./source";
import type { Shown } from "./surface";

/** The view to begin with: the one asked for when the series has that image, else its middle image. */
export function firstView(material: StackMaterial, images: readonly StackImage[], asked: StackView | null): StackView {
  if (asked?.materialId === material.id && indexOf(images, asked.sopInstanceUid, asked.frame) >= 0) return asked;
  const first = images[material.kind === "clip" ? 0 : Math.floor((images.length - 1) / 2)];
  return {
    type: "stack",
    materialId: material.id,
    sopInstanceUid: first?.sopInstanceUid ?? "",
    frame: first?.frame ?? 1,
    voi: null,
    invert: false,
    rotation: 0,
    flipH: false,
    flipV: false,
    camera: null,
  };
}

export interface Place {
  readonly index: number;
  readonly count: number;
  readonly marks: readonly number[];
}

export function cornerTexts(
  { words, patientLines }: ViewerOptions,
  shown: Shown | null,
  place: Place,
  size: Size,
  quality: ViewerStatus["quality"],
): CornerTexts {
  const bar = { position: place.index, count: place.count, marks: place.marks };
  const notice = { full: "", waiting: words("loading"), preview: words("preview"), failed: words("failed") }[quality];
  if (!shown) return { topLeft: [], topRight: [], bottomLeft: [], bottomRight: [], edges: null, notice, bar };
  const { image, voi, camera } = shown;
  const { labels, orientation } = image;
  return {
    topLeft: [...patientLines, labels.studyDate],
    topRight: [labels.seriesDescription || labels.modality, thickness(labels.sliceThickness)],
    bottomLeft: [
      place.count > 1 ? words("slice", { n: place.index + 1, count: place.count }) : "",
      image.isColor ? "" : words("window", { width: Math.round(voi.width), center: Math.round(voi.center) }),
    ],
    bottomRight: [
      words("zoom", { factor: magnification(camera, image.grid, size).toFixed(1) }),
      labels.exposure,
      spacingNote(image, words),
    ],
    edges: orientation && edgesOf(orientation.row, orientation.column, shown.pose),
    notice,
    bar,
  };
}

function thickness(mm: number | null): string {
  return mm === null ? "" : `${Number(mm.toFixed(2))} mm`;
}

function spacingNote({ spacingSource }: StackImage, words: ViewerOptions["words"]): string {
  if (spacingSource === "none") return words("noSpacing");
  return spacingSource === "detector" ? words("atDetector") : "";
}
