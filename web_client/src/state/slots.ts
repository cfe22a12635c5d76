import type { Slot, Specialist } from "../wire/generated";

export const SLOT_MINUTES = 30;
const MINUTE_MS = 60_000;
const GRID_MS = 15 * MINUTE_MS;
/** Somebody who is free now is booked from the next whole five minutes. */
const NOW_GRID_MS = 5 * MINUTE_MS;

const ceil = (ms: number, grid: number) => Math.ceil(ms / grid) * grid;
const slot = (start: number): Slot => ({
  start: new Date(start).toISOString(),
  end: new Date(start + SLOT_MINUTES * MINUTE_MS).toISOString(),
});

/** Times at which a consultation can begin within free spans, on a grid of half hours from each span's start. */
export function startsIn(spans: readonly Slot[], now: number): readonly Slot[] {
  const found: Slot[] = [];
  for (const span of spans) {
    const end = Date.parse(span.end);
    const step = SLOT_MINUTES * MINUTE_MS;
    for (let start = ceil(Math.max(Date.parse(span.start), now), GRID_MS); start + step <= end; start += step) {
      found.push(slot(start));
    }
  }
  return found;
}

/** The running minutes as a slot, for somebody who is not booked now. */
export const slotNow = (now: number): Slot => slot(ceil(now, NOW_GRID_MS));

export const slotAt = (start: number): Slot => slot(start);

/** Whether a specialist works at this hour: the free times offered go on within the next half hour. */
export function isOnDuty(of: Specialist, now: number): boolean {
  const [first] = of.freeSlots;
  return first !== undefined && Date.parse(first.start) - now <= SLOT_MINUTES * MINUTE_MS;
}

/** The first time to propose: at once in an emergency, else the first that is offered. */
export function firstFree(of: Specialist, now: number, isEmergency: boolean): Slot | null {
  if (isEmergency && of.isFreeNow) return slotNow(now);
  return startsIn(of.freeSlots, now)[0] ?? null;
}

/** Slots by local day, in order. `dayOf` names the day of a moment. */
export function byDay(slots: readonly Slot[], dayOf: (at: string) => string): ReadonlyMap<string, readonly Slot[]> {
  const days = new Map<string, Slot[]>();
  for (const one of slots) {
    const day = dayOf(one.start);
    const known = days.get(day);
    if (known) known.push(one);
    else days.set(day, [one]);
  }
  return days;
}
