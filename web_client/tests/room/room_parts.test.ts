import { describe, expect, it } from "vitest";
import { ROOM_KEYS, roomAction } from "../../src/pages/room/actions";
import { browserOf } from "../../src/pages/room/browser_name";
import { colorsOf } from "../../src/pages/room/colors";
import { refusalOf } from "../../src/pages/room/local_media";
import { netOf } from "../../src/pages/room/net";
import { may } from "../../src/pages/room/rights";
import { loudness, shareOf } from "../../src/pages/room/sound";
import { frameDue } from "../../src/viewer/stack/cine";
import { actionOf } from "../../src/viewer/keys";
import type { IncomingStats } from "../../src/live/stats";

describe("colours of participants", () => {
  it("are the same whoever came first", () => {
    const ids = ["a1", "b2", "c3", "d4"];
    const [one, other] = [colorsOf(ids), colorsOf([...ids].reverse())];
    expect(ids.map(one)).toEqual(ids.map(other));
  });

  it("differ as long as there are enough of them", () => {
    const ids = Array.from({ length: 8 }, (_, index) => `participant-${index}`);
    expect(new Set(ids.map(colorsOf(ids))).size).toBe(8);
  });

  it("exist for twelve people, and for one who has left", () => {
    const ids = Array.from({ length: 12 }, (_, index) => `p${index}`);
    expect(ids.map(colorsOf(ids)).every((color) => color.startsWith("#"))).toBe(true);
    expect(colorsOf([])("gone")).toMatch(/^#/);
  });
});

describe("keys", () => {
  const press = { altKey: false, ctrlKey: false, metaKey: false };

  it("of the room need Alt, and no other modifier", () => {
    expect(roomAction({ ...press, altKey: true, code: "KeyM" })).toBe("toggleMicrophone");
    expect(roomAction({ ...press, code: "KeyM" })).toBeNull();
    expect(roomAction({ ...press, altKey: true, ctrlKey: true, code: "KeyM" })).toBeNull();
    expect(new Set(ROOM_KEYS.map(([key]) => key)).size).toBe(ROOM_KEYS.length);
  });

  it("of the picture leave Alt, Ctrl and Command alone", () => {
    expect(actionOf({ ...press, key: "ArrowDown" })).toEqual({ type: "command", command: { type: "step", by: 1 } });
    expect(actionOf({ ...press, key: "W" })).toEqual({ type: "tool", tool: "window" });
    expect(actionOf({ ...press, key: "2" })).toEqual({ type: "preset", index: 1 });
    expect(actionOf({ ...press, key: "w", ctrlKey: true })).toBeNull();
    expect(actionOf({ ...press, key: "q" })).toBeNull();
  });
});

describe("the line", () => {
  const stats = (packetsReceived: number, packetsLost: number, roundTripMs: number | null) => ({
    roundTripMs,
    pathType: "host",
    availableBps: null,
    outgoing: new Map(),
    incoming: new Map<string, IncomingStats>([
      [
        "t",
        {
          packetsReceived,
          packetsLost,
          framesDecoded: 0,
          framesPerSecond: 0,
          frameWidth: 0,
          frameHeight: 0,
          freezeCount: 0,
          totalAudioEnergy: 0,
          concealed: 0,
        },
      ],
    ]),
  });

  it("is judged by what happened lately, not by old losses", () => {
    expect(netOf({ received: 1000, lost: 500 }, stats(1100, 500, 60)).quality).toBe("good");
    expect(netOf({ received: 1000, lost: 0 }, stats(1090, 10, 60)).quality).toBe("fair");
    expect(netOf({ received: 1000, lost: 0 }, stats(1070, 30, 60)).quality).toBe("poor");
  });

  it("is poor when it is far, and unknown when nothing is measured", () => {
    expect(netOf({ received: 0, lost: 0 }, stats(100, 0, 900)).quality).toBe("poor");
    expect(netOf({ received: 0, lost: 0 }, stats(100, 0, null)).quality).toBe("unknown");
  });
});

describe("sound", () => {
  it("silence is nothing and a full wave is full", () => {
    expect(shareOf(loudness(new Uint8Array(64).fill(128)))).toBe(0);
    expect(shareOf(loudness(Uint8Array.from({ length: 64 }, (_, index) => (index % 2 ? 255 : 1))))).toBeCloseTo(1, 1);
    expect(shareOf(-30)).toBeCloseTo(0.5, 9);
    expect(shareOf(-127)).toBe(0);
  });
});

it("each refusal of the browser has its own advice", () => {
  expect(refusalOf("NotAllowedError")).toMatchObject({ state: "blocked", problem: "denied" });
  expect(refusalOf("NotFoundError")).toMatchObject({ state: "absent", problem: "missing" });
  expect(refusalOf("NotReadableError")).toMatchObject({ state: "absent", problem: "busy" });
  expect(refusalOf("SomethingNew")).toMatchObject({ state: "absent", problem: "failed" });
});

it("the browser is told from its name, Edge and Chrome apart", () => {
  expect(browserOf("Mozilla/5.0 ... Chrome/120.0 Safari/537.36 Edg/120.0")).toBe("edge");
  expect(browserOf("Mozilla/5.0 ... Chrome/120.0 Safari/537.36")).toBe("chrome");
  expect(browserOf("Mozilla/5.0 ... Gecko/2010 Firefox/125.0")).toBe("firefox");
  expect(browserOf("Mozilla/5.0 ... Version/17 Safari/605")).toBe("safari");
  expect(browserOf("")).toBe("other");
});

it("observers only watch, and only moderators act for others", () => {
  expect(may("observer", "chat")).toBe(false);
  expect(may("requester", "record")).toBe(false);
  expect(may("coordinator", "draw")).toBe(false);
  expect(may("host", "moderate")).toBe(true);
  expect(may(null, "chat")).toBe(false);
});

it("a clip shows the frame that is due and begins again after its last", () => {
  const clock = { startMs: 1000, startIndex: 8, framesPerS: 10, count: 10 };
  expect(frameDue(clock, 1000)).toBe(8);
  expect(frameDue(clock, 1150)).toBe(9);
  expect(frameDue(clock, 1210)).toBe(0);
  expect(frameDue(clock, 900)).toBe(8);
});
