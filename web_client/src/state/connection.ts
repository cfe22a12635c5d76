import { signal } from "@preact/signals";

/** Whether the browser has a line at all. */
export const isOnline = signal(true);

export function startConnection(): void {
  isOnline.value = navigator.onLine;
  addEventListener("online", () => {
    isOnline.value = true;
  });
  addEventListener("offline", () => {
    isOnline.value = false;
  });
}
