/** The one RTCPeerConnection of a participant. The browser always offers, the server only answers (RFC 9429). */
import { computed, signal, type ReadonlySignal } from "@preact/signals";

import type { Ack, IceServer, MediaAnswer, OfferMedia, Track, TrackList, TrackSource } from "../wire/generated";
import { encodingsFor, hintFor } from "./encodings";
import { readStats, type PeerStats } from "./stats";
import { realTiming, type Off, type Timing } from "./timing";

export type PeerState = RTCPeerConnectionState | "refused";

export interface PeerSettings {
  /** Carries an offer to the server: `session.send`. */
  readonly negotiate: (offer: OfferMedia) => Promise<Ack<MediaAnswer>>;
  readonly iceServers?: readonly IceServer[];
  readonly connect?: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly timing?: Timing;
}

interface Sending {
  readonly track: MediaStreamTrack;
  readonly transceiver: RTCRtpTransceiver;
}

const RESTART_AFTER_MS = 2_000;
const REBUILD_AFTER_MS = 8_000;
const AGAIN_AFTER_MS = 500;

export class Peer {
  readonly #settings: PeerSettings;
  readonly #timing: Timing;
  readonly #state = signal<PeerState>("new");
  readonly #incoming = signal<ReadonlyMap<string, MediaStreamTrack>>(new Map());
  readonly #sending = new Map<TrackSource, Sending>();
  readonly #receiving = new Map<string, RTCRtpTransceiver>();
  readonly #stream = new MediaStream();
  #idle: RTCRtpTransceiver[] = [];
  #wanted: readonly Track[] = [];
  #connection: RTCPeerConnection;
  #isFresh = true;
  #isDirty = false;
  #isBusy = false;
  #isClosed = false;
  #restartsIce = false;
  #waits: Off[] = [];

  readonly state: ReadonlySignal<PeerState> = computed(() => this.#state.value);
  /** What arrives, by the server's track id. */
  readonly incoming: ReadonlySignal<ReadonlyMap<string, MediaStreamTrack>> = computed(() => this.#incoming.value);

  constructor(settings: PeerSettings) {
    this.#settings = settings;
    this.#timing = settings.timing ?? realTiming;
    this.#connection = this.#open();
  }

  /** Send a track, or another one in its place. Mute by `track.enabled`, not by taking it away. */
  async publish(source: TrackSource, track: MediaStreamTrack): Promise<void> {
    if ("contentHint" in track) track.contentHint = hintFor(source);
    const before = this.#sending.get(source);
    if (before === undefined) {
      this.#send(source, track);
    } else {
      await before.transceiver.sender.replaceTrack(track);
      before.transceiver.direction = "sendonly";
      this.#sending.set(source, { track, transceiver: before.transceiver });
      if (before.transceiver.currentDirection === "sendonly") return;
    }
    this.#request();
  }

  /** Send it no longer; its media section is kept for the next time. */
  async unpublish(source: TrackSource): Promise<void> {
    const sending = this.#sending.get(source);
    if (sending === undefined || sending.transceiver.direction === "inactive") return;
    sending.transceiver.direction = "inactive";
    await sending.transceiver.sender.replaceTrack(null);
    this.#request();
  }

  /** Receive these tracks and no others. */
  receive(tracks: readonly Track[]): void {
    this.#wanted = tracks;
    if (this.#arrange()) this.#request();
  }

  /** The room was joined again: when the server no longer has what we send, it has forgotten this connection. */
  rejoined(list: TrackList, ownId: string): void {
    const sends = [...this.#sending.values()].some((one) => one.transceiver.currentDirection === "sendonly");
    const isKnown = list.tracks.some((track) => track.participantId === ownId);
    if (sends && !isKnown) this.rebuild();
    else if (this.#state.value === "disconnected" || this.#state.value === "failed") this.restartIce();
  }

  /** Look for another network path; media go on where they stopped. */
  restartIce(): void {
    this.#restartsIce = true;
    this.#request();
  }

  /** Begin anew with the same tracks. */
  rebuild(): void {
    if (this.#isClosed) return;
    const sent = [...this.#sending].filter(([, one]) => one.transceiver.direction !== "inactive");
    this.#drop();
    this.#connection = this.#open();
    for (const [source, { track }] of sent) this.#send(source, track);
    this.#arrange();
    this.#request();
  }

  async stats(): Promise<PeerStats> {
    return readStats(await this.#connection.getStats());
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
    this.#state.value = "closed";
  }

  #open(): RTCPeerConnection {
    const servers = (this.#settings.iceServers ?? []).map(({ urls, username, credential }) => ({
      urls: [...urls],
      ...(username === null ? {} : { username }),
      ...(credential === null ? {} : { credential }),
    }));
    const connect = this.#settings.connect ?? ((configuration) => new RTCPeerConnection(configuration));
    const connection = connect({ iceServers: servers, bundlePolicy: "max-bundle", rtcpMuxPolicy: "require" });
    connection.onconnectionstatechange = () => this.#watch(connection);
    this.#isFresh = true;
    return connection;
  }

  #drop(): void {
    this.#stopWaiting();
    this.#connection.onconnectionstatechange = null;
    this.#connection.close();
    this.#sending.clear();
    this.#receiving.clear();
    this.#idle = [];
    this.#incoming.value = new Map();
  }

  #watch(connection: RTCPeerConnection): void {
    if (connection !== this.#connection) return;
    this.#state.value = connection.connectionState;
    this.#stopWaiting();
    if (connection.connectionState === "failed") this.rebuild();
    if (connection.connectionState === "disconnected") {
      this.#wait(RESTART_AFTER_MS, () => this.restartIce());
      this.#wait(REBUILD_AFTER_MS, () => this.rebuild());
    }
  }

  #wait(ms: number, act: () => void): void {
    this.#waits.push(this.#timing.after(ms, act));
  }

  #stopWaiting(): void {
    for (const off of this.#waits) off();
    this.#waits = [];
  }

  #send(source: TrackSource, track: MediaStreamTrack): void {
    const transceiver = this.#connection.addTransceiver(track, {
      direction: "sendonly",
      streams: [this.#stream],
      sendEncodings: encodingsFor(source, track),
    });
    this.#sending.set(source, { track, transceiver });
  }

  /** Give each wanted track a receiving section, one that is free before a new one. True: something changed. */
  #arrange(): boolean {
    const wanted = new Set(this.#wanted.map((track) => track.trackId));
    let changed = false;
    for (const [trackId, transceiver] of [...this.#receiving]) {
      if (wanted.has(trackId)) continue;
      transceiver.direction = "inactive";
      this.#receiving.delete(trackId);
      this.#idle.push(transceiver);
      changed = true;
    }
    for (const { trackId, kind } of this.#wanted) {
      if (this.#receiving.has(trackId)) continue;
      this.#receiving.set(trackId, this.#section(kind));
      changed = true;
    }
    if (changed) this.#announce();
    return changed;
  }

  #section(kind: "audio" | "video"): RTCRtpTransceiver {
    const free = this.#idle.findIndex((one) => one.receiver.track.kind === kind);
    const [reused] = free < 0 ? [] : this.#idle.splice(free, 1);
    if (reused === undefined) return narrowed(this.#connection.addTransceiver(kind, { direction: "recvonly" }), kind);
    reused.direction = "recvonly";
    return reused;
  }

  #request(): void {
    this.#isDirty = true;
    if (!this.#isBusy) void this.#negotiate();
  }

  async #negotiate(): Promise<void> {
    this.#isBusy = true;
    while (this.#isDirty && !this.#isClosed) {
      this.#isDirty = false;
      const connection = this.#connection;
      try {
        await this.#round(connection);
      } catch {
        // The browser refused a description: only a new connection is sure to be in order.
        if (connection === this.#connection) this.#wait(AGAIN_AFTER_MS, () => this.rebuild());
      }
    }
    this.#isBusy = false;
  }

  async #round(connection: RTCPeerConnection): Promise<void> {
    if (this.#sending.size + this.#receiving.size + this.#idle.length === 0) return;
    const isFresh = this.#isFresh;
    await connection.setLocalDescription(await connection.createOffer({ iceRestart: this.#restartsIce }));
    this.#restartsIce = false;
    const ack = await this.#settings.negotiate({
      type: "media.offer",
      sdp: connection.localDescription?.sdp ?? "",
      publish: this.#published(),
      subscribe: this.#subscribed(),
      isFresh,
    });
    if (connection !== this.#connection) return;
    if (ack.ok) {
      await connection.setRemoteDescription({ type: "answer", sdp: ack.body.sdp });
      this.#isFresh = false;
      this.#announce();
    } else {
      await this.#recover(connection, ack.code === "media_refused");
    }
  }

  async #recover(connection: RTCPeerConnection, isFinal: boolean): Promise<void> {
    await connection.setLocalDescription({ type: "rollback" });
    if (isFinal) this.#state.value = "refused";
    else this.#wait(AGAIN_AFTER_MS, () => this.#request());
  }

  #published(): Record<string, TrackSource> {
    const published: Record<string, TrackSource> = {};
    for (const [source, { transceiver }] of this.#sending) {
      if (transceiver.mid !== null && transceiver.direction === "sendonly") published[transceiver.mid] = source;
    }
    return published;
  }

  #subscribed(): Record<string, string> {
    const subscribed: Record<string, string> = {};
    for (const [trackId, { mid }] of this.#receiving) {
      if (mid !== null) subscribed[mid] = trackId;
    }
    return subscribed;
  }

  #announce(): void {
    const come = [...this.#receiving].filter(([, one]) => one.currentDirection === "recvonly");
    this.#incoming.value = new Map(come.map(([trackId, one]) => [trackId, one.receiver.track]));
  }
}

const FORWARDED = /\/(opus|vp8|h264|rtx)$/i;

/** Names only what the server forwards: in a room of twelve, an offer with everything is too long for a command. */
function narrowed(transceiver: RTCRtpTransceiver, kind: "audio" | "video"): RTCRtpTransceiver {
  if (!("RTCRtpReceiver" in globalThis) || !("setCodecPreferences" in transceiver)) return transceiver;
  const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  const wanted = codecs.filter(
    ({ mimeType, sdpFmtpLine = "" }) =>
      FORWARDED.test(mimeType) && (!/h264/i.test(mimeType) || sdpFmtpLine.includes("packetization-mode=1")),
  );
  if (wanted.length > 0) transceiver.setCodecPreferences(wanted);
  return transceiver;
}
