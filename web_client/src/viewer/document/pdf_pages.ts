/** PDF pages by pdf.js. Loaded only when a PDF is opened: it is the heaviest part of the client. */
import { GlobalWorkerOptions, RenderingCancelledException, getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import { CharacterMaps } from "./character_maps";
import type { Pages } from "./pages";

GlobalWorkerOptions.workerSrc = workerUrl;

const LARGEST_SIDE_PX = 4096;

export async function openPdf(url: string): Promise<Pages> {
  const opening = getDocument({
    url,
    // The page's policy allows neither WebAssembly nor eval; the pure JavaScript decoders are enough.
    useWasm: false,
    useWorkerFetch: false,
    BinaryDataFactory: CharacterMaps,
    useSystemFonts: true,
    maxImageSize: 64 * 1024 * 1024,
  });
  const pdf = await opening.promise;
  return {
    count: pdf.numPages,
    async page(number) {
      const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 1 });
      return { width, height };
    },
    async picture(number, scale, signal) {
      const page = await pdf.getPage(number);
      const whole = page.getViewport({ scale: 1 });
      const most = LARGEST_SIDE_PX / Math.max(whole.width, whole.height);
      const viewport = page.getViewport({ scale: Math.min(scale, most) });
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(viewport.width));
      canvas.height = Math.max(1, Math.round(viewport.height));
      const task = page.render({ canvas, viewport });
      const stop = () => task.cancel();
      signal.addEventListener("abort", stop);
      await task.promise.catch((error: unknown) => {
        if (!(error instanceof RenderingCancelledException)) throw error;
      });
      signal.removeEventListener("abort", stop);
      signal.throwIfAborted();
      return canvas;
    },
    close: () => void opening.destroy(),
  };
}
