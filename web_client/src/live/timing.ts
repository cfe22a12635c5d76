export type Off = () => void;

/** Time as the live client needs it; tests give their own. */
export interface Timing {
  /** Epoch milliseconds. */
  now(): number;
  /** Call once after a while. */
  after(ms: number, act: () => void): Off;
  /** Call once with the next picture of the screen, or soon where there is none. */
  frame(act: () => void): Off;
}

const FRAME_MS = 33;

/** The browser's time; a hidden page gets no frames, so a timer stands in. */
export const realTiming: Timing = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  frame: (act) => {
    const timer = setTimeout(act, FRAME_MS);
    return () => clearTimeout(timer);
  },
};

/** Told when the network came back ("online") or only may have changed ("maybe"). */
export type NetworkListener = (how: "online" | "maybe") => void;

/** Watches the browser's network, so that a dead connection is not waited for. Does nothing without a browser. */
export function watchNetwork(listener: NetworkListener): Off {
  const changed = (event: Event) => listener(event.type === "online" ? "online" : "maybe");
  const connection = "navigator" in globalThis && "connection" in navigator ? navigator.connection : null;
  const source = connection instanceof EventTarget ? connection : null;
  if (typeof globalThis.addEventListener === "function") globalThis.addEventListener("online", changed);
  source?.addEventListener("change", changed);
  return () => {
    if (typeof globalThis.removeEventListener === "function") globalThis.removeEventListener("online", changed);
    source?.removeEventListener("change", changed);
  };
}
