/** A room server in a few lines, sockets that drop what they are told to, and time that moves by hand. */
import { EMPTY_ROOM, fold } from "../../src/live/room_state";
import type { Off, Timing } from "../../src/live/timing";
import type {
  Ack,
  CommandBody,
  EntryBody,
  Joined,
  LogEntry,
  Refused,
  RoomState,
  ServerEvents,
  Signs,
} from "../../src/wire/generated";
import { NoAnswer, type AckOf, type LiveSocket, type OpenSocket } from "../../src/wire/socket";

export const LI = "00000000-0000-0000-0000-00000000000a";
export const ZHANG = "00000000-0000-0000-0000-00000000000b";
export const CT = "00000000-0000-0000-0000-0000000000c1";

export class HandTiming implements Timing {
  #now = 1_000_000;
  #jobs: { readonly at: number; readonly act: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, act: () => void): Off {
    const job = { at: this.#now + ms, act };
    this.#jobs.push(job);
    return () => {
      this.#jobs = this.#jobs.filter((one) => one !== job);
    };
  }

  frame(act: () => void): Off {
    return this.after(16, act);
  }

  /** Let time pass; what is due is done in its order, with promises settled between. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#jobs.filter((job) => job.at <= end).sort((one, other) => one.at - other.at)[0];
      if (next === undefined) break;
      this.#jobs = this.#jobs.filter((job) => job !== next);
      this.#now = Math.max(this.#now, next.at);
      next.act();
      await settle();
    }
    this.#now = end;
  }
}

/** Let every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

export function refusal(code: Refused["code"]): Refused & { readonly ok: false } {
  return { ok: false, code, message: code, field: null, presenter: null, annotation: null };
}

export interface Weather {
  /** Does this broadcast reach the client? */
  delivers?: () => boolean;
  /** Is the acknowledgement of this command lost, after it was done? */
  losesAck?: (body: CommandBody) => boolean;
  /** Refuses a command before it is done. */
  refuses?: (body: CommandBody) => Refused["code"] | null;
  /** Holds a command back on its way. */
  delays?: () => Promise<void>;
}

export class FakeServer {
  readonly log: LogEntry[] = [];
  readonly received: CommandBody[] = [];
  readonly signs: Signs[] = [];
  state: RoomState = EMPTY_ROOM;
  weather: Weather = {};
  opened = 0;
  openFails: (() => Error) | null = null;
  socket: FakeSocket | null = null;
  readonly #done = new Map<string, number>();

  readonly open: OpenSocket = async () => {
    this.opened += 1;
    if (this.openFails !== null) throw this.openFails();
    this.socket = new FakeSocket(this);
    return this.socket;
  };

  append(body: EntryBody, by: string | null = LI): void {
    const entry = { seq: this.state.seq + 1, atMs: 5, mediaMs: null, participantId: by, body };
    this.state = fold(this.state, entry);
    this.log.push(entry);
    if (this.weather.delivers?.() ?? true) this.socket?.tell("entries", { entries: [entry] });
  }

  seat(participantId: string): void {
    this.append(
      { type: "participant.joined", accountId: participantId, displayName: "x", facilityName: "", role: "expert" },
      participantId,
    );
  }

  answer(key: string, body: CommandBody): Ack<unknown> {
    this.received.push(body);
    const code = this.weather.refuses?.(body) ?? null;
    if (code !== null) return refusal(code);
    if (body.type === "join") return { ok: true, body: this.#joined(body.since ?? 0) };
    if (body.type === "resync") return { ok: true, body: { ...this.#joined(body.since) } };
    const done = this.#done.get(key);
    if (done === undefined) {
      this.#do(body);
      this.#done.set(key, this.state.seq);
    }
    return { ok: true, body: { seq: this.state.seq } };
  }

  #joined(since: number): Joined {
    if (!this.state.participants.some((one) => one.participantId === LI)) this.seat(LI);
    return {
      participantId: LI,
      host: "the-host",
      serverMs: 2_000_000,
      state: since === 0 ? this.state : null,
      entries: since === 0 ? [] : this.log.filter((entry) => entry.seq > since),
      tracks: { revision: 0, tracks: [] },
      iceServers: [],
    };
  }

  #do(body: CommandBody): void {
    if (body.type === "chat.post") this.append({ type: "chat.posted", text: body.text });
    if (body.type === "view.set") this.append({ type: "view.changed", change: body.change });
    if (body.type === "stage.show") this.append({ type: "stage.shown", materialId: body.materialId });
    if (body.type === "annotation.put") {
      this.append({ type: "annotation.put", annotation: { ...body.annotation, authorId: LI } });
    }
  }
}

export class FakeSocket implements LiveSocket {
  isClosed = false;
  readonly #listeners = new Map<string, ((payload: never) => void)[]>();
  readonly #closers: (() => void)[] = [];

  constructor(private readonly server: FakeServer) {}

  async command<B extends CommandBody>(key: string, body: B): Promise<AckOf<B>> {
    await (this.server.weather.delays?.() ?? Promise.resolve());
    if (this.isClosed) throw new NoAnswer();
    const ack = this.server.answer(key, body);
    if (this.server.weather.losesAck?.(body) ?? false) this.close();
    if (this.isClosed) throw new NoAnswer();
    return ack as AckOf<B>;
  }

  signs(signs: Signs): void {
    this.server.signs.push(signs);
  }

  on<E extends keyof ServerEvents>(event: E, listener: (payload: ServerEvents[E]) => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener as (payload: never) => void]);
  }

  onClose(listener: () => void): void {
    this.#closers.push(listener);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const closer of this.#closers) closer();
  }

  tell<E extends keyof ServerEvents>(event: E, payload: ServerEvents[E]): void {
    if (this.isClosed) return;
    for (const listener of this.#listeners.get(event) ?? []) listener(payload as never);
  }
}
