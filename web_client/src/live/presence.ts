import type { Pointer, Presence } from "../wire/generated";

/** What may be lost: where people point, how loud they are, who writes. */
export interface PresenceState {
  readonly pointers: ReadonlyMap<string, Pointer>;
  /** Loudness in dBov, 0 loudest to -127. */
  readonly levels: ReadonlyMap<string, number>;
  readonly typing: readonly string[];
}

export const NO_PRESENCE: PresenceState = { pointers: new Map(), levels: new Map(), typing: [] };

/** The presence after what the server told: only what changed is in it. */
export function withPresence(state: PresenceState, told: Presence): PresenceState {
  return {
    pointers: told.pointers.length === 0 ? state.pointers : withPointers(state.pointers, told),
    levels:
      told.levels.length === 0
        ? state.levels
        : new Map([...state.levels, ...told.levels.map((one) => [one.participantId, one.dbov] as const)]),
    typing: told.typing ?? state.typing,
  };
}

function withPointers(before: ReadonlyMap<string, Pointer>, told: Presence): ReadonlyMap<string, Pointer> {
  const pointers = new Map(before);
  for (const { participantId, pointer } of told.pointers) {
    if (pointer === null) pointers.delete(participantId);
    else pointers.set(participantId, pointer);
  }
  return pointers;
}
