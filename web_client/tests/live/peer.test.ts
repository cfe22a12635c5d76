import { beforeEach, describe, expect, it, vi } from "vitest";

import { encodingsFor } from "../../src/live/encodings";
import { Peer } from "../../src/live/peer";
import { readStats } from "../../src/live/stats";
import type { Ack, MediaAnswer, OfferMedia, Track } from "../../src/wire/generated";
import { HandTiming, refusal, settle, ZHANG } from "./fakes";

/** As much of the browser's connection as the peer uses; every section gets its mid with the offer. */
class FakeConnection {
  connectionState: RTCPeerConnectionState = "new";
  onconnectionstatechange: (() => void) | null = null;
  localDescription: { sdp: string } | null = null;
  readonly sections: FakeTransceiver[] = [];
  readonly restarts: boolean[] = [];
  isClosed = false;

  addTransceiver(what: string | { kind: string }, init: { direction: RTCRtpTransceiverDirection }): FakeTransceiver {
    const section = new FakeTransceiver(typeof what === "string" ? what : what.kind, init.direction);
    this.sections.push(section);
    return section;
  }

  async createOffer(options: { iceRestart?: boolean }): Promise<{ type: "offer"; sdp: string }> {
    this.restarts.push(options.iceRestart ?? false);
    return { type: "offer", sdp: `offer of ${String(this.sections.length)}` };
  }

  async setLocalDescription(description: { type: string; sdp?: string }): Promise<void> {
    if (description.type === "rollback") return;
    this.localDescription = { sdp: description.sdp ?? "" };
    this.sections.forEach((section, index) => {
      section.mid ??= String(index);
    });
  }

  async setRemoteDescription(): Promise<void> {
    for (const section of this.sections) section.currentDirection = section.direction;
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  close(): void {
    this.isClosed = true;
  }
}

class FakeTransceiver {
  mid: string | null = null;
  currentDirection: RTCRtpTransceiverDirection | null = null;
  readonly receiver: { readonly track: { readonly kind: string } };
  readonly sender = { replaceTrack: vi.fn(async () => undefined) };

  constructor(
    kind: string,
    public direction: RTCRtpTransceiverDirection,
  ) {
    this.receiver = { track: { kind } };
  }
}

const camera = { kind: "video", getSettings: () => ({ width: 1280, height: 720 }) } as unknown as MediaStreamTrack;
const microphone = { kind: "audio", getSettings: () => ({}) } as unknown as MediaStreamTrack;
const theirs = (trackId: string, kind: "audio" | "video"): Track => ({
  trackId,
  participantId: ZHANG,
  kind,
  source: kind === "audio" ? "microphone" : "camera",
});

let offers: OfferMedia[];
let answers: ((offer: OfferMedia) => Ack<MediaAnswer> | Promise<Ack<MediaAnswer>>)[];
let connections: FakeConnection[];
let timing: HandTiming;
let peer: Peer;

beforeEach(() => {
  vi.stubGlobal("MediaStream", class {});
  offers = [];
  answers = [];
  connections = [];
  timing = new HandTiming();
  peer = new Peer({
    timing,
    negotiate: async (offer) => {
      offers.push(offer);
      return (await answers.shift()?.(offer)) ?? { ok: true, body: { sdp: "answer" } };
    },
    connect: () => {
      const made = new FakeConnection();
      connections.push(made);
      return made as unknown as RTCPeerConnection;
    },
  });
});

describe("a peer", () => {
  it("LP96 publishes and subscribes by mid", async () => {
    await peer.publish("camera", camera);
    peer.receive([theirs("t1", "video")]);
    await settle();
    expect(offers.at(-1)).toMatchObject({ publish: { "0": "camera" }, subscribe: { "1": "t1" } });
    expect([...peer.incoming.value.keys()]).toEqual(["t1"]);
  });

  it("LP95 sends one offer at a time and the next with all that came meanwhile", async () => {
    let release: (ack: Ack<MediaAnswer>) => void = () => undefined;
    answers.push(() => new Promise((resolve) => (release = resolve)));
    await peer.publish("camera", camera);
    await settle();
    await peer.publish("microphone", microphone);
    peer.receive([theirs("t1", "audio"), theirs("t2", "video")]);
    await settle();
    expect(offers).toHaveLength(1);
    release({ ok: true, body: { sdp: "answer" } });
    await settle();
    expect(offers).toHaveLength(2);
    expect(offers[1]?.subscribe).toEqual({ "2": "t1", "3": "t2" });
  });

  it("uses free sections again, so that the offer does not grow without end", async () => {
    for (let round = 0; round < 5; round += 1) {
      peer.receive([theirs(`a${String(round)}`, "audio"), theirs(`v${String(round)}`, "video")]);
      await settle();
    }
    expect(connections[0]?.sections).toHaveLength(2);
    expect(offers.at(-1)?.subscribe).toEqual({ "0": "a4", "1": "v4" });
  });

  it("keeps the section of a source that stops and starts", async () => {
    await peer.publish("screen", camera);
    await settle();
    await peer.unpublish("screen");
    await settle();
    expect(offers.at(-1)?.publish).toEqual({});
    await peer.publish("screen", camera);
    await settle();
    expect(connections[0]?.sections).toHaveLength(1);
    expect(offers.at(-1)?.publish).toEqual({ "0": "screen" });
  });

  it("replaces a track that is sent without an offer", async () => {
    await peer.publish("camera", camera);
    await settle();
    await peer.publish("camera", camera);
    await settle();
    expect(offers).toHaveLength(1);
  });

  it("tries again when the server is busy and not when it refuses", async () => {
    answers.push(() => refusal("busy"));
    await peer.publish("camera", camera);
    await timing.pass(600);
    expect(offers).toHaveLength(2);
    answers.push(() => refusal("media_refused"));
    await peer.publish("microphone", microphone);
    await timing.pass(5_000);
    expect(offers).toHaveLength(3);
    expect(peer.state.value).toBe("refused");
  });

  it("looks for another path, then begins anew, when the path breaks", async () => {
    await peer.publish("camera", camera);
    await settle();
    connections[0]?.become("connected");
    connections[0]?.become("disconnected");
    await timing.pass(2_100);
    expect(connections[0]?.restarts).toEqual([false, true]);
    await timing.pass(8_000);
    expect(connections).toHaveLength(2);
    expect(connections[0]?.isClosed).toBe(true);
    expect(offers.at(-1)).toMatchObject({ isFresh: true, publish: { "0": "camera" } });
  });

  it("LP97 begins anew when the server has forgotten what it sends, and only then", async () => {
    await peer.publish("camera", camera);
    await settle();
    const own = { ...theirs("own", "video"), participantId: "me" };
    peer.rejoined({ revision: 3, tracks: [own] }, "me");
    await settle();
    expect(connections).toHaveLength(1);
    peer.rejoined({ revision: 1, tracks: [] }, "me");
    await settle();
    expect(connections).toHaveLength(2);
  });
});

describe("what is sent", () => {
  it("has layers as the picture is large", () => {
    const sized = (width: number) => ({ getSettings: () => ({ width, height: 90 }) }) as unknown as MediaStreamTrack;
    expect(encodingsFor("camera", sized(1280)).map((one) => one.rid)).toEqual(["q", "h", "f"]);
    expect(encodingsFor("camera", sized(640)).map((one) => one.rid)).toEqual(["q", "f"]);
    expect(encodingsFor("camera", sized(320))).toHaveLength(1);
    expect(encodingsFor("microphone", microphone)[0]?.maxBitrate).toBe(32_000);
  });
});

describe("statistics", () => {
  it("tell what comes, what goes and how far it is", () => {
    const report = new Map<string, object>([
      ["a", { type: "inbound-rtp", trackIdentifier: "x", framesDecoded: 7, totalSamplesReceived: 100 }],
      ["b", { type: "inbound-rtp", trackIdentifier: "y", totalSamplesReceived: 100, concealedSamples: 10 }],
      ["c", { type: "outbound-rtp", mid: "0", bytesSent: 5, qualityLimitationReason: "bandwidth" }],
      ["d", { type: "outbound-rtp", mid: "0", bytesSent: 6, qualityLimitationReason: "none" }],
      ["e", { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.05, localCandidateId: "l" }],
      ["l", { type: "local-candidate", candidateType: "host" }],
    ]);
    const stats = readStats(report as unknown as RTCStatsReport);
    expect(stats.incoming.get("x")?.framesDecoded).toBe(7);
    expect(stats.incoming.get("y")?.concealed).toBeCloseTo(0.1);
    expect(stats.outgoing.get("0")?.bytesSent).toBe(11);
    expect(stats).toMatchObject({ roundTripMs: 50, pathType: "host", availableBps: null });
  });
});
