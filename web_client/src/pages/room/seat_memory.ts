/** Remembers, for this tab only, that its user sits in a room: a page loaded anew goes straight back in. */
export interface SeatMemory {
  readonly isKept: () => boolean;
  readonly keep: () => void;
  readonly forget: () => void;
}

export function seatMemory(sessionId: string): SeatMemory {
  const key = `telemed.seat.${sessionId}`;
  return {
    isKept: () => sessionStorage.getItem(key) !== null,
    keep: () => sessionStorage.setItem(key, "1"),
    forget: () => sessionStorage.removeItem(key),
  };
}
