import { signal } from "@preact/signals";

const SHOWN_MS = 5_000;
const UNDO_SHOWN_MS = 8_000;

export interface Toast {
  readonly id: number;
  readonly tone: "ok" | "info" | "danger";
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export const toasts = signal<readonly Toast[]>([]);
let last = 0;

/** Say something for some seconds, in a corner and to screen readers. */
export function toast(tone: Toast["tone"], text: string, action?: Toast["action"]): void {
  last += 1;
  const made: Toast = { id: last, tone, text, ...(action ? { action } : {}) };
  toasts.value = [...toasts.value, made];
  setTimeout(() => dismiss(made.id), action ? UNDO_SHOWN_MS : SHOWN_MS);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((other) => other.id !== id);
}
