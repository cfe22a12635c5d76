import type { CommandBody, LiveCode } from "../wire/generated";
import { newKey, type AckOf, type LiveSocket } from "../wire/socket";
import type { Timing } from "./timing";

interface Pending {
  readonly transmit: (socket: LiveSocket) => void;
  readonly giveUp: (code: LiveCode, message: string) => void;
}

export interface OutgoingListener {
  /** The connection does not answer. */
  silent(socket: LiveSocket): void;
  /** The server does not know this connection's seat (any more). */
  unseated(socket: LiveSocket): void;
}

const AT_MOST = 200;
const TRIES = 6;
const FIRST_PAUSE_MS = 150;
const AGAIN: ReadonlySet<LiveCode> = new Set(["busy", "broken", "flood"]);

/**
 * Commands that are not acknowledged yet. Each keeps its idempotency key for life and is sent again, in order,
 * on every new connection, so that it acts exactly once whatever happens to connections and servers.
 */
export class Outgoing {
  readonly #pending = new Set<Pending>();
  #socket: LiveSocket | null = null;
  #over: { readonly code: LiveCode; readonly message: string } | null = null;

  constructor(
    private readonly timing: Timing,
    private readonly listener: OutgoingListener,
  ) {}

  get size(): number {
    return this.#pending.size;
  }

  /** `again`: whether to repeat a command that the server was too busy for; it may then overtake later ones. */
  send<B extends CommandBody>(body: B, again = true): Promise<AckOf<B>> {
    return new Promise((resolve) => {
      const key = newKey();
      let tries = 0;
      const settle = (ack: AckOf<B>) => {
        this.#pending.delete(pending);
        resolve(ack);
      };
      const answered = (socket: LiveSocket, ack: AckOf<B>) => {
        if (ack.ok || !this.#pending.has(pending)) settle(ack);
        else if (ack.code === "not_joined") this.listener.unseated(socket);
        else if (again && AGAIN.has(ack.code) && tries < TRIES) this.#later(socket, pending, tries++);
        else settle(ack);
      };
      const pending: Pending = {
        transmit: (socket) => {
          socket.command(key, body).then(
            (ack) => answered(socket, ack),
            () => this.listener.silent(socket),
          );
        },
        giveUp: (code, message) => settle({ ok: false, code, message, field: null, presenter: null, annotation: null }),
      };
      this.#take(pending);
    });
  }

  /** The seat is taken on this connection: send everything that waits. */
  attach(socket: LiveSocket): void {
    this.#over = null;
    this.#socket = socket;
    for (const pending of this.#pending) pending.transmit(socket);
  }

  /** The connection is gone; what waits is kept. */
  detach(): void {
    this.#socket = null;
  }

  /** There will be no other connection. */
  giveUp(code: LiveCode, message: string): void {
    this.#over = { code, message };
    for (const pending of [...this.#pending]) pending.giveUp(code, message);
  }

  #take(pending: Pending): void {
    if (this.#over !== null) {
      pending.giveUp(this.#over.code, this.#over.message);
      return;
    }
    if (this.#pending.size >= AT_MOST) {
      pending.giveUp("busy", "Too much waits to be sent.");
      return;
    }
    this.#pending.add(pending);
    if (this.#socket !== null) pending.transmit(this.#socket);
  }

  #later(socket: LiveSocket, pending: Pending, tries: number): void {
    this.timing.after(FIRST_PAUSE_MS * 2 ** tries, () => {
      if (this.#socket === socket && this.#pending.has(pending)) pending.transmit(socket);
    });
  }
}
