/** Where a stack's images come from: DICOMweb of this server (PS3.18 10.4), each pixel as it was stored. */
import { api } from "../../state/api";
import type { ClipMaterial, SeriesMaterial } from "../../wire/generated";
import type { FrameSource } from "./frame_store";
import { type StackImage, imagesOf } from "./images";
import { readBytes } from "../read_bytes";

export type StackMaterial = SeriesMaterial | ClipMaterial;

/** Metadata of a long series is made ready once at intake, but a slow line may still take a while. */
const PATIENCE_MS = 60_000;

/** The images of a material in order. Raises ApiError. */
export async function loadImages(material: StackMaterial, signal: AbortSignal): Promise<readonly StackImage[]> {
  const params = { studyUid: material.studyInstanceUid, seriesUid: material.seriesInstanceUid };
  const headers = { accept: "application/dicom+json" };
  const response = await api.raw("seriesMetadata", { params }, { signal, headers, timeoutMs: PATIENCE_MS });
  const images = imagesOf(await response.json());
  return material.kind === "clip" ? images.filter((image) => image.sopInstanceUid === material.sopInstanceUid) : images;
}

function paramsOf(material: StackMaterial, image: StackImage) {
  return {
    studyUid: material.studyInstanceUid,
    seriesUid: material.seriesInstanceUid,
    instanceUid: image.sopInstanceUid,
  };
}

export function frameSource(material: StackMaterial, images: readonly StackImage[]): FrameSource {
  return {
    async frame(index, signal) {
      const image = images[index];
      if (!image) throw new RangeError("no such image");
      const params = { ...paramsOf(material, image), frame: String(image.frame) };
      const headers = { accept: "application/octet-stream" };
      const response = await api.raw("frame", { params }, { signal, headers, timeoutMs: PATIENCE_MS });
      return readBytes(response, signal);
    },
  };
}

const PREVIEW_PX = 256;

/** A small rendered picture, to show something while the pixels are on their way. */
export async function loadPreview(
  material: StackMaterial,
  image: StackImage,
  signal: AbortSignal,
): Promise<ImageBitmap> {
  const given = { params: paramsOf(material, image), query: { frame: image.frame, sizePx: PREVIEW_PX } };
  const response = await api.raw("rendered", given, { signal, headers: { accept: "image/jpeg" } });
  return createImageBitmap(await response.blob());
}
