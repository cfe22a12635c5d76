import { describe, expect, it } from "vitest";
import {
  afterSilence,
  gapAt,
  lastBefore,
  momentAt,
  peopleOf,
  presenceOf,
  share,
  stageStretches,
  ticks,
} from "../../src/pages/replay/lanes";
import type { EntryBody, LogEntry } from "../../src/wire/generated";

const SCALE = { startMs: 10_000, endMs: 70_000 };

function log(...items: readonly (readonly [number | null, string | null, EntryBody])[]): readonly LogEntry[] {
  return items.map(([mediaMs, participantId, body], index) => ({
    seq: index + 1,
    atMs: 1_000_000 + (mediaMs ?? 0),
    mediaMs,
    participantId,
    body,
  }));
}

const joined = (displayName: string): EntryBody => ({
  type: "participant.joined",
  accountId: "a",
  displayName,
  facilityName: "f",
  role: "host",
});
const shown = (materialId: string | null): EntryBody => ({ type: "stage.shown", materialId });

describe("lanes", () => {
  it("place a moment and find it again", () => {
    expect(share(SCALE, 40_000)).toBe(0.5);
    expect(momentAt(SCALE, 0.5)).toBe(40_000);
    expect(share(SCALE, 0)).toBe(0);
    expect(momentAt(SCALE, 2)).toBe(70_000);
  });

  it("show the stage without gaps, also what was shown before the recording began", () => {
    const entries = log([2_000, "p", shown("ct")], [30_000, "p", shown(null)], [40_000, "p", shown("ecg")]);
    expect(stageStretches(entries, SCALE)).toEqual([
      { startMs: 10_000, endMs: 30_000, materialId: "ct" },
      { startMs: 30_000, endMs: 40_000, materialId: null },
      { startMs: 40_000, endMs: 70_000, materialId: "ecg" },
    ]);
  });

  it("name everyone once and say when they were there", () => {
    const entries = log(
      [null, "z", joined("张")],
      [20_000, "z", { type: "participant.lost" }],
      [25_000, "z", { type: "participant.returned" }],
      [30_000, "l", joined("李")],
    );
    expect(peopleOf(entries).map((person) => person.name)).toEqual(["张", "李"]);
    expect(presenceOf(entries, "z", SCALE)).toEqual([
      { startMs: 10_000, endMs: 20_000 },
      { startMs: 25_000, endMs: 70_000 },
    ]);
  });

  it("keep the ruler readable at every length", () => {
    for (const minutes of [0.2, 1, 7, 38, 90, 400]) {
      const found = ticks({ startMs: 0, endMs: minutes * 60_000 });
      expect(found.length).toBeLessThanOrEqual(10);
      expect(found[0]).toBe(0);
    }
  });

  it("find the gap and the way over silence", () => {
    expect(gapAt([{ startMs: 5, endMs: 9 }], 9)).toBeNull();
    expect(gapAt([{ startMs: 5, endMs: 9 }], 5)).not.toBeNull();
    const speech = [
      { participantId: "z", startMs: 10_000, endMs: 12_000 },
      { participantId: "z", startMs: 20_000, endMs: 21_000 },
    ];
    expect(afterSilence(speech, 11_000)).toBeNull();
    expect(afterSilence(speech, 14_000)).toBe(19_700);
    expect(afterSilence(speech, 18_500)).toBeNull();
    expect(afterSilence(speech, 30_000)).toBeNull();
  });

  it("find the row before a moment", () => {
    const rows = [{ mediaMs: 10 }, { mediaMs: 20 }, { mediaMs: 20 }, { mediaMs: 30 }];
    expect([5, 15, 20, 25, 99].map((at) => lastBefore(rows, at))).toEqual([-1, 0, 0, 2, 3]);
  });
});
