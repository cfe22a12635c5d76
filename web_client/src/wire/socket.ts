import { io, type Socket } from "socket.io-client";

import {
  LIVE_NAMESPACE,
  type Ack,
  type ClientCommands,
  type CommandBody,
  type ServerEvents,
  type Signs,
} from "./generated";

/** What a command is answered, by its body. */
export type AckOf<B extends CommandBody> = Ack<ClientCommands[B["type"]]["reply"]>;
export type ServerEvent = keyof ServerEvents;

/** No acknowledgement came: the command may or may not have been applied; send it again under the same key. */
export class NoAnswer extends Error {
  constructor() {
    super("The server did not acknowledge the command.");
    this.name = "NoAnswer";
  }
}

/** The server does not let us in; `code` is stable, "network" when it was not reached. */
export class ConnectRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "ConnectRefused";
  }
}

/** One connection to the live room. It never reconnects by itself: whoever holds it opens another. */
export interface LiveSocket {
  /** Send a command under an idempotency key. Rejects with NoAnswer when the connection breaks or is too slow. */
  command<B extends CommandBody>(key: string, body: B): Promise<AckOf<B>>;
  /** Send what may be lost. */
  signs(signs: Signs): void;
  on<E extends ServerEvent>(event: E, listener: (payload: ServerEvents[E]) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Opens a connection with a single-use token. Rejects with ConnectRefused. */
export type OpenSocket = (token: string) => Promise<LiveSocket>;

export interface SocketSettings {
  /** Origin of the server; empty: the page's own. */
  readonly origin?: string;
  readonly path?: string;
  readonly ackTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** Further handshake headers, where there is no browser to send the cookie. */
  readonly headers?: Record<string, string>;
}

/** A key under which a command acts once, however often it is sent. */
export function newKey(): string {
  return crypto.randomUUID();
}

/** Make the function that opens connections to the server's live namespace. */
export function socketOpener(settings: SocketSettings = {}): OpenSocket {
  return (token) =>
    new Promise((resolve, reject) => {
      const socket = io((settings.origin ?? "") + LIVE_NAMESPACE, {
        path: settings.path ?? "/socket.io",
        transports: ["websocket"],
        reconnection: false,
        forceNew: true,
        timeout: settings.connectTimeoutMs ?? 8_000,
        auth: { token },
        ...(settings.headers === undefined ? {} : { extraHeaders: settings.headers }),
      });
      socket.once("connect", () => {
        socket.off("connect_error");
        resolve(wrap(socket, settings.ackTimeoutMs ?? 10_000));
      });
      socket.once("connect_error", (error) => {
        socket.disconnect();
        reject(refusal(error));
      });
    });
}

function refusal(error: Error): ConnectRefused {
  const data = (error as Error & { data?: unknown }).data;
  if (typeof data === "object" && data !== null && "code" in data && typeof data.code === "string") {
    return new ConnectRefused(data.code, error.message);
  }
  return new ConnectRefused("network", error.message);
}

function wrap(socket: Socket, ackTimeoutMs: number): LiveSocket {
  return {
    command: <B extends CommandBody>(key: string, body: B) =>
      new Promise<AckOf<B>>((resolve, reject) => {
        const broken = () => reject(new NoAnswer());
        socket.once("disconnect", broken);
        socket.timeout(ackTimeoutMs).emit("command", { id: key, body }, (error: Error | null, ack: AckOf<B>) => {
          socket.off("disconnect", broken);
          if (error === null) resolve(ack);
          else broken();
        });
      }),
    signs: (signs) => {
      if (socket.connected) socket.volatile.emit("presence", signs);
    },
    on: (event, listener) => {
      socket.on(event as string, listener as (payload: unknown) => void);
    },
    onClose: (listener) => {
      socket.once("disconnect", listener);
    },
    close: () => {
      socket.disconnect();
    },
  };
}
