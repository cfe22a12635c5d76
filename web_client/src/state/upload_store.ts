import { readAll, remove, write } from "./local_store";

/** A file on its way, as this browser keeps it over a reload. */
export interface KeptUpload {
  readonly id: string;
  readonly accountId: string;
  readonly consultationId: string;
  readonly name: string;
  /** Path inside a dropped folder; empty for a single file. */
  readonly path: string;
  readonly file: Blob;
  /** Where the server takes it; null before the server knows of it. */
  readonly address: string | null;
  readonly addedAt: number;
}

/** Keep or renew. A browser that refuses (full, private window) only loses the resuming after a reload. */
export const keep = (upload: KeptUpload): Promise<void> => write("uploads", upload.id, upload).then(nothing, nothing);

export const forget = (id: string): Promise<void> => remove("uploads", id).then(nothing, nothing);

export async function keptUploads(): Promise<readonly KeptUpload[]> {
  const all: readonly unknown[] = await readAll("uploads").catch(() => []);
  return all.filter(isKept).sort((one, other) => one.addedAt - other.addedAt);
}

const nothing = () => undefined;

function isKept(value: unknown): value is KeptUpload {
  return typeof value === "object" && value !== null && "file" in value && value.file instanceof Blob && "id" in value;
}
