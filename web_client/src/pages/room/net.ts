/** How good the line is, from the numbers of the browser. */
import type { PeerStats } from "../../live/stats";

export type Quality = "unknown" | "good" | "fair" | "poor";

export interface Net {
  readonly quality: Quality;
  readonly roundTripMs: number | null;
}

export const UNKNOWN_NET: Net = { quality: "unknown", roundTripMs: null };

const FAIR = { roundTripMs: 300, loss: 0.03 };
const POOR = { roundTripMs: 800, loss: 0.12 };

interface Totals {
  readonly received: number;
  readonly lost: number;
}

export function totalsOf(stats: PeerStats): Totals {
  const all = [...stats.incoming.values()];
  return {
    received: all.reduce((sum, one) => sum + one.packetsReceived, 0),
    lost: all.reduce((sum, one) => sum + Math.max(0, one.packetsLost), 0),
  };
}

/** Judges the time since `before`: what was bad a minute ago need not be bad now. */
export function netOf(before: Totals, stats: PeerStats): Net {
  const now = totalsOf(stats);
  const received = Math.max(0, now.received - before.received);
  const lost = Math.max(0, now.lost - before.lost);
  const loss = received + lost === 0 ? 0 : lost / (received + lost);
  const { roundTripMs } = stats;
  if (roundTripMs === null) return UNKNOWN_NET;
  const isWorse = (limit: typeof FAIR) => roundTripMs > limit.roundTripMs || loss > limit.loss;
  return { quality: isWorse(POOR) ? "poor" : isWorse(FAIR) ? "fair" : "good", roundTripMs };
}
