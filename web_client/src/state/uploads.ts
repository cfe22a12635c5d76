import { computed, signal } from "@preact/signals";
import type { MaterialKind } from "../wire/generated";
import { me } from "./account";
import { ApiError } from "./api";
import { send } from "./upload_job";
import { isIgnored, uploadRank } from "./upload_order";
import { forget, keep, keptUploads, type KeptUpload } from "./upload_store";

export type FileState =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly bytesPerS: number }
  | { readonly kind: "paused" }
  | { readonly kind: "checking" }
  | { readonly kind: "accepted"; readonly material: MaterialKind | null }
  | { readonly kind: "duplicate" }
  | { readonly kind: "refused"; readonly error: ApiError }
  | { readonly kind: "failed"; readonly error: ApiError };

/** One file as the page shows it. */
export interface UploadItem {
  readonly id: string;
  readonly consultationId: string;
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  readonly state: FileState;
}

/** A file as it was chosen or dropped, with its path inside a folder. */
export interface ChosenFile {
  readonly file: File;
  readonly path: string;
}

const AT_ONCE = 3;
const AGAIN_AFTER_MS = 15_000;
const LOCK = "telemed-uploads";

export const uploads = signal<readonly UploadItem[]>([]);
/** Another tab of this browser holds the line. */
export const isOtherTabSending = signal(false);
/** Rises when a file was taken in; lists of materials are then old. */
export const acceptedCount = signal(0);

const isOpen = (item: UploadItem) =>
  item.state.kind === "waiting" || item.state.kind === "sending" || item.state.kind === "checking";
export const uploadsRunning = computed(() => uploads.value.filter(isOpen).length);
export const uploadsOf = (consultationId: string) =>
  uploads.value.filter((item) => item.consultationId === consultationId);

const kept = new Map<string, KeptUpload>();
const running = new Map<string, AbortController>();
let isPumping = false;

function change(id: string, next: Partial<UploadItem>): void {
  uploads.value = uploads.value.map((item) => (item.id === id ? { ...item, ...next } : item));
}

const show = (of: KeptUpload): UploadItem => ({
  id: of.id,
  consultationId: of.consultationId,
  name: of.name,
  path: of.path,
  sizeBytes: of.file.size,
  sentBytes: 0,
  state: { kind: "waiting" },
});

/** Take files in hand. They are kept in this browser until the server has them. */
export function addFiles(consultationId: string, files: readonly ChosenFile[]): void {
  const accountId = me.value?.accountId ?? "";
  const wanted = files.filter(({ file, path }) => !isIgnored(path || file.name));
  const made = wanted.map(
    ({ file, path }, index): KeptUpload => ({
      id: crypto.randomUUID(),
      accountId,
      consultationId,
      name: file.name,
      path,
      file,
      address: null,
      addedAt: Date.now() + index / 1000,
    }),
  );
  for (const one of made) {
    kept.set(one.id, one);
    void keep(one);
  }
  uploads.value = [...uploads.value, ...made.map(show)];
  void pump();
}

/** Take up what an earlier visit left, unless another tab is at it. */
export async function resumeKept(): Promise<void> {
  const accountId = me.value?.accountId;
  if (accountId === undefined || !("indexedDB" in globalThis)) return;
  await withLock("if_free", async () => {
    const known = new Set(uploads.value.map((item) => item.id));
    const found = (await keptUploads()).filter((one) => one.accountId === accountId && !known.has(one.id));
    for (const one of found) kept.set(one.id, one);
    uploads.value = [...uploads.value, ...found.map(show)];
  });
  void pump();
}

/** Stop everything, for when nobody is signed in any more; what the browser kept is taken up at the next sign-in. */
export function stopUploads(): void {
  for (const stop of running.values()) stop.abort();
  uploads.value = [];
  kept.clear();
}

export function pauseUpload(id: string): void {
  running.get(id)?.abort();
  change(id, { state: { kind: "paused" } });
}

export function resumeUpload(id: string): void {
  change(id, { state: { kind: "waiting" } });
  void pump();
}

/** Give a file up. What the server already has of it expires there. */
export function removeUpload(id: string): void {
  running.get(id)?.abort();
  uploads.value = uploads.value.filter((item) => item.id !== id);
  kept.delete(id);
  void forget(id);
}

export function clearDone(consultationId: string): void {
  const done = ["accepted", "duplicate", "refused"];
  uploads.value = uploads.value.filter(
    (item) => item.consultationId !== consultationId || !done.includes(item.state.kind),
  );
}

const nextWaiting = () =>
  uploads.value
    .filter((item) => item.state.kind === "waiting" && !running.has(item.id))
    .sort((one, other) => uploadRank(one.name, one.sizeBytes) - uploadRank(other.name, other.sizeBytes))[0];

/** Send everything that waits, some at once; one tab of a browser at a time. */
async function pump(): Promise<void> {
  if (isPumping || !nextWaiting()) return;
  isPumping = true;
  isOtherTabSending.value = await isLockHeld();
  try {
    await withLock("wait", async () => {
      isOtherTabSending.value = false;
      const lanes = Array.from({ length: AT_ONCE }, lane);
      await Promise.all(lanes);
    });
  } finally {
    isPumping = false;
  }
  if (nextWaiting()) void pump();
}

async function lane(): Promise<void> {
  for (let item = nextWaiting(); item; item = nextWaiting()) await sendOne(item);
}

async function sendOne(item: UploadItem): Promise<void> {
  const own = kept.get(item.id);
  if (!own) return change(item.id, { state: { kind: "failed", error: new ApiError(0, "network", "") } });
  const stop = new AbortController();
  running.set(item.id, stop);
  change(item.id, { state: { kind: "sending", bytesPerS: 0 } });
  try {
    const answer = await send(own, events(own), stop.signal);
    finish(item.id, answer.state === "refused" ? refusedState(answer.error) : acceptedState(answer.state, answer.kind));
  } catch (error) {
    if (error instanceof ApiError) fail(item.id, error);
  } finally {
    running.delete(item.id);
  }
}

const refusedState = (error: { readonly code: string; readonly message: string } | null): FileState => ({
  kind: "refused",
  error: new ApiError(422, error?.code ?? "broken", error?.message ?? ""),
});

const acceptedState = (state: string, material: MaterialKind | null): FileState =>
  state === "duplicate" ? { kind: "duplicate" } : { kind: "accepted", material };

function finish(id: string, state: FileState): void {
  const item = uploads.value.find((one) => one.id === id);
  change(id, { state, sentBytes: item?.sizeBytes ?? 0 });
  kept.delete(id);
  void forget(id);
  if (state.kind === "accepted") acceptedCount.value += 1;
}

/** What may pass is tried again by itself; what the server will never take is said. */
function fail(id: string, error: ApiError): void {
  const isFinal = error.status >= 400 && error.status < 500 && error.status !== 409 && error.status !== 429;
  if (isFinal) {
    finish(id, { kind: "refused", error });
    return;
  }
  change(id, { state: { kind: "failed", error } });
  setTimeout(() => {
    if (uploads.value.find((item) => item.id === id)?.state.kind === "failed") resumeUpload(id);
  }, AGAIN_AFTER_MS);
}

function events(own: KeptUpload) {
  const begun = Date.now();
  let first: number | null = null;
  return {
    onAddress: (address: string) => {
      const next = { ...own, address };
      kept.set(own.id, next);
      void keep(next);
    },
    onProgress: (sentBytes: number) => {
      first ??= sentBytes;
      const seconds = Math.max(0.5, (Date.now() - begun) / 1000);
      change(own.id, { sentBytes, state: { kind: "sending", bytesPerS: (sentBytes - first) / seconds } });
    },
    onChecking: () => change(own.id, { sentBytes: own.file.size, state: { kind: "checking" } }),
  };
}

async function isLockHeld(): Promise<boolean> {
  if (!("locks" in navigator)) return false;
  const { held } = await navigator.locks.query();
  return held?.some((lock) => lock.name === LOCK) ?? false;
}

async function withLock(how: "wait" | "if_free", work: () => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return work();
  await navigator.locks.request(LOCK, { ifAvailable: how === "if_free" }, async (lock) => {
    if (lock) await work();
  });
}
