import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { EMPTY_ROOM, fold } from "../../src/live/room_state";
import { changeBetween, LogBroken, merge } from "../../src/live/viewing";
import type { LogEntry, RoomState, ViewState } from "../../src/wire/generated";

interface Fixture {
  readonly entries: readonly LogEntry[];
  readonly states: readonly RoomState[];
}

const file = new URL("../../../tests/fixtures/live_fold.json", import.meta.url);
const fixture = JSON.parse(readFileSync(file, "utf-8")) as Fixture;

describe("the fold of the log", () => {
  it("LP21 agrees with the server's after every entry", () => {
    let state = EMPTY_ROOM;
    fixture.entries.forEach((entry, index) => {
      state = fold(state, entry);
      expect(state, `after entry ${String(entry.seq)}`).toEqual(fixture.states[index]);
    });
  });

  it("LP20 refuses an entry that is not the next", () => {
    const second = fixture.entries[1];
    expect(second).toBeDefined();
    if (second !== undefined) expect(() => fold(EMPTY_ROOM, second)).toThrow(LogBroken);
  });

  it("refuses a kind of entry that this page does not know", () => {
    const entry = JSON.parse(
      '{"seq":1,"atMs":1,"mediaMs":null,"participantId":null,"body":{"type":"new"}}',
    ) as LogEntry;
    expect(() => fold(EMPTY_ROOM, entry)).toThrow(LogBroken);
  });
});

describe("a view and its changes", () => {
  const page: ViewState = { type: "document", materialId: "m", page: 1, centerX: 0.5, centerY: 0.5, zoom: 1 };

  it("LP62 carry only what differs", () => {
    expect(changeBetween(page, { ...page, zoom: 2 })).toEqual({ type: "document", zoom: 2 });
    expect(changeBetween(page, { ...page })).toBeNull();
  });

  it("LP62 carry everything the first time and when the kind changes", () => {
    const record: ViewState = { type: "record", materialId: "m", section: "summary", scroll: 0 };
    expect(changeBetween(null, page)).toEqual({ type: "document", page: 1, centerX: 0.5, centerY: 0.5, zoom: 1 });
    expect(changeBetween(page, record)).toEqual({ type: "record", section: "summary", scroll: 0 });
  });

  it("LP62 make the whole view again", () => {
    const next: ViewState = { ...page, page: 3, centerY: 0.1 };
    const change = changeBetween(page, next);
    expect(change).not.toBeNull();
    if (change !== null) expect(merge(page, "m", change)).toEqual(next);
  });

  it("LP62 cannot be made of a part", () => {
    expect(() => merge(null, "m", { type: "document", zoom: 2 })).toThrow(LogBroken);
  });
});
