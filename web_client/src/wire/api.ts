import { REST_ROUTES, type ErrorBody, type RestMap } from "./generated";

/** Why a request failed. `code` is stable; "network" and "timeout" are the client's own, with status 0. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field: string | null = null,
    /** What to do about it, in English; translate by code. */
    readonly remedy: string | null = null,
    /** The state that stood in the way of a step. */
    readonly state: string | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

type Part<Name extends string, T> = [T] extends [undefined]
  ? unknown
  : Record<never, never> extends T
    ? { readonly [N in Name]?: T }
    : { readonly [N in Name]: T };

export type Endpoint = keyof RestMap;

/** What a call of an endpoint must be given: params of the path, query and body, as far as it has them. */
export type Given<K extends Endpoint> = Part<"params", RestMap[K]["params"]> &
  Part<"query", RestMap[K]["query"]> &
  Part<"body", RestMap[K]["body"]>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export type Arguments<K extends Endpoint> =
  unknown extends Given<K>
    ? [given?: Record<string, never>, options?: CallOptions]
    : Record<never, never> extends Given<K>
      ? [given?: Given<K>, options?: CallOptions]
      : [given: Given<K>, options?: CallOptions];

export interface ApiSettings {
  readonly fetch?: typeof fetch;
  /** Put before every path; empty in the browser. */
  readonly base?: string;
  readonly timeoutMs?: number;
  /** Called when the server says that nobody is signed in. */
  readonly onSignedOut?: () => void;
}

interface Loose {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Typed access to every endpoint of the server. */
export class Api {
  readonly #fetch: typeof fetch;
  readonly #base: string;
  readonly #timeoutMs: number;
  readonly #onSignedOut: () => void;

  constructor(settings: ApiSettings = {}) {
    this.#fetch = settings.fetch ?? globalThis.fetch.bind(globalThis);
    this.#base = settings.base ?? "";
    this.#timeoutMs = settings.timeoutMs ?? 30_000;
    this.#onSignedOut = settings.onSignedOut ?? (() => undefined);
  }

  /** Call an endpoint and return its JSON reply. Throws ApiError. */
  async call<K extends Endpoint>(name: K, ...[given, options]: Arguments<K>): Promise<RestMap[K]["reply"]> {
    const response = await this.#send(name, (given ?? {}) as Loose, options ?? {});
    if (response.status === 204 || response.headers.get("content-length") === "0") {
      return undefined as RestMap[K]["reply"];
    }
    return (await response.json()) as RestMap[K]["reply"];
  }

  /** Call an endpoint and return the response itself, for bytes and for headers. Throws ApiError. */
  async raw<K extends Endpoint>(name: K, ...[given, options]: Arguments<K>): Promise<Response> {
    return this.#send(name, (given ?? {}) as Loose, options ?? {});
  }

  /** The address of an endpoint, for links, images and media elements. */
  url<K extends Endpoint>(name: K, ...[given]: Arguments<K>): string {
    return this.#base + pathOf(name, (given ?? {}) as Loose);
  }

  async #send(name: Endpoint, given: Loose, options: CallOptions): Promise<Response> {
    const timer = new AbortController();
    const alarm = setTimeout(() => timer.abort(), options.timeoutMs ?? this.#timeoutMs);
    const forward = () => timer.abort();
    options.signal?.addEventListener("abort", forward);
    try {
      const response = await this.#fetch(this.#base + pathOf(name, given), {
        method: REST_ROUTES[name].method,
        headers: headersOf(given.body, options.headers ?? {}),
        body: bodyOf(given.body),
        credentials: "same-origin",
        signal: timer.signal,
      });
      if (!response.ok) throw await this.#refusal(response);
      return response;
    } catch (error) {
      throw this.#explained(error, timer.signal.aborted, options.signal);
    } finally {
      clearTimeout(alarm);
      options.signal?.removeEventListener("abort", forward);
    }
  }

  async #refusal(response: Response): Promise<ApiError> {
    const body = await errorBody(response);
    if (response.status === 401) this.#onSignedOut();
    return new ApiError(response.status, body.code, body.message, body.field, body.remedy, body.state);
  }

  #explained(error: unknown, aborted: boolean, asked: AbortSignal | undefined): unknown {
    if (error instanceof ApiError || asked?.aborted === true) return error;
    if (aborted) return new ApiError(0, "timeout", "The server did not answer in time.");
    return new ApiError(0, "network", "The server cannot be reached.");
  }
}

function pathOf(name: Endpoint, given: Loose): string {
  const path = REST_ROUTES[name].path.replace(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(given.params?.[key] ?? ""),
  );
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(given.query ?? {})) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) query.append(key, String(item));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

function headersOf(body: unknown, more: Readonly<Record<string, string>>): Record<string, string> {
  const json = body !== undefined && !(body instanceof Blob);
  return { "X-Telemed": "1", ...(json ? { "Content-Type": "application/json" } : {}), ...more };
}

function bodyOf(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return body instanceof Blob ? body : JSON.stringify(body);
}

async function errorBody(response: Response): Promise<ErrorBody> {
  try {
    const body = (await response.json()) as Partial<ErrorBody>;
    if (typeof body.code === "string") {
      const { code, message = "", field = null, remedy = null, state = null } = body;
      return { code, message, field, remedy, state };
    }
  } catch {
    // not JSON: a proxy's page
  }
  const message = `The server answered ${String(response.status)}.`;
  return { code: "broken", message, field: null, remedy: null, state: null };
}
