import { useComputed } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { t } from "../../i18n";
import type { RoomState } from "../../wire/generated";
import { type Incoming, useRoom } from "./model";
import { VideoTile } from "./VideoTile";

const CLEARLY = 0.3;

/** Everyone here; who spoke last has the big tile. */
export function Tiles() {
  const room = useRoom();
  const last = useRef<string | null>(null);
  const big = useComputed(() => {
    const others = [...room.levels.value].filter(([id]) => id !== room.ownId);
    const loudest = others.sort(([, one], [, other]) => other - one)[0];
    if (loudest && loudest[1] > CLEARLY) last.current = loudest[0];
    return last.current;
  }).value;
  const state = room.state.value;
  const own = useOwnPicture();
  const order = ordered(state, room.ownId, big);
  const hands = handQueue(state);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a strip that scrolls must be reachable by keyboard
    <section class="tiles" data-count={order.length} aria-label={t("room.pictures")} tabIndex={0}>
      {order.map((participant, index) => (
        <VideoTile
          key={participant.participantId}
          participant={participant}
          isBig={index === 0}
          handPlace={hands.indexOf(participant.participantId) + 1}
          stream={
            participant.participantId === room.ownId ? own : pictureOf(room.incoming.value, participant.participantId)
          }
        />
      ))}
    </section>
  );
}

/** The big one first, oneself last, the others as they came. */
function ordered(state: RoomState, ownId: string, big: string | null) {
  const rank = (id: string) => (id === ownId ? 2 : id === big ? 0 : 1);
  return [...state.participants].sort((one, other) => rank(one.participantId) - rank(other.participantId));
}

/** Ids of raised hands, first come first. */
export function handQueue(state: RoomState): readonly string[] {
  return state.participants
    .filter((one) => one.handRaisedAtMs !== null)
    .sort((one, other) => (one.handRaisedAtMs ?? 0) - (other.handRaisedAtMs ?? 0))
    .map((one) => one.participantId);
}

function pictureOf(incoming: readonly Incoming[], participantId: string): MediaStream | null {
  return incoming.find((one) => one.participantId === participantId && one.source === "camera")?.stream ?? null;
}

function useOwnPicture(): MediaStream | null {
  const { track } = useRoom().media.camera.value;
  return useMemo(() => track && new MediaStream([track]), [track]);
}
