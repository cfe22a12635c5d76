// What this browser keeps so that a broken line or a reload loses nothing. It is sealed with a key that never
// leaves the browser's store and is deleted, with everything else, when the user signs out.

const NAME = "telemed";
const VERSION = 1;
export const KEPT_DAYS = 7;

export type Store = "drafts" | "uploads" | "keys";

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const store of ["drafts", "uploads", "keys"]) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's store does not open."));
  });
  return opened;
}

async function ask<T>(store: Store, mode: IDBTransactionMode, what: (of: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = what(database.transaction(store, mode).objectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's store refused."));
  });
}

export const read = (store: Store, key: string): Promise<unknown> => ask(store, "readonly", (of) => of.get(key));
export const readAll = (store: Store): Promise<unknown[]> => ask(store, "readonly", (of) => of.getAll());
export const write = (store: Store, key: string, value: unknown): Promise<unknown> =>
  ask(store, "readwrite", (of) => of.put(value, key));
export const remove = (store: Store, key: string): Promise<unknown> => ask(store, "readwrite", (of) => of.delete(key));

/** Delete all that was kept, the key included. */
export async function forgetEverything(): Promise<void> {
  if (!("indexedDB" in globalThis)) return;
  await Promise.all([clear("drafts"), clear("uploads"), clear("keys")]);
}

const clear = (store: Store) => ask(store, "readwrite", (of) => of.clear());

interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
  readonly at: number;
}

/** Keep a value under lock. Does nothing where the browser has no secure context. */
export async function seal(key: string, value: unknown): Promise<void> {
  const lock = await ownKey();
  if (!lock) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, lock, plain);
  await write("drafts", key, { iv, bytes, at: Date.now() } satisfies Sealed);
}

/** A kept value, as unknown JSON; null when there is none, it is too old, or it does not open. */
export async function unseal(key: string): Promise<unknown> {
  const lock = await ownKey();
  const kept = lock ? await read("drafts", key) : null;
  if (!lock || !isSealed(kept)) return null;
  if (Date.now() - kept.at > KEPT_DAYS * 86_400_000) {
    await remove("drafts", key);
    return null;
  }
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, lock, kept.bytes);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null; // sealed by an earlier sign-in
  }
}

async function ownKey(): Promise<CryptoKey | null> {
  if (!("indexedDB" in globalThis) || !globalThis.crypto?.subtle) return null;
  const kept = await read("keys", "own");
  if (kept instanceof CryptoKey) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await write("keys", "own", made);
  return made;
}

function isSealed(value: unknown): value is Sealed {
  return typeof value === "object" && value !== null && "iv" in value && "bytes" in value && "at" in value;
}
