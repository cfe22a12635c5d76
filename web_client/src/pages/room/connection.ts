/** Ties the live session, the media connection and one's own devices to what the page shows. */
import { type ReadonlySignal, computed, effect, signal } from "@preact/signals";
import { t, lookUp } from "../../i18n";
import { Peer } from "../../live/peer";
import { LiveSession } from "../../live/session";
import { api } from "../../state/api";
import { toast } from "../../state/toasts";
import type { CommandBody, Consultation, Session, TrackSource } from "../../wire/generated";
import { socketOpener } from "../../wire/socket";
import type { LocalMedia, LocalSource } from "./local_media";
import type { Incoming, RoomModel } from "./model";
import { type Net, UNKNOWN_NET, netOf, totalsOf } from "./net";
import { shareOf } from "./sound";

const STATS_EVERY_MS = 2000;
const PUBLISHED: readonly LocalSource[] = ["microphone", "camera", "screen"];

export class RoomConnection {
  readonly live: LiveSession;
  readonly #session: Session;
  readonly #consultation = signal<Consultation | null>(null);
  readonly #media: LocalMedia;
  readonly #net = signal<Net>(UNKNOWN_NET);
  readonly #isSavingData = signal(false);
  readonly #peer = signal<Peer | null>(null);
  readonly #incoming: ReadonlySignal<readonly Incoming[]>;
  readonly #streams = new Map<string, MediaStream>();
  #stops: (() => void)[] = [];

  constructor(session: Session, consultation: Consultation, media: LocalMedia) {
    this.#session = session;
    this.#consultation.value = consultation;
    this.#media = media;
    this.live = new LiveSession({
      openSocket: socketOpener(),
      getToken: async () => (await api.call("sessionToken", { params: { sessionId: session.id } })).token,
    });
    this.#incoming = computed(() => this.#arrived());
  }

  start(agreesToRecording: boolean): void {
    if (agreesToRecording) this.live.consent();
    this.live.start();
    this.#stops = [
      effect(() => this.#openPeer()),
      effect(() => this.#receive()),
      effect(() => this.#rejoin()),
      effect(() => this.#tellDevices()),
      effect(() => this.#refreshMaterials()),
      ...PUBLISHED.map((source) => effect(() => this.#publish(source))),
      this.#watchNet(),
      effect(() => this.#letGoAtEnd()),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.live.stop();
    this.#peer.peek()?.close();
    this.#media.close();
  }

  async leave(): Promise<void> {
    await Promise.race([this.live.leave(), new Promise((resolve) => setTimeout(resolve, 1500))]);
    this.stop();
  }

  /** Once the seat is taken. */
  model(ownId: string, consultation: Consultation): RoomModel {
    const { live } = this;
    const current = computed(() => this.#consultation.value ?? consultation);
    return {
      session: this.#session,
      consultation: current,
      materials: computed(() => current.value.materials),
      ownId,
      state: live.room,
      link: live.state,
      net: this.#net,
      incoming: this.#incoming,
      levels: steadyLevels(live),
      pointers: computed(() => live.presence.value.pointers),
      typing: computed(() => live.presence.value.typing),
      isSavingData: this.#isSavingData,
      media: this.#media,
      act: (body) => this.#act(body),
      share: (view) => live.setView(view),
      point: (pointer) => live.point(pointer),
      setTyping: (isTyping) => live.setTyping(isTyping),
      serverNow: () => Date.now() + live.clockOffsetMs.peek(),
    };
  }

  async #act(body: CommandBody): Promise<boolean> {
    const ack = await this.live.send(body);
    if (!ack.ok) toast("danger", t("room.refusedAction", { reason: reasonOf(ack) }));
    return ack.ok;
  }

  /** When it is over for all, one's camera must go dark at once. */
  #letGoAtEnd(): void {
    if (this.live.state.value.kind !== "ended") return;
    this.#peer.peek()?.close();
    this.#media.close();
  }

  /** The media connection needs the ICE servers, which come with the seat. */
  #openPeer(): void {
    if (this.live.connections.value === 0 || this.#peer.peek()) return;
    this.#peer.value = new Peer({
      negotiate: (offer) => this.live.send(offer),
      iceServers: this.live.iceServers.peek(),
    });
  }

  #receive(): void {
    const peer = this.#peer.value;
    const ownId = this.live.ownId.value;
    const isSaving = this.#isSavingData.value;
    const wanted = this.live.tracks.value.tracks.filter(
      (track) => track.participantId !== ownId && (!isSaving || track.kind === "audio"),
    );
    peer?.receive(wanted);
  }

  #rejoin(): void {
    const ownId = this.live.ownId.peek();
    if (this.live.connections.value > 1 && ownId) this.#peer.peek()?.rejoined(this.live.tracks.peek(), ownId);
  }

  #publish(source: LocalSource): void {
    const peer = this.#peer.value;
    const { track } = this.#media[source].value;
    if (!peer) return;
    if (track) void peer.publish(source, track);
    else void peer.unpublish(source);
  }

  #tellDevices(): void {
    const { devices } = this.#media;
    if (this.live.connections.value > 0) void this.live.send({ type: "devices.set", devices });
  }

  /** A material that was added during the call is on the stage, and unknown here. */
  #refreshMaterials(): void {
    const shown = this.live.room.value.stageMaterialId;
    const known = this.#consultation.peek();
    if (!shown || !known || known.materials.some((one) => one.id === shown)) return;
    const params = { consultationId: this.#session.consultationId };
    void api.call("consultation", { params }).then(
      (consultation) => {
        this.#consultation.value = consultation;
      },
      () => undefined,
    );
  }

  #arrived(): readonly Incoming[] {
    const tracks = this.#peer.value?.incoming.value ?? new Map<string, MediaStreamTrack>();
    return this.live.tracks.value.tracks.flatMap(({ trackId, participantId, source }) => {
      const track = tracks.get(trackId);
      return track ? [{ trackId, participantId, source, stream: this.#streamOf(trackId, source, track) }] : [];
    });
  }

  /** The same stream object for the same track, so that players are not started anew. */
  #streamOf(trackId: string, source: TrackSource, track: MediaStreamTrack): MediaStream {
    const key = `${trackId} ${source} ${track.id}`;
    const stream = this.#streams.get(key) ?? new MediaStream([track]);
    this.#streams.set(key, stream);
    return stream;
  }

  #watchNet(): () => void {
    let before = { received: 0, lost: 0 };
    const timer = setInterval(() => {
      void this.#peer
        .peek()
        ?.stats()
        .then((stats) => {
          this.#net.value = netOf(before, stats);
          before = totalsOf(stats);
        })
        .catch(() => undefined);
    }, STATS_EVERY_MS);
    return () => clearInterval(timer);
  }
}

const LEVEL_STEPS = 8;

/** Loudness in few steps, told only when a step is crossed: it comes thirty times a second. */
function steadyLevels(live: LiveSession): ReadonlySignal<ReadonlyMap<string, number>> {
  let before: ReadonlyMap<string, number> = new Map();
  return computed(() => {
    const levels = [...live.presence.value.levels].map(
      ([id, dbov]) => [id, Math.round(shareOf(dbov) * LEVEL_STEPS) / LEVEL_STEPS] as const,
    );
    const isSame = levels.length === before.size && levels.every(([id, level]) => before.get(id) === level);
    if (!isSame) before = new Map(levels);
    return before;
  });
}

export function reasonOf(refused: { readonly code: string; readonly message: string }): string {
  return lookUp(`room.code_${refused.code}`) ?? lookUp(`shell.error_${refused.code}`) ?? refused.message;
}
