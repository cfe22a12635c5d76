/**
 * Character maps of Chinese PDFs whose fonts are not embedded, such as those of hospital report printers.
 *
 * Each lies in a piece of code of its own, so that the page's policy needs no exception and only those in use
 * are fetched. The interface is the BinaryDataFactory of pdf.js.
 */
const MAPS = import.meta.glob<string>("/node_modules/pdfjs-dist/cmaps/*GB*.bcmap", {
  query: "?inline",
  import: "default",
});

interface Wanted {
  readonly kind: string;
  readonly filename: string;
}

export class CharacterMaps {
  /** Raises RangeError for anything but a known character map; pdf.js then goes on without. */
  async ["fetch"]({ kind, filename }: Wanted): Promise<Uint8Array> {
    const load = kind === "cMapUrl" ? MAPS[`/node_modules/pdfjs-dist/cmaps/${filename}`] : undefined;
    if (!load) throw new RangeError("not shipped with the client");
    const data = await load();
    const text = atob(data.slice(data.indexOf(",") + 1));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }
}
