/** The images of a series in the order they are scrolled, one a frame. */
import type { Voi } from "../../wire/generated";
import { type Dataset, datasetsOf, items, number, numbers, personName, text } from "./dicom_json";
import type { Grid } from "./geometry";
import type { Vector } from "./orientation";
import type { Modality, VoiFunction } from "./windowing";

/** Where lengths come from: the patient, the detector (magnified), an ultrasound region, or nowhere. */
export type SpacingSource = "patient" | "detector" | "region" | "none";

export interface StackImage {
  readonly sopInstanceUid: string;
  /** Counted from 1. */
  readonly frame: number;
  readonly grid: Grid;
  readonly spacingSource: SpacingSource;
  readonly orientation: { readonly row: Vector; readonly column: Vector } | null;
  readonly isColor: boolean;
  readonly bitsAllocated: number;
  readonly isSigned: boolean;
  readonly modality: Modality;
  readonly voi: Voi | null;
  readonly frameTimeMs: number | null;
  readonly labels: ImageLabels;
}

export interface ImageLabels {
  readonly patientName: string;
  readonly studyDate: string;
  readonly seriesDescription: string;
  readonly sliceThickness: number | null;
  readonly exposure: string;
  readonly modality: string;
}

const TAG = {
  sopInstanceUid: "00080018",
  modality: "00080060",
  studyDate: "00080020",
  seriesDescription: "0008103E",
  patientName: "00100010",
  sliceThickness: "00180050",
  kvp: "00180060",
  frameTime: "00181063",
  cineRate: "00180040",
  exposure: "00181152",
  imagerPixelSpacing: "00181164",
  regions: "00186011",
  regionUnitsX: "00186024",
  regionUnitsY: "00186026",
  regionDeltaX: "0018602C",
  regionDeltaY: "0018602E",
  instanceNumber: "00200013",
  imagePosition: "00200032",
  imageOrientation: "00200037",
  samplesPerPixel: "00280002",
  photometric: "00280004",
  numberOfFrames: "00280008",
  rows: "00280010",
  columns: "00280011",
  pixelSpacing: "00280030",
  aspectRatio: "00280034",
  bitsAllocated: "00280100",
  pixelRepresentation: "00280103",
  windowCenter: "00281050",
  windowWidth: "00281051",
  intercept: "00281052",
  slope: "00281053",
  voiFunction: "00281056",
  shared: "52009229",
  perFrame: "52009230",
  pixelMeasures: "00289110",
  planePosition: "00209113",
  planeOrientation: "00209116",
  pixelTransformation: "00289145",
  frameVoi: "00289132",
} as const;

const CENTIMETRES = 3;
const MM_PER_CM = 10;

/** All images of a series from its metadata answer. Instances without pixels are left out. */
export function imagesOf(metadata: unknown): readonly StackImage[] {
  const placed = datasetsOf(metadata)
    .filter((dataset) => (number(dataset, TAG.rows) ?? 0) > 0)
    .flatMap((dataset) => framesOf(dataset).map((frame) => placedImage(dataset, frame)));
  const isSpatial = placed.every(({ along }) => along !== null);
  return [...placed]
    .sort(
      (one, other) =>
        (isSpatial ? (one.along ?? 0) - (other.along ?? 0) : 0) ||
        one.instance - other.instance ||
        one.image.frame - other.image.frame,
    )
    .map(({ image }) => image);
}

interface PlacedImage {
  readonly image: StackImage;
  readonly instance: number;
  /** Position along the normal of the plane in mm, when the image says. */
  readonly along: number | null;
}

function framesOf(dataset: Dataset): readonly number[] {
  const count = Math.max(1, number(dataset, TAG.numberOfFrames) ?? 1);
  return Array.from({ length: count }, (_, index) => index + 1);
}

function placedImage(dataset: Dataset, frame: number): PlacedImage {
  const functional = groupsOf(dataset, frame);
  const image = imageOf(dataset, functional, frame);
  const position = numbers(functional.find(TAG.planePosition, TAG.imagePosition), TAG.imagePosition);
  return {
    image,
    instance: number(dataset, TAG.instanceNumber) ?? 0,
    along: image.orientation && position.length === 3 ? alongNormal(image.orientation, position) : null,
  };
}

/** Finds the item that carries an attribute: per-frame, then shared functional group, then the image itself. */
interface Groups {
  find(macro: string, attribute: string): Dataset | undefined;
}

function groupsOf(dataset: Dataset, frame: number): Groups {
  const perFrame = items(dataset, TAG.perFrame)[frame - 1];
  const shared = items(dataset, TAG.shared)[0];
  return {
    find(macro, attribute) {
      const found = [perFrame, shared].map((group) => items(group, macro)[0]);
      return found.find((group) => group?.[attribute] !== undefined) ?? dataset;
    },
  };
}

function imageOf(dataset: Dataset, groups: Groups, frame: number): StackImage {
  const { grid, spacingSource } = gridOf(dataset, groups);
  const frameTime = number(dataset, TAG.frameTime);
  const rate = number(dataset, TAG.cineRate);
  return {
    sopInstanceUid: text(dataset, TAG.sopInstanceUid),
    frame,
    grid,
    spacingSource,
    orientation: orientationOf(numbers(groups.find(TAG.planeOrientation, TAG.imageOrientation), TAG.imageOrientation)),
    isColor: (number(dataset, TAG.samplesPerPixel) ?? 1) > 1,
    bitsAllocated: number(dataset, TAG.bitsAllocated) ?? 16,
    isSigned: number(dataset, TAG.pixelRepresentation) === 1,
    modality: modalityOf(dataset, groups),
    voi: voiOf(groups.find(TAG.frameVoi, TAG.windowCenter)),
    frameTimeMs: frameTime ?? (rate ? 1000 / rate : null),
    labels: labelsOf(dataset),
  };
}

function gridOf(dataset: Dataset, groups: Groups): { grid: Grid; spacingSource: SpacingSource } {
  const columns = number(dataset, TAG.columns) ?? 1;
  const rows = number(dataset, TAG.rows) ?? 1;
  const grid = (spacingY: number, spacingX: number): Grid => ({ columns, rows, spacingX, spacingY });
  const patient = pair(numbers(groups.find(TAG.pixelMeasures, TAG.pixelSpacing), TAG.pixelSpacing));
  if (patient) return { grid: grid(...patient), spacingSource: "patient" };
  const detector = pair(numbers(dataset, TAG.imagerPixelSpacing));
  if (detector) return { grid: grid(...detector), spacingSource: "detector" };
  const region = pair(regionSpacing(dataset));
  if (region) return { grid: grid(...region), spacingSource: "region" };
  const aspect = pair(numbers(dataset, TAG.aspectRatio));
  return { grid: aspect ? grid(aspect[0] / aspect[1], 1) : grid(1, 1), spacingSource: "none" };
}

function pair(found: readonly number[]): readonly [number, number] | null {
  const [first, second] = found;
  return first !== undefined && second !== undefined && first > 0 && second > 0 ? [first, second] : null;
}

/** mm a pixel of the first region that is measured in centimetres both ways (PS3.3 C.8.5.5). */
function regionSpacing(dataset: Dataset): readonly number[] {
  const region = items(dataset, TAG.regions).find(
    (item) => number(item, TAG.regionUnitsX) === CENTIMETRES && number(item, TAG.regionUnitsY) === CENTIMETRES,
  );
  if (!region) return [];
  return [TAG.regionDeltaY, TAG.regionDeltaX].map((tag) => Math.abs(number(region, tag) ?? 0) * MM_PER_CM);
}

function orientationOf(cosines: readonly number[]): StackImage["orientation"] {
  const [a, b, c, d, e, f] = cosines;
  if (a === undefined || b === undefined || c === undefined) return null;
  if (d === undefined || e === undefined || f === undefined) return null;
  return { row: [a, b, c], column: [d, e, f] };
}

function alongNormal(
  { row, column }: { readonly row: Vector; readonly column: Vector },
  position: readonly number[],
): number {
  const normal = [
    row[1] * column[2] - row[2] * column[1],
    row[2] * column[0] - row[0] * column[2],
    row[0] * column[1] - row[1] * column[0],
  ];
  return normal.reduce((sum, part, axis) => sum + part * (position[axis] ?? 0), 0);
}

function modalityOf(dataset: Dataset, groups: Groups): Modality {
  const rescale = groups.find(TAG.pixelTransformation, TAG.slope);
  const slope = number(rescale, TAG.slope);
  const named = text(groups.find(TAG.frameVoi, TAG.voiFunction), TAG.voiFunction);
  const voiFunction: VoiFunction = named === "SIGMOID" || named === "LINEAR_EXACT" ? named : "LINEAR";
  return {
    slope: slope === null || slope === 0 ? 1 : slope,
    intercept: number(rescale, TAG.intercept) ?? 0,
    voiFunction,
    isInverted: text(dataset, TAG.photometric) === "MONOCHROME1",
  };
}

function voiOf(dataset: Dataset | undefined): Voi | null {
  const center = number(dataset, TAG.windowCenter);
  const width = number(dataset, TAG.windowWidth);
  return center === null || width === null || width < 1 ? null : { center, width };
}

function labelsOf(dataset: Dataset): ImageLabels {
  const kvp = number(dataset, TAG.kvp);
  const exposure = number(dataset, TAG.exposure);
  const date = text(dataset, TAG.studyDate);
  return {
    patientName: personName(dataset, TAG.patientName),
    studyDate: /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : date,
    seriesDescription: text(dataset, TAG.seriesDescription),
    sliceThickness: number(dataset, TAG.sliceThickness),
    exposure: [kvp ? `${kvp} kV` : "", exposure ? `${exposure} mAs` : ""].filter(Boolean).join(" "),
    modality: text(dataset, TAG.modality),
  };
}

/** Index of an image, or -1. */
export function indexOf(images: readonly StackImage[], sopInstanceUid: string, frame: number): number {
  return images.findIndex((image) => image.sopInstanceUid === sopInstanceUid && image.frame === frame);
}
