import { signal } from "@preact/signals";

/** Below this there is no room for a list with something beside it. */
const SMALL = "(max-width: 1100px)";

export const isSmall = signal(false);

/** Follow the width of the window. Called once, by main. */
export function startScreen(): void {
  const wide = matchMedia(SMALL);
  isSmall.value = wide.matches;
  wide.addEventListener("change", () => {
    isSmall.value = wide.matches;
  });
}
