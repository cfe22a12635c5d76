import { computed, signal } from "@preact/signals";
import { beforeEach, expect, it } from "vitest";
import { EMPTY_ROOM } from "../../src/live/room_state";
import type { StageSeat } from "../../src/pages/room/model";
import { StageModel, toolsFor } from "../../src/pages/room/stage_model";
import type { CommandBody, Material, RoomState, StackView } from "../../src/wire/generated";

const BASE = { addedAt: "", addedBy: "", sizeBytes: 0, mayRemove: false };
const ECG: Material = {
  ...BASE,
  kind: "ecg",
  id: "ecg",
  title: "ECG",
  ecgId: "e",
  taken: "",
  leadCount: 12,
  durationS: 10,
  patientName: "",
};
const RECORD: Material = { ...BASE, kind: "record", id: "record", title: "Request" };
const VIEW: StackView = {
  type: "stack",
  materialId: "record",
  sopInstanceUid: "1.2",
  frame: 1,
  voi: null,
  invert: false,
  rotation: 0,
  flipH: false,
  flipV: false,
  camera: null,
};

const state = signal<RoomState>(EMPTY_ROOM);
let acts: CommandBody[] = [];
let stage: StageModel;

function holdBy(holderId: string | null): void {
  state.value = { ...state.value, presenter: { holderId, epoch: 7, requests: [] } };
}

beforeEach(() => {
  state.value = { ...EMPTY_ROOM, stageMaterialId: "record", views: [VIEW] };
  acts = [];
  const seat: StageSeat = {
    ownId: "me",
    state,
    materials: computed(() => [ECG, RECORD]),
    pointers: computed(() => new Map()),
    act: (body) => {
      acts.push(body);
      return Promise.resolve(true);
    },
    share: () => undefined,
    point: () => undefined,
  };
  stage = new StageModel(seat, {
    words: (word) => word,
    colorOf: () => "#fff",
    ownId: "me",
    askText: () => Promise.resolve(null),
    patientLines: [],
  });
});

it("who holds the token presents, everyone else follows", () => {
  holdBy("other");
  expect(stage.mode.value).toBe("following");
  holdBy("me");
  expect(stage.mode.value).toBe("presenting");
});

it("a presenter who chooses a material asks the room to show it, under the token's epoch", () => {
  holdBy("me");
  stage.choose("ecg");
  expect(acts).toEqual([{ type: "stage.show", epoch: 7, materialId: "ecg" }]);
  expect(stage.material.value?.id).toBe("record");
});

it("a follower who chooses another material looks at it alone and tells nobody", () => {
  holdBy("other");
  stage.choose("ecg");
  expect(stage.mode.value).toBe("free");
  expect(stage.material.value?.id).toBe("ecg");
  expect(acts).toEqual([]);
});

it("following again shows what the presenter shows", () => {
  holdBy("other");
  stage.choose("ecg");
  stage.follow();
  expect(stage.mode.value).toBe("following");
  expect(stage.material.value?.id).toBe("record");
  expect(stage.sharedView.value).toEqual(VIEW);
});

it("the stage moves with the presenter only for those who follow", () => {
  holdBy("other");
  stage.choose("ecg");
  state.value = { ...state.value, stageMaterialId: "ecg" };
  state.value = { ...state.value, stageMaterialId: "record" };
  expect(stage.material.value?.id).toBe("ecg");
  stage.follow();
  expect(stage.material.value?.id).toBe("record");
});

it("taking the token ends looking around", () => {
  holdBy("other");
  stage.choose("ecg");
  holdBy("me");
  expect(stage.mode.value).toBe("presenting");
  expect(stage.material.value?.id).toBe("record");
});

it("each kind of material has tools of its own, the record none", () => {
  expect(toolsFor(ECG)).toContain("caliper");
  expect(toolsFor(RECORD)).toEqual([]);
  expect(toolsFor(null)).toEqual([]);
});
