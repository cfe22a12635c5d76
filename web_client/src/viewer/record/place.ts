/** A place in a long text that means the same on every screen: a section, and how far through it. */

export interface Box {
  readonly section: string;
  /** Distance from the top of the whole text, px. */
  readonly top: number;
  readonly height: number;
}

export interface TextPlace {
  readonly section: string;
  readonly scroll: number;
}

export function placeAt(boxes: readonly Box[], scrollTop: number): TextPlace | null {
  const under = [...boxes].reverse().find((box) => box.top <= scrollTop + 1) ?? boxes[0];
  if (!under) return null;
  const share = under.height > 0 ? (scrollTop - under.top) / under.height : 0;
  return { section: under.section, scroll: Math.round(Math.min(1, Math.max(0, share)) * 1000) / 1000 };
}

export function scrollTopOf(boxes: readonly Box[], place: TextPlace): number {
  const box = boxes.find((one) => one.section === place.section);
  return box ? box.top + box.height * place.scroll : 0;
}
