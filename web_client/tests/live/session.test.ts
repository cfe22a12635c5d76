import { beforeEach, describe, expect, it } from "vitest";

import { LiveSession } from "../../src/live/session";
import type { NetworkListener } from "../../src/live/timing";
import { ApiError } from "../../src/wire/api";
import type { CommandBody, ViewState } from "../../src/wire/generated";
import { ConnectRefused } from "../../src/wire/socket";
import { CT, FakeServer, HandTiming, LI, settle, ZHANG } from "./fakes";

const PAGE: ViewState = { type: "document", materialId: CT, page: 1, centerX: 0.5, centerY: 0.5, zoom: 1 };

let server: FakeServer;
let timing: HandTiming;
let network: NetworkListener;
let session: LiveSession;

beforeEach(() => {
  server = new FakeServer();
  timing = new HandTiming();
  session = new LiveSession({
    openSocket: server.open,
    getToken: async () => "a-token",
    timing,
    watchNetwork: (listener) => {
      network = listener;
      return () => undefined;
    },
  });
});

async function joined(): Promise<void> {
  session.start();
  await settle();
  expect(session.state.value).toEqual({ kind: "live" });
}

async function presenting(): Promise<void> {
  await joined();
  server.append({ type: "presenter.changed", holderId: LI, epoch: 1, cause: "joined" });
  await session.show(CT);
}

const changes = (): CommandBody[] => server.received.filter((body) => body.type === "view.set");

describe("a seat", () => {
  it("LP22 is taken with the state as it stands", async () => {
    server.seat(ZHANG);
    await joined();
    expect(session.room.value).toEqual(server.state);
    expect(session.ownId.value).toBe(LI);
    expect(session.clockOffsetMs.value).toBe(2_000_000 - 1_000_000);
  });

  it("LP22 comes back with the entries that are missing", async () => {
    await joined();
    server.socket?.close();
    await settle();
    expect(session.state.value.kind).toBe("live");
    expect(server.received.at(-1)).toMatchObject({ type: "join", since: 1, host: "the-host" });
  });

  it("LP32 is lost and found again while the server is away", async () => {
    await joined();
    server.openFails = () => new ConnectRefused("network", "no route");
    server.socket?.close();
    await timing.pass(4_000);
    expect(session.state.value).toEqual({ kind: "lost", sinceMs: 1_000_000 });
    server.openFails = null;
    await timing.pass(10_000);
    expect(session.state.value).toEqual({ kind: "live" });
  });

  it("is found at once when the network comes back", async () => {
    await joined();
    server.openFails = () => new ConnectRefused("network", "no route");
    server.socket?.close();
    await timing.pass(30_000);
    server.openFails = null;
    const opened = server.opened;
    network("online");
    await settle();
    expect(server.opened).toBe(opened + 1);
    expect(session.state.value).toEqual({ kind: "live" });
  });

  it("is probed when the network may have changed, and kept when it answers", async () => {
    await joined();
    network("maybe");
    await timing.pass(5_000);
    expect(server.opened).toBe(1);
    const command = server.socket?.command;
    expect(command).toBeDefined();
    if (server.socket !== null) server.socket.command = () => new Promise(() => undefined);
    network("maybe");
    await timing.pass(2_100);
    expect(server.opened).toBe(2);
  });

  it("LP31 is given up to another page and can be taken back", async () => {
    await joined();
    server.socket?.tell("bye", { reason: "taken_over" });
    await timing.pass(60_000);
    expect(session.state.value).toEqual({ kind: "takenOver" });
    expect(server.opened).toBe(1);
    session.takeBack();
    await settle();
    expect(session.state.value).toEqual({ kind: "live" });
  });

  it("LP41 ends with the session, and what waits is answered", async () => {
    await joined();
    server.socket?.tell("bye", { reason: "ended" });
    await settle();
    expect(session.state.value).toEqual({ kind: "ended", reason: "ended" });
    const ack = await session.send({ type: "chat.post", text: "too late" });
    expect(ack.ok).toBe(false);
  });

  it("LP81 in a recorded session waits for consent", async () => {
    server.weather.refuses = (body) =>
      body.type === "join" && body.consentsToRecording !== true ? "consent_needed" : null;
    session.start();
    await settle();
    expect(session.state.value).toEqual({ kind: "consentNeeded" });
    session.consent();
    await settle();
    expect(session.state.value).toEqual({ kind: "live" });
  });

  it.each(["room_full", "wrong_protocol", "not_allowed"] as const)("is refused for good with %s", async (code) => {
    server.weather.refuses = () => code;
    session.start();
    await timing.pass(60_000);
    expect(session.state.value).toMatchObject({ kind: "refused", code });
    expect(server.opened).toBe(1);
  });

  it("is refused for good when nobody is signed in", async () => {
    const outside = new LiveSession({
      openSocket: server.open,
      getToken: () => Promise.reject(new ApiError(401, "not_signed_in", "Sign in again.")),
      timing,
      watchNetwork: () => () => undefined,
    });
    outside.start();
    await timing.pass(10_000);
    expect(outside.state.value).toMatchObject({ kind: "refused", code: "not_signed_in" });
  });

  it("tries again with a fresh token when one came too late", async () => {
    let tries = 0;
    server.openFails = () => new ConnectRefused("token_invalid", "too old");
    session.start();
    await timing.pass(200);
    tries = server.opened;
    server.openFails = null;
    await timing.pass(5_000);
    expect(tries).toBeGreaterThan(0);
    expect(session.state.value).toEqual({ kind: "live" });
  });
});

describe("the log", () => {
  it("LP23 heals a gap", async () => {
    await joined();
    server.weather.delivers = () => false;
    server.append({ type: "chat.posted", text: "lost" });
    server.weather.delivers = () => true;
    server.append({ type: "chat.posted", text: "arrived" });
    await settle();
    expect(session.room.value).toEqual(server.state);
    expect(server.received.at(-1)).toEqual({ type: "resync", since: 0 });
  });

  it("LP18 takes back what the server takes back", async () => {
    await joined();
    const before = server.state;
    server.append({ type: "chat.posted", text: "not stored" });
    server.socket?.tell("state", { state: before });
    expect(session.room.value).toEqual(before);
  });

  it("LP20 ignores what it has already", async () => {
    await joined();
    server.append({ type: "chat.posted", text: "once" });
    server.socket?.tell("entries", { entries: server.log });
    expect(session.room.value).toEqual(server.state);
  });

  it.each(Array.from({ length: 25 }, (_, seed) => seed))("LP23 converges in bad weather, seed %i", async (seed) => {
    let random = seed + 1;
    const chance = (share: number) => {
      random = (random * 48271) % 2147483647;
      return random / 2147483647 < share;
    };
    await joined();
    server.weather = { delivers: () => !chance(0.3), losesAck: (body) => body.type === "chat.post" && chance(0.3) };
    const sent: string[] = [];
    for (let number = 0; number < 40; number += 1) {
      if (chance(0.1)) server.socket?.close();
      if (chance(0.3)) server.append({ type: "hand.set", raised: chance(0.5) });
      if (chance(0.5)) {
        sent.push(`${String(number)}`);
        void session.send({ type: "chat.post", text: `${String(number)}` });
      }
      await timing.pass(50);
    }
    server.weather = {};
    await timing.pass(30_000);
    server.append({ type: "hand.set", raised: true });
    await timing.pass(1_000);
    expect(session.room.value).toEqual(server.state);
    expect(server.state.chat.map((line) => line.text).sort()).toEqual(sent.sort());
  });
});

describe("commands", () => {
  it("LP11 are sent again under the same key and act once", async () => {
    await joined();
    let isFirst = true;
    server.weather.losesAck = () => {
      const loses = isFirst;
      isFirst = false;
      return loses;
    };
    const ack = await session.send({ type: "chat.post", text: "once" });
    expect(ack.ok).toBe(true);
    expect(server.state.chat.map((line) => line.text)).toEqual(["once"]);
    expect(server.received.filter((body) => body.type === "chat.post")).toHaveLength(2);
  });

  it("LP06 wait and try again when the server is busy", async () => {
    await joined();
    let left = 2;
    server.weather.refuses = (body) => (body.type === "chat.post" && left-- > 0 ? "flood" : null);
    const sent = session.send({ type: "chat.post", text: "patient" });
    await timing.pass(2_000);
    expect((await sent).ok).toBe(true);
    expect(server.state.chat).toHaveLength(1);
  });

  it("LP12 are refused for good when they are wrong", async () => {
    await joined();
    server.weather.refuses = (body) => (body.type === "chat.post" ? "bad_message" : null);
    const ack = await session.send({ type: "chat.post", text: "" });
    expect(ack).toMatchObject({ ok: false, code: "bad_message" });
  });

  it("LP13 make the session join anew when the server lost the seat", async () => {
    await joined();
    let left = 1;
    server.weather.refuses = (body) => (body.type === "chat.post" && left-- > 0 ? "not_joined" : null);
    expect((await session.send({ type: "chat.post", text: "here" })).ok).toBe(true);
    expect(server.opened).toBe(2);
  });
});

describe("the stage", () => {
  it("LP62 sends the latest of many views, one at a time, and only what changed", async () => {
    await presenting();
    for (let page = 1; page <= 30; page += 1) session.setView({ ...PAGE, page });
    await timing.pass(20);
    for (let page = 31; page <= 60; page += 1) session.setView({ ...PAGE, page });
    await timing.pass(100);
    expect(changes()).toEqual([
      expect.objectContaining({ change: { type: "document", page: 30, centerX: 0.5, centerY: 0.5, zoom: 1 } }),
      expect.objectContaining({ change: { type: "document", page: 60 } }),
    ]);
    expect(session.room.value.views).toEqual([{ ...PAGE, page: 60 }]);
  });

  it("LP62 keeps a few changes under way and coalesces the rest when answers are slow", async () => {
    await presenting();
    session.setView(PAGE);
    await timing.pass(100);
    const held: (() => void)[] = [];
    server.weather.delays = () => new Promise((resolve) => held.push(resolve));
    for (let page = 2; page <= 20; page += 1) {
      session.setView({ ...PAGE, page });
      await timing.pass(20);
    }
    expect(held).toHaveLength(4);
    delete server.weather.delays;
    for (const release of held) release();
    await timing.pass(200);
    expect(changes().at(-1)).toMatchObject({ change: { type: "document", page: 20 } });
    expect(changes()).toHaveLength(6);
    expect(session.room.value.views).toEqual([{ ...PAGE, page: 20 }]);
  });

  it("LP62 ends with the latest view when changes fail in between", async () => {
    await presenting();
    let count = 0;
    server.weather.refuses = (body) => (body.type === "view.set" && count++ % 3 === 1 ? "busy" : null);
    for (let page = 1; page <= 40; page += 1) {
      session.setView({ ...PAGE, page, zoom: 1 + page / 10 });
      await timing.pass(20);
    }
    server.weather = {};
    await timing.pass(2_000);
    expect(session.room.value.views).toEqual([{ ...PAGE, page: 40, zoom: 5 }]);
    expect(server.state.views).toEqual(session.room.value.views);
  });

  it("LP60 sends nothing for who does not present, nor for what is not shown", async () => {
    await joined();
    session.setView(PAGE);
    await timing.pass(100);
    await session.show(CT);
    server.append({ type: "presenter.changed", holderId: LI, epoch: 1, cause: "joined" });
    session.setView({ ...PAGE, materialId: ZHANG });
    await timing.pass(100);
    expect(changes()).toEqual([]);
  });

  it("LP71 counts the versions of a drawing and sends its last shape", async () => {
    await joined();
    const place = { materialId: CT, sopInstanceUid: null, frame: null, text: "" };
    for (let x = 0; x < 10; x += 1) {
      session.draw({ uid: "arrow-0001", kind: "arrow", points: [[x, 0]], ...place });
      await timing.pass(5);
    }
    await timing.pass(100);
    const [annotation] = session.room.value.annotations;
    expect(annotation?.points).toEqual([[9, 0]]);
    expect(annotation?.version).toBe(server.received.filter((body) => body.type === "annotation.put").length);
    expect(annotation?.version).toBeLessThan(10);
  });

  it("LP90 shows pointers that are told, and coalesces one's own", async () => {
    await joined();
    server.socket?.tell("presence", {
      pointers: [{ participantId: ZHANG, pointer: { materialId: CT, at: [1, 2] } }],
      levels: [{ participantId: ZHANG, dbov: -20 }],
      typing: [ZHANG],
    });
    expect(session.presence.value.pointers.get(ZHANG)?.at).toEqual([1, 2]);
    server.socket?.tell("presence", { pointers: [{ participantId: ZHANG, pointer: null }], levels: [], typing: null });
    expect(session.presence.value.pointers.size).toBe(0);
    expect(session.presence.value.typing).toEqual([ZHANG]);
    for (let x = 0; x < 20; x += 1) session.point({ materialId: CT, at: [x, 0] });
    session.setTyping(true);
    await timing.pass(100);
    expect(server.signs).toEqual([{ pointer: { materialId: CT, at: [19, 0] }, typing: true }]);
  });
});
