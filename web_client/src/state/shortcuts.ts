import { signal } from "@preact/signals";
import { isWriting } from "./focus";

const KEY = "telemed.shortcuts";

/** Single-key shortcuts can be switched off (WCAG 2.1.4). */
export const areShortcutsOn = signal(true);

export function startShortcuts(): void {
  areShortcutsOn.value = localStorage.getItem(KEY) !== "off";
}

export function switchShortcuts(isOn: boolean): void {
  areShortcutsOn.value = isOn;
  localStorage.setItem(KEY, isOn ? "on" : "off");
}

/** Enter on a button or link is the control's own. */
const isControl = (target: EventTarget | null) => target instanceof Element && target.closest("a, button") !== null;

export type Shortcuts = Readonly<Record<string, () => void>>;

/** Run what a single key stands for, unless someone is writing or a window is open. Returns how to stop. */
export function listenForKeys(shortcuts: () => Shortcuts): () => void {
  const onKey = (event: KeyboardEvent) => {
    const isCombined = event.ctrlKey || event.metaKey || event.altKey;
    if (!areShortcutsOn.value || isCombined || event.defaultPrevented || isWriting(event.target)) return;
    if (document.querySelector("dialog[open]") || (event.key === "Enter" && isControl(event.target))) return;
    const run = shortcuts()[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!run) return;
    event.preventDefault();
    run();
  };
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}
