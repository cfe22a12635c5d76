/** What the device check found, told to the server so that the coordinator sees who is ready (N08, N35). */
import { api } from "../../state/api";
import type { CheckResult } from "../../wire/generated";
import { browserOf } from "./browser_name";
import type { Capture, LocalMedia } from "./local_media";

export interface Checks {
  readonly speaker: CheckResult;
  readonly connection: CheckResult;
  readonly roundTripMs: number | null;
}

export function resultOf(capture: Capture): CheckResult {
  if (capture.track) return "ok";
  if (capture.problem === "denied") return "denied";
  return capture.problem === "missing" ? "absent" : capture.problem ? "failed" : "skipped";
}

/** Nobody waits for this, and joining does not depend on it. */
export function reportChecks(sessionId: string, media: LocalMedia, checks: Checks): void {
  const body = {
    camera: resultOf(media.camera.value),
    microphone: resultOf(media.microphone.value),
    ...checks,
    browser: browserOf(navigator.userAgent),
  };
  void api.call("deviceCheck", { params: { sessionId }, body }).catch(() => undefined);
}

const PROBES = 5;

/** Median time of some small requests, ms. Throws ApiError when the server is not reached. */
export async function roundTrip(): Promise<number> {
  const times: number[] = [];
  for (let probe = 0; probe < PROBES; probe += 1) {
    const startMs = performance.now();
    await api.raw("health");
    times.push(performance.now() - startMs);
  }
  return Math.round(times.sort((one, other) => one - other)[Math.floor(PROBES / 2)] ?? 0);
}

const GOOD_MS = 200;
const FAIR_MS = 500;

export function gradeOf(roundTripMs: number): "good" | "fair" | "poor" {
  if (roundTripMs < GOOD_MS) return "good";
  return roundTripMs < FAIR_MS ? "fair" : "poor";
}
