import { describe, expect, it } from "vitest";
import { EMPTY_ROOM, fold } from "../../src/live/room_state";
import { Story } from "../../src/pages/replay/story";
import type { EntryBody, LogEntry, RoomState } from "../../src/wire/generated";

/** A log of chat lines, five a second, the first ten before the media clock started. */
const ENTRIES: readonly LogEntry[] = Array.from({ length: 300 }, (_, index) => ({
  seq: index + 1,
  atMs: 1_000_000 + index * 200,
  mediaMs: index < 10 ? null : (index - 10) * 200,
  participantId: "p",
  body: bodyOf(index),
}));

function bodyOf(index: number): EntryBody {
  if (index === 0) {
    return { type: "participant.joined", accountId: "a", displayName: "张", facilityName: "", role: "host" };
  }
  if (index % 7 === 0) return { type: "stage.shown", materialId: `m${String(index)}` };
  return { type: "chat.posted", text: String(index) };
}

function slowly(mediaMs: number): RoomState {
  return ENTRIES.filter((entry) => entry.mediaMs === null || entry.mediaMs <= mediaMs).reduce(fold, EMPTY_ROOM);
}

describe("a story", () => {
  const story = new Story(ENTRIES, fold, EMPTY_ROOM);

  it("is at every moment what folding from the beginning gives, in whatever order it is asked", () => {
    for (const at of [0, 57_800, 1, 30_000, 29_999, 100, 12_600, 58_000, 12_800, -1]) {
      expect(story.roomAt(at)).toEqual(slowly(at));
    }
  });

  it("gives the same object as long as nothing changed", () => {
    expect(story.roomAt(10_001)).toBe(story.roomAt(10_199));
    expect(story.roomAt(10_200)).not.toBe(story.roomAt(10_199));
  });
});
