/** Where things stand in a day's column. Pure: times are epoch milliseconds. */

const HOUR_MS = 3_600_000;

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Placed<T> {
  readonly item: T;
  /** Hours from the top of the grid. */
  readonly top: number;
  readonly height: number;
  /** Which of `lanes` columns side by side, from 0. */
  readonly lane: number;
  readonly lanes: number;
}

/** The whole hours that hold all spans, a working day at least. */
export function hoursOf(spans: readonly Span[], dayStart: (at: number) => number): readonly [number, number] {
  let first = 8;
  let last = 18;
  for (const { start, end } of spans) {
    first = Math.min(first, Math.floor((start - dayStart(start)) / HOUR_MS));
    last = Math.max(last, Math.ceil((end - dayStart(start)) / HOUR_MS));
  }
  return [Math.max(0, first), Math.min(24, last)];
}

/** Put items that overlap side by side, the earliest leftmost. */
export function place<T>(items: readonly T[], spanOf: (item: T) => Span, gridStart: number): readonly Placed<T>[] {
  const sorted = [...items].sort((one, other) => spanOf(one).start - spanOf(other).start);
  const placed: Placed<T>[] = [];
  let group: { readonly item: T; readonly lane: number }[] = [];
  let laneEnds: number[] = [];
  const close = () => {
    for (const { item, lane } of group) {
      const { start, end } = spanOf(item);
      placed.push({
        item,
        top: (start - gridStart) / HOUR_MS,
        height: (end - start) / HOUR_MS,
        lane,
        lanes: laneEnds.length,
      });
    }
    group = [];
    laneEnds = [];
  };
  for (const item of sorted) {
    const { start, end } = spanOf(item);
    if (laneEnds.length > 0 && laneEnds.every((laneEnd) => laneEnd <= start)) close();
    const free = laneEnds.findIndex((laneEnd) => laneEnd <= start);
    const lane = free < 0 ? laneEnds.length : free;
    laneEnds[lane] = end;
    group.push({ item, lane });
  }
  close();
  return placed;
}
