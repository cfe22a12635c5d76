import { ApiError } from "../wire/api";
import {
  PROTOCOL,
  type Bye,
  type Entries,
  type Joined,
  type Presence,
  type StateTold,
  type Refused,
  type TrackList,
} from "../wire/generated";
import { ConnectRefused, newKey, type LiveSocket, type OpenSocket } from "../wire/socket";

/** How one connection ended. */
export type LinkEnd =
  | { readonly kind: "lost"; readonly wasLive: boolean }
  | { readonly kind: "bye"; readonly reason: Bye["reason"] }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

export interface LinkListener {
  joined(socket: LiveSocket, answer: Joined): void;
  entries(told: Entries): void;
  state(told: StateTold): void;
  tracks(told: TrackList): void;
  presence(told: Presence): void;
}

export interface LinkSettings {
  readonly openSocket: OpenSocket;
  /** Asks the server for a fresh single-use token. */
  readonly getToken: () => Promise<string>;
  /** Names this page: the server gives the same page its media back. */
  readonly instance: string;
}

export interface JoinWish {
  readonly since: number;
  /** Who told us up to `since`. */
  readonly host: string | null;
  readonly consentsToRecording: boolean;
}

/** What a new token or another try may cure. */
const PASSING: ReadonlySet<string> = new Set(["network", "timeout", "token_invalid", "busy", "broken", "flood"]);

/** Lives through one connection: token, socket, join, events, until it ends. Never throws. */
export async function live(settings: LinkSettings, wish: JoinWish, listener: LinkListener): Promise<LinkEnd> {
  let socket: LiveSocket;
  try {
    socket = await settings.openSocket(await settings.getToken());
  } catch (error) {
    return refusalOf(error);
  }
  return new Promise((resolve) => {
    let isLive = false;
    const end = (how: LinkEnd) => {
      resolve(how);
      socket.close();
    };
    socket.onClose(() => end({ kind: "lost", wasLive: isLive }));
    socket.on("bye", (bye) => end({ kind: "bye", reason: bye.reason }));
    socket.on("entries", (told) => isLive && listener.entries(told));
    socket.on("state", (told) => isLive && listener.state(told));
    socket.on("tracks", (told) => isLive && listener.tracks(told));
    socket.on("presence", (told) => isLive && listener.presence(told));
    const join = { type: "join", protocol: PROTOCOL, instance: settings.instance, ...wish } as const;
    socket.command(newKey(), join).then(
      (ack) => {
        if (!ack.ok) {
          end(endOf(ack));
          return;
        }
        isLive = true;
        listener.joined(socket, ack.body);
      },
      () => end({ kind: "lost", wasLive: false }),
    );
  });
}

function endOf(ack: Refused): LinkEnd {
  return PASSING.has(ack.code)
    ? { kind: "lost", wasLive: false }
    : { kind: "refused", code: ack.code, message: ack.message };
}

function refusalOf(error: unknown): LinkEnd {
  if (error instanceof ConnectRefused || error instanceof ApiError) {
    const isPassing = PASSING.has(error.code) || (error instanceof ApiError && error.status >= 500);
    if (!isPassing) return { kind: "refused", code: error.code, message: error.message };
  }
  return { kind: "lost", wasLive: false };
}
