/** The writing around the picture: patient, series, slice, window, orientation, and the bar of slices. */
import type { Edges } from "./orientation";

export interface CornerTexts {
  readonly topLeft: readonly string[];
  readonly topRight: readonly string[];
  readonly bottomLeft: readonly string[];
  readonly bottomRight: readonly string[];
  readonly edges: Edges | null;
  readonly notice: string;
  readonly bar: { readonly position: number; readonly count: number; readonly marks: readonly number[] };
}

function block(className: string): HTMLDivElement {
  const element = document.createElement("div");
  element.className = className;
  return element;
}

/** Writing what stands there already would make the browser lay out the page anew. */
function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

const PLACES = ["topLeft", "topRight", "bottomLeft", "bottomRight"] as const;
const EDGES = ["top", "right", "bottom", "left"] as const;

export class Corners {
  readonly element = block("viewer-corners");
  readonly #corners = new Map(PLACES.map((place) => [place, block(`viewer-corner ${place}`)]));
  readonly #edges = new Map(EDGES.map((edge) => [edge, block(`viewer-edge ${edge}`)]));
  readonly #notice = block("viewer-notice");
  readonly #bar = block("viewer-slices");
  readonly #thumb = document.createElement("i");

  constructor() {
    this.#bar.append(this.#thumb);
    this.element.append(...this.#corners.values(), ...this.#edges.values(), this.#notice, this.#bar);
    // What is written here stands in the toolbar and the material's name too.
    this.element.setAttribute("aria-hidden", "true");
  }

  show(texts: CornerTexts): void {
    for (const [place, element] of this.#corners) write(element, texts[place].filter(Boolean).join("\n"));
    for (const [edge, element] of this.#edges) write(element, texts.edges?.[edge] ?? "");
    write(this.#notice, texts.notice);
    this.#notice.hidden = texts.notice === "";
    this.#showBar(texts.bar);
  }

  #showBar({ position, count, marks }: CornerTexts["bar"]): void {
    this.#bar.hidden = count < 2;
    const share = (index: number): string => `${(100 * index) / Math.max(1, count - 1)}%`;
    this.#thumb.style.top = share(position);
    const lines = marks.map((index) => {
      const line = document.createElement("b");
      line.style.top = share(index);
      return line;
    });
    this.#bar.replaceChildren(...lines, this.#thumb);
  }
}
