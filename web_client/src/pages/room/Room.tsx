import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Failure, Skeleton } from "../../components/Feedback";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import type { Consultation, Session } from "../../wire/generated";
import type { PageProps } from "../route";
import { RoomConnection } from "./connection";
import { InRoom } from "./InRoom";
import { LocalMedia } from "./local_media";
import { Over } from "./Over";
import "./room.css";
import { seatMemory } from "./seat_memory";
import { WaitingRoom } from "./WaitingRoom";

export default function Room({ params: { sessionId } }: PageProps<"/sessions/:sessionId/room">) {
  const loaded = useFetched(sessionId, (signal) => load(sessionId, signal));
  if (loaded.state.kind === "failed") {
    return (
      <main class="room-message">
        <Failure error={loaded.state.error} />
      </main>
    );
  }
  return loaded.value ? <Seat {...loaded.value} /> : <Skeleton />;
}

interface Loaded {
  readonly session: Session;
  readonly consultation: Consultation;
}

async function load(sessionId: string, signal: AbortSignal): Promise<Loaded> {
  const session = await api.call("session", { params: { sessionId } }, { signal });
  const params = { consultationId: session.consultationId };
  return { session, consultation: await api.call("consultation", { params }, { signal }) };
}

/** From the waiting room into the room and out again. A page that is loaded anew in mid-call goes back in at once. */
function Seat({ session, consultation }: Loaded) {
  const [turn, setTurn] = useState(0);
  const media = useMemo(() => new LocalMedia(), [turn]);
  const connection = useMemo(() => new RoomConnection(session, consultation, media), [media, session, consultation]);
  const hasAsked = useSignal(false);
  const memory = seatMemory(session.id);
  const enter = (agrees: boolean) => {
    hasAsked.value = true;
    memory.keep();
    connection.start(agrees);
  };
  useEffect(() => {
    if (memory.isKept()) void reopenDevices(media).then(() => enter(false));
    return () => connection.stop();
  }, [connection]);
  const again = () => {
    hasAsked.value = false;
    connection.stop();
    setTurn(turn + 1);
  };
  const leave = () => {
    memory.forget();
    void connection.leave();
  };
  const state = connection.live.state.value;
  const ownId = connection.live.ownId.value;
  const isIn = state.kind === "live" || state.kind === "lost";
  const model = useMemo(() => (ownId === null ? null : connection.model(ownId, consultation)), [connection, ownId]);
  if (hasAsked.value && isIn && model) return <InRoom room={model} onLeave={leave} />;
  if (hasAsked.value && !isIn && state.kind !== "joining") {
    return <Over state={state} live={connection.live} session={session} onAgain={again} />;
  }
  if (memory.isKept() || hasAsked.value) return <Skeleton />;
  return <WaitingRoom session={session} media={media} onJoin={enter} />;
}

async function reopenDevices(media: LocalMedia): Promise<void> {
  await media.openMicrophone();
  await media.openCamera();
}
