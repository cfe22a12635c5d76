/** Which frame of a clip is due; pure, time is an argument. */
export interface CineClock {
  readonly startMs: number;
  readonly startIndex: number;
  readonly framesPerS: number;
  readonly count: number;
}

export function frameDue(clock: CineClock, nowMs: number): number {
  const passed = Math.floor(((nowMs - clock.startMs) * clock.framesPerS) / 1000);
  return (clock.startIndex + Math.max(0, passed)) % clock.count;
}
