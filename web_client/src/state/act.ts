import { useRef, useState } from "preact/hooks";
import { explain } from "./errors";
import { toast } from "./toasts";

export interface Act {
  readonly isBusy: boolean;
  /** Why the last try failed; null when it did not. */
  readonly error: unknown;
  /** Do something that can fail. One thing at a time: a second click does nothing. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>;
  readonly clear: () => void;
}

/** Something a button starts: busy while it runs, and its failure. */
export function useAct(): Act {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isRunning = useRef(false);
  const run = async (work: () => Promise<void>) => {
    if (isRunning.current) return false;
    isRunning.current = true;
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  return { isBusy, error, run, clear: () => setError(null) };
}

/** Start something whose failure is told in a corner. */
export function attempt(work: () => Promise<void>): void {
  work().catch((error: unknown) => toast("danger", explain(error)));
}
