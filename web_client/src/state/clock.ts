import { signal } from "@preact/signals";

const TICK_MS = 20_000;

/** The time, good to some seconds, for deadlines and "minutes ago". */
export const now = signal(Date.now());

/** Keep the time going. Called once, by main. */
export function startClock(): void {
  setInterval(() => {
    now.value = Date.now();
  }, TICK_MS);
}
