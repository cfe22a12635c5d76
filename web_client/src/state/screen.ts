import { signal } from "@preact/signals";

/** Below this there is no room for a list with something beside it. */
const SMALL = "(max-width: 1100px)";

/** A phone. */
const NARROW = "(max-width: 640px)";

export const isSmall = signal(false);
export const isNarrow = signal(false);

/** Follow the width of the window. Called once, by main. */
export function startScreen(): void {
  for (const [query, is] of [
    [SMALL, isSmall],
    [NARROW, isNarrow],
  ] as const) {
    const media = matchMedia(query);
    is.value = media.matches;
    media.addEventListener("change", () => {
      is.value = media.matches;
    });
  }
}
