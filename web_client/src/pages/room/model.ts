/** What the parts of the room see of the session; filled in by `connection.ts`. */
import type { ReadonlySignal, Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { participantOf } from "../../live/room_state";
import type { LiveState } from "../../live/session";
import type {
  CommandBody,
  Consultation,
  Material,
  Participant,
  Pointer,
  RoomState,
  Session,
  TrackSource,
  ViewState,
} from "../../wire/generated";
import type { LocalMedia } from "./local_media";
import type { Net } from "./net";

/** Another participant's picture or voice. */
export interface Incoming {
  readonly trackId: string;
  readonly participantId: string;
  readonly source: TrackSource;
  readonly stream: MediaStream;
}

/** Sends a command; says so when it was refused, and answers whether it was done. */
export type Act = (body: CommandBody) => Promise<boolean>;

export interface RoomModel {
  readonly session: Session;
  readonly consultation: ReadonlySignal<Consultation>;
  readonly materials: ReadonlySignal<readonly Material[]>;
  readonly ownId: string;
  readonly state: ReadonlySignal<RoomState>;
  readonly link: ReadonlySignal<LiveState>;
  readonly net: ReadonlySignal<Net>;
  readonly incoming: ReadonlySignal<readonly Incoming[]>;
  /** Loudness of each participant as a share, 0 to 1. */
  readonly levels: ReadonlySignal<ReadonlyMap<string, number>>;
  readonly pointers: ReadonlySignal<ReadonlyMap<string, Pointer>>;
  readonly typing: ReadonlySignal<readonly string[]>;
  readonly isSavingData: Signal<boolean>;
  readonly media: LocalMedia;
  readonly act: Act;
  /** Shares the view of the material on the stage; what comes faster than the line bears is merged. */
  readonly share: (view: ViewState) => void;
  readonly point: (pointer: Pointer | null) => void;
  readonly setTyping: (isTyping: boolean) => void;
  readonly serverNow: () => number;
}

/** The part of it that the stage needs. */
export type StageSeat = Pick<RoomModel, "ownId" | "state" | "materials" | "pointers" | "act" | "share" | "point">;

export const RoomContext = createContext<RoomModel | null>(null);

export function useRoom(): RoomModel {
  const room = useContext(RoomContext);
  if (!room) throw new Error("outside of a room");
  return room;
}

export function personOf(state: RoomState, participantId: string | null): Participant | null {
  return participantOf(state, participantId);
}

export function isPresenting(room: Pick<RoomModel, "state" | "ownId">): boolean {
  return room.state.value.presenter.holderId === room.ownId;
}
