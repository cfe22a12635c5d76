import type { Upload as Answer } from "../wire/generated";
import { api, ApiError } from "./api";
import type { KeptUpload } from "./upload_store";

/** Small enough that a broken line costs little, large enough for a fast one. */
const CHUNK_BYTES = 512 * 1024;
const RETRY_DELAYS_MS = [0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000];
/** A line that moves nothing for so long is taken for dead and opened anew. */
const STUCK_MS = 30_000;
const WATCH_MS = 5_000;
const CHECK_EVERY_MS = 1_200;

export interface JobEvents {
  readonly onAddress: (address: string) => void;
  readonly onProgress: (sentBytes: number) => void;
  readonly onChecking: () => void;
}

/** Send one file to the end and learn what became of it. Aborting keeps what the server has; throws ApiError. */
export async function send(of: KeptUpload, events: JobEvents, signal: AbortSignal): Promise<Answer> {
  const address = await sendBytes(of, events, signal);
  events.onChecking();
  return await verdict(idOf(address), signal);
}

const idOf = (address: string): string => new URL(address, location.origin).pathname.split("/").pop() ?? "";

async function sendBytes(of: KeptUpload, events: JobEvents, signal: AbortSignal): Promise<string> {
  const { Upload } = await import("tus-js-client");
  return new Promise((resolve, reject) => {
    let movedAt = Date.now();
    const upload = new Upload(new File([of.file], of.name), {
      endpoint: api.url("uploadOptions"),
      uploadUrl: of.address,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      storeFingerprintForResuming: false,
      headers: { "X-Telemed": "1" },
      metadata: {
        consultationId: of.consultationId,
        filename: of.name,
        ...(of.path === "" ? {} : { relativePath: of.path }),
      },
      onUploadUrlAvailable: () => {
        if (upload.url !== null) events.onAddress(upload.url);
      },
      onProgress: (sent) => {
        movedAt = Date.now();
        events.onProgress(sent);
      },
      onShouldRetry: (error) => isPassing(error.originalResponse?.getStatus() ?? 0),
      onSuccess: () => {
        stop();
        resolve(upload.url ?? "");
      },
      onError: (error) => {
        stop();
        reject(toApiError(error));
      },
    });
    const watch = setInterval(() => {
      if (Date.now() - movedAt < STUCK_MS || !navigator.onLine) return;
      movedAt = Date.now();
      void upload.abort().then(() => upload.start());
    }, WATCH_MS);
    const abort = () => {
      stop();
      void upload.abort();
      reject(new DOMException("paused", "AbortError"));
    };
    const stop = () => {
      clearInterval(watch);
      signal.removeEventListener("abort", abort);
    };
    signal.addEventListener("abort", abort);
    upload.start();
  });
}

/** 0: no answer at all; 409 and 423: another try finds the right offset. */
const isPassing = (status: number) =>
  status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;

/** What the server made of the file; it may still be looking into it. */
async function verdict(uploadId: string, signal: AbortSignal): Promise<Answer> {
  for (;;) {
    const answer = await api.call("upload", { params: { uploadId } }, { signal });
    if (answer.state !== "checking" && answer.state !== "receiving") return answer;
    await pause(CHECK_EVERY_MS, signal);
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("paused", "AbortError"));
    });
  });

interface Answered {
  readonly originalResponse?: { getStatus(): number; getBody(): string } | null;
}
const isAnswered = (error: Error): error is Error & Answered => "originalResponse" in error;

/** The server's own words, when it answered in its own shape. */
export function toApiError(error: Error): ApiError {
  const response = isAnswered(error) ? error.originalResponse : null;
  if (!response) return new ApiError(0, "network", error.message);
  const status = response.getStatus();
  const { code, message, field } = parse(response.getBody());
  return new ApiError(status, code ?? "broken", message ?? `The server answered ${status}.`, field ?? null);
}

interface Words {
  readonly code?: string;
  readonly message?: string;
  readonly field?: string;
}

function parse(body: string): Words {
  try {
    const found: unknown = JSON.parse(body);
    if (typeof found !== "object" || found === null) return {};
    const words = Object.entries(found).filter(([, value]) => typeof value === "string");
    return Object.fromEntries(words);
  } catch {
    return {}; // a proxy's page
  }
}
