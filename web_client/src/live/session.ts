/** A seat in a live room, without a screen: joins, applies entries in order, heals gaps, comes back by itself. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";

import type {
  AnnotationDraft,
  Applied,
  Bye,
  CommandBody,
  Entries,
  IceServer,
  Joined,
  Participant,
  Pointer,
  Presence,
  Resynced,
  RoomState,
  Signs,
  TrackList,
  ViewChange,
  ViewState,
  Ack,
} from "../wire/generated";
import { newKey, type AckOf, type LiveSocket, type OpenSocket } from "../wire/socket";
import { Latest } from "./latest";
import { live, type LinkEnd, type LinkSettings } from "./link";
import { Outgoing } from "./outgoing";
import { NO_PRESENCE, withPresence, type PresenceState } from "./presence";
import { EMPTY_ROOM, fold, participantOf } from "./room_state";
import { realTiming, watchNetwork, type NetworkListener, type Off, type Timing } from "./timing";
import { ViewSender } from "./view_sender";
import { LogBroken, viewOf } from "./viewing";

export type LiveState =
  | { readonly kind: "joining" }
  /** The session is being recorded: `consent()` enters it, `stop()` does not. */
  | { readonly kind: "consentNeeded" }
  | { readonly kind: "live" }
  /** The connection broke; it is being made again. */
  | { readonly kind: "lost"; readonly sinceMs: number }
  /** Another page of the same account sits here now: `takeBack()` returns. */
  | { readonly kind: "takenOver" }
  | { readonly kind: "ended"; readonly reason: "ended" | "left" | "removed" | "stopped" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

export interface SessionSettings {
  readonly openSocket: OpenSocket;
  readonly getToken: () => Promise<string>;
  readonly timing?: Timing;
  /** Says when the network may have changed. */
  readonly watchNetwork?: (listener: NetworkListener) => Off;
}

export type Drawing = Omit<AnnotationDraft, "version">;

const PAUSES_MS = [0, 300, 700, 1500, 3000, 5000];
const JITTER = 0.3;
const PROBE_MS = 2000;
const NO_TRACKS: TrackList = { revision: -1, tracks: [] };
const GONE = "The connection to the room has ended.";

export class LiveSession {
  readonly #state = signal<LiveState>({ kind: "joining" });
  readonly #room = signal<RoomState>(EMPTY_ROOM);
  readonly #ownId = signal<string | null>(null);
  readonly #tracks = signal<TrackList>(NO_TRACKS);
  readonly #presence = signal<PresenceState>(NO_PRESENCE);
  readonly #iceServers = signal<readonly IceServer[]>([]);
  readonly #clockOffsetMs = signal(0);
  readonly #connections = signal(0);
  readonly #link: LinkSettings;
  readonly #timing: Timing;
  readonly #watchNetwork: (listener: NetworkListener) => Off;
  readonly #outgoing: Outgoing;
  readonly #views: ViewSender;
  readonly #drawings = new Map<string, Latest<Drawing>>();
  readonly #signs: Latest<Signs>;
  #signed: Signs = {};
  #socket: LiveSocket | null = null;
  #host: string | null = null;
  #isWanted = false;
  #consents = false;
  #answeredFor: string | null = null;
  #isHealing = false;
  #wake: (() => void) | null = null;
  #unwatch: Off | null = null;

  readonly state: ReadonlySignal<LiveState> = computed(() => this.#state.value);
  readonly room: ReadonlySignal<RoomState> = computed(() => this.#room.value);
  readonly ownId: ReadonlySignal<string | null> = computed(() => this.#ownId.value);
  readonly tracks: ReadonlySignal<TrackList> = computed(() => this.#tracks.value);
  readonly presence: ReadonlySignal<PresenceState> = computed(() => this.#presence.value);
  readonly iceServers: ReadonlySignal<readonly IceServer[]> = computed(() => this.#iceServers.value);
  /** Server time minus the time here. */
  readonly clockOffsetMs: ReadonlySignal<number> = computed(() => this.#clockOffsetMs.value);
  /** How often the seat was taken; media check themselves when it rises. */
  readonly connections: ReadonlySignal<number> = computed(() => this.#connections.value);
  readonly own: ReadonlySignal<Participant | null> = computed(() => participantOf(this.#room.value, this.#ownId.value));
  readonly isPresenter: ReadonlySignal<boolean> = computed(
    () => this.#ownId.value !== null && this.#room.value.presenter.holderId === this.#ownId.value,
  );

  constructor(settings: SessionSettings) {
    this.#timing = settings.timing ?? realTiming;
    this.#watchNetwork = settings.watchNetwork ?? watchNetwork;
    this.#link = { openSocket: settings.openSocket, getToken: settings.getToken, instance: newKey() };
    this.#outgoing = new Outgoing(this.#timing, {
      silent: (socket) => socket.close(),
      unseated: (socket) => socket.close(),
    });
    this.#views = new ViewSender(this.#timing, {
      known: (materialId) => viewOf(this.#room.value.views, materialId),
      mayChange: (materialId) => this.isPresenter.value && this.#room.value.stageMaterialId === materialId,
      send: (materialId, change) => this.#sendChange(materialId, change),
    });
    this.#signs = new Latest(this.#timing, () => this.#sendSigns());
  }

  /** Take the seat and keep it until stopped, or until the server says otherwise. */
  start(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#state.value = { kind: "joining" };
    this.#unwatch = this.#watchNetwork((how) => this.networkChanged(how));
    void this.#run();
  }

  /** Close without giving the seat up: the page goes away. */
  stop(): void {
    this.#finish({ kind: "ended", reason: "stopped" });
  }

  /** Give the seat up. */
  async leave(): Promise<void> {
    await this.send({ type: "leave" });
    this.#finish({ kind: "ended", reason: "left" });
  }

  /** Agree to being recorded and enter. */
  consent(): void {
    this.#consents = true;
    this.#restart();
  }

  /** Come back from another page. */
  takeBack(): void {
    this.#restart();
  }

  /** The connection may be dead without knowing it: make a new one at once, or as soon as a probe stays unanswered. */
  networkChanged(how: "online" | "maybe"): void {
    this.#wake?.();
    const socket = this.#socket;
    if (socket === null) return;
    if (how === "online") socket.close();
    else this.#probe(socket);
  }

  /** Send a command; it is kept and sent again until it is answered. Never rejects. */
  send<B extends CommandBody>(body: B): Promise<AckOf<B>> {
    return this.#outgoing.send(body);
  }

  /** Put a material on the stage. */
  show(materialId: string | null): Promise<Ack<Applied>> {
    this.#views.drop();
    return this.send({ type: "stage.show", epoch: this.#room.value.presenter.epoch, materialId });
  }

  /** Show others what one sees; only the latest of many views is sent. */
  setView(view: ViewState): void {
    this.#views.set(view);
  }

  /** Draw, or change what one drew; versions are counted here. */
  draw(drawing: Drawing): void {
    let latest = this.#drawings.get(drawing.uid);
    if (latest === undefined) {
      latest = new Latest<Drawing>(this.#timing, (wanted) => this.#sendDrawing(wanted));
      this.#drawings.set(drawing.uid, latest);
    }
    latest.set(drawing);
  }

  /** Erase a drawing. */
  erase(uid: string): Promise<Ack<Applied>> {
    this.#drawings.get(uid)?.drop();
    this.#drawings.delete(uid);
    return this.send({ type: "annotation.remove", uid });
  }

  /** Point at something; null hides the pointer. */
  point(pointer: Pointer | null): void {
    this.#signed = { ...this.#signed, pointer };
    this.#signs.set(this.#signed);
  }

  /** Tell whether one is writing. */
  setTyping(typing: boolean): void {
    this.#signed = { ...this.#signed, typing };
    this.#signs.set(this.#signed);
  }

  async #run(): Promise<void> {
    for (let attempt = 0; this.#isWanted; attempt += 1) {
      await this.#pause(attempt);
      if (!this.#isWanted) return;
      const wish = { since: this.#room.value.seq, host: this.#host, consentsToRecording: this.#consents };
      const end = await live(this.#link, wish, {
        joined: (socket, answer) => this.#joined(socket, answer),
        entries: (told) => this.#apply(told),
        state: (told) => {
          this.#room.value = told.state;
        },
        tracks: (told) => this.#takeTracks(told),
        presence: (told) => this.#takePresence(told),
      });
      this.#socket = null;
      this.#outgoing.detach();
      if (end.kind === "lost" && end.wasLive) attempt = -1;
      if (this.#isWanted) this.#follow(end);
    }
  }

  #probe(socket: LiveSocket): void {
    const off = this.#timing.after(PROBE_MS, () => socket.close());
    const since = this.#room.value.seq;
    socket.command(newKey(), { type: "resync", since }).then(off, off);
  }

  #joined(socket: LiveSocket, answer: Joined): void {
    if (!this.#isWanted) {
      socket.close();
      return;
    }
    this.#socket = socket;
    this.#ownId.value = answer.participantId;
    this.#host = answer.host;
    this.#clockOffsetMs.value = answer.serverMs - this.#timing.now();
    this.#iceServers.value = answer.iceServers;
    this.#presence.value = NO_PRESENCE;
    this.#tracks.value = answer.tracks;
    this.#catchUp(answer);
    this.#state.value = { kind: "live" };
    this.#connections.value += 1;
    this.#outgoing.attach(socket);
  }

  #catchUp(told: Joined | Resynced): void {
    if (told.state !== null) this.#room.value = told.state;
    this.#apply(told);
  }

  #apply(told: Pick<Entries, "entries">): void {
    try {
      let state = this.#room.value;
      for (const entry of told.entries) {
        if (entry.seq > state.seq) state = fold(state, entry);
      }
      this.#room.value = state;
      this.#answerAsked();
    } catch (error) {
      if (!(error instanceof LogBroken)) throw error;
      void this.#heal();
    }
  }

  /** Who agreed before entering is not asked again; what one answers in the room stands. */
  #answerAsked(): void {
    const { recordingId, phase } = this.#room.value.recording;
    if (!this.#consents || phase !== "consent_pending" || this.own.value?.consent !== "unknown") return;
    if (recordingId === null || this.#answeredFor === recordingId) return;
    this.#answeredFor = recordingId;
    void this.send({ type: "recording.consent", given: true });
  }

  /** An entry is missing, or does not fit: ask for the state itself. */
  async #heal(): Promise<void> {
    if (this.#isHealing) return;
    this.#isHealing = true;
    const ack = await this.send({ type: "resync", since: 0 });
    this.#isHealing = false;
    if (!ack.ok) return;
    this.#takeTracks(ack.body.tracks);
    this.#catchUp(ack.body);
  }

  #takeTracks(told: TrackList): void {
    if (told.revision > this.#tracks.value.revision) this.#tracks.value = told;
  }

  #takePresence(told: Presence): void {
    this.#presence.value = withPresence(this.#presence.value, told);
  }

  #follow(end: LinkEnd): void {
    if (end.kind === "lost") this.#lose();
    else if (end.kind === "bye") this.#heed(end.reason);
    else if (end.code === "consent_needed") this.#halt({ kind: "consentNeeded" });
    else if (end.code === "session_ended") this.#finish({ kind: "ended", reason: "ended" });
    else this.#finish({ kind: "refused", code: end.code, message: end.message });
  }

  #heed(reason: Bye["reason"]): void {
    if (reason === "taken_over") this.#halt({ kind: "takenOver" });
    else if (reason === "ended" || reason === "left" || reason === "removed") this.#finish({ kind: "ended", reason });
    else this.#lose();
  }

  #lose(): void {
    if (this.#state.value.kind !== "live") return;
    this.#state.value = { kind: "lost", sinceMs: this.#timing.now() };
  }

  #halt(state: LiveState): void {
    this.#isWanted = false;
    this.#unwatch?.();
    this.#unwatch = null;
    this.#views.drop();
    this.#state.value = state;
    this.#wake?.();
    this.#socket?.close();
  }

  #finish(state: LiveState): void {
    if (!this.#isWanted && this.#state.value.kind === "ended") return;
    this.#halt(state);
    this.#outgoing.giveUp("not_joined", GONE);
  }

  #restart(): void {
    if (!this.#isWanted && this.#state.value.kind !== "ended") this.start();
  }

  #pause(attempt: number): Promise<void> {
    const base = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 0;
    if (base === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const off = this.#timing.after(base * (1 + JITTER * Math.random()), resolve);
      this.#wake = () => {
        off();
        resolve();
      };
    });
  }

  async #sendChange(materialId: string, change: ViewChange): Promise<boolean> {
    const { epoch } = this.#room.value.presenter;
    const ack = await this.#outgoing.send({ type: "view.set", epoch, materialId, change }, false);
    return ack.ok;
  }

  #sendDrawing(drawing: Drawing): Promise<unknown> | null {
    const room = this.#room.value;
    if (room.removedAnnotations.includes(drawing.uid)) return null;
    const version = (room.annotations.find((one) => one.uid === drawing.uid)?.version ?? 0) + 1;
    return this.send({ type: "annotation.put", annotation: { ...drawing, version } });
  }

  #sendSigns(): Promise<unknown> | null {
    this.#socket?.signs(this.#signed);
    this.#signed = {};
    return null;
  }
}
