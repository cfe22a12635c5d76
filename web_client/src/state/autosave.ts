import { type ReadonlySignal, signal } from "@preact/signals";
import { ApiError } from "./api";
import { remove as removeKept, seal, unseal } from "./local_store";

export type SaveState =
  | { readonly kind: "clean" }
  | { readonly kind: "dirty" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly at: number }
  /** No connection: the text is kept in this browser and sent later. */
  | { readonly kind: "kept" }
  | { readonly kind: "failed"; readonly error: unknown }
  /** Somebody else changed it; nothing more is sent until the user decides. */
  | { readonly kind: "conflict" };

const QUIET_MS = 1_200;
const AGAIN_MS = 8_000;

interface AutosaveSettings<T> {
  /** Name under which the browser keeps what is not yet saved. */
  readonly key: string;
  /** Sends the newest value; throws ApiError. */
  readonly save: (value: T) => Promise<void>;
}

/** Saves what is written some moments after the writing stops, one request at a time, newest value only. */
export class Autosave<T> {
  readonly #settings: AutosaveSettings<T>;
  readonly #state = signal<SaveState>({ kind: "clean" });
  #pending: { readonly value: T } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<void> | null = null;

  constructor(settings: AutosaveSettings<T>) {
    this.#settings = settings;
  }

  get state(): ReadonlySignal<SaveState> {
    return this.#state;
  }

  get isUnsaved(): boolean {
    return this.#pending !== null || this.#running !== null;
  }

  /** Take a new value; it is kept in the browser at once and sent soon. */
  change(value: T): void {
    this.#pending = { value };
    if (this.#state.value.kind !== "conflict") this.#state.value = { kind: "dirty" };
    void seal(this.#settings.key, value).catch(() => undefined);
    this.#plan(QUIET_MS);
  }

  /** Send now what is not yet sent. Resolves when it is saved or has failed; says which. */
  async flush(): Promise<boolean> {
    this.#cancel();
    while (this.#running) await this.#running;
    if (this.#pending) await this.#send();
    return this.#pending === null;
  }

  /** Forget what was not sent, for when the newer value of somebody else is taken. */
  async discard(): Promise<void> {
    this.#cancel();
    this.#pending = null;
    this.#state.value = { kind: "clean" };
    await removeKept("drafts", this.#settings.key).catch(() => undefined);
  }

  /** What an earlier visit could not send; unknown JSON, the caller checks its shape. */
  async left(): Promise<unknown> {
    return unseal(this.#settings.key).catch(() => null);
  }

  /** Send what is left and stop. */
  close(): void {
    void this.flush();
  }

  #plan(ms: number): void {
    this.#cancel();
    this.#timer = setTimeout(() => void this.#send(), ms);
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #send(): Promise<void> {
    if (this.#running) return this.#running;
    const sent = this.#pending;
    if (!sent || this.#state.value.kind === "conflict") return;
    this.#state.value = { kind: "saving" };
    this.#running = this.#settings
      .save(sent.value)
      .then(() => this.#succeeded(sent))
      .catch((error: unknown) => this.#failed(sent, error))
      .finally(() => {
        this.#running = null;
      });
    await this.#running;
  }

  async #succeeded(sent: { readonly value: T }): Promise<void> {
    if (this.#pending !== sent) {
      this.#state.value = { kind: "dirty" };
      this.#plan(QUIET_MS);
      return;
    }
    this.#pending = null;
    this.#state.value = { kind: "saved", at: Date.now() };
    await removeKept("drafts", this.#settings.key).catch(() => undefined);
  }

  async #failed(sent: { readonly value: T }, error: unknown): Promise<void> {
    await seal(this.#settings.key, sent.value).catch(() => undefined);
    if (!(error instanceof ApiError)) {
      this.#state.value = { kind: "failed", error };
    } else if (error.code === "stale_version") {
      this.#state.value = { kind: "conflict" };
    } else if (error.status === 0 || error.status >= 500 || error.status === 429) {
      this.#state.value = { kind: "kept" };
      this.#plan(AGAIN_MS);
    } else {
      this.#state.value = { kind: "failed", error };
    }
  }
}
