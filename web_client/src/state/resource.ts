import { useEffect, useRef, useState } from "preact/hooks";

/** Something that is fetched. While a newer value is on its way the old one stays readable. */
export type Resource<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly value: T; readonly isStale: boolean }
  | { readonly kind: "failed"; readonly error: unknown };

export interface Fetched<T> {
  readonly state: Resource<T>;
  /** The value when there is one. */
  readonly value: T | null;
  readonly reload: () => void;
  /** Put a value that a change has answered with in place. */
  readonly put: (value: T) => void;
}

/** Fetch when `key` changes, and every `everyMs` when given. A null key fetches nothing. */
export function useFetched<T>(
  key: string | null,
  fetch: (signal: AbortSignal) => Promise<T>,
  everyMs?: number,
): Fetched<T> {
  const [state, setState] = useState<Resource<T>>({ kind: "loading" });
  const [turn, setTurn] = useState(0);
  const latest = useRef(fetch);
  latest.current = fetch;
  useEffect(() => {
    if (key === null) return undefined;
    const stop = new AbortController();
    setState((old) => (old.kind === "ready" ? { ...old, isStale: true } : { kind: "loading" }));
    latest
      .current(stop.signal)
      .then((value) => {
        if (!stop.signal.aborted) setState({ kind: "ready", value, isStale: false });
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setState((old) => afterFailure(old, error));
      });
    return () => stop.abort();
  }, [key, turn]);
  useEffect(() => {
    if (everyMs === undefined || key === null) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) setTurn((old) => old + 1);
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, key]);
  return {
    state,
    value: state.kind === "ready" ? state.value : null,
    reload: () => setTurn((old) => old + 1),
    put: (value) => setState({ kind: "ready", value, isStale: false }),
  };
}

/** A value that is already shown stays when a refresh fails; only a first load shows the failure. */
function afterFailure<T>(old: Resource<T>, error: unknown): Resource<T> {
  return old.kind === "ready" && isPassing(error) ? { ...old, isStale: true } : { kind: "failed", error };
}

const isPassing = (error: unknown) =>
  typeof error === "object" && error !== null && "status" in error && (error.status === 0 || error.status === 503);
