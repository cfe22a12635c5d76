import type { Off } from "./ports";

/** Those who want to hear of one kind of event. */
export class Listeners<Event> {
  readonly #all = new Set<(event: Event) => void>();

  add(listener: (event: Event) => void): Off {
    this.#all.add(listener);
    return () => {
      this.#all.delete(listener);
    };
  }

  tell(event: Event): void {
    for (const listener of [...this.#all]) listener(event);
  }

  clear(): void {
    this.#all.clear();
  }
}
