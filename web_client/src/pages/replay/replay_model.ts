/** One recording being replayed: its player, its story and its stage, tied together for the page's parts. */
import { type ReadonlySignal, computed } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { materialTitle } from "../../components/case/labels";
import { t } from "../../i18n";
import { EMPTY_ROOM, fold } from "../../live/room_state";
import type { ViewerOptions } from "../../viewer/ports";
import type { RecordingTrack, RoomState } from "../../wire/generated";
import { colorsOf } from "../room/colors";
import { type Happening, happenings } from "./happenings";
import { type Person, type Scale, type Stretch, peopleOf, scaleOf, stageStretches } from "./lanes";
import { ReplayPlayer } from "./player";
import type { Loaded } from "./session";
import { ReplayStage } from "./stage_model";
import { Story } from "./story";

/** The files begin a moment after the log says that recording started. */
const EDGE_MS = 1000;

export class ReplayModel {
  readonly loaded: Loaded;
  readonly scale: Scale;
  readonly people: readonly Person[];
  readonly stretches: readonly Stretch[];
  readonly player: ReplayPlayer;
  readonly stage: ReplayStage;
  readonly colorOf: (participantId: string) => string;
  /** What everybody shared at this moment; changes only when an entry is passed. */
  readonly room: ReadonlySignal<RoomState>;

  constructor(loaded: Loaded, options: Omit<ViewerOptions, "colorOf">) {
    this.loaded = loaded;
    const { recording, entries, materials } = loaded;
    this.scale = scaleOf(recording);
    this.people = peopleOf(entries);
    this.stretches = stageStretches(entries, this.scale);
    this.player = new ReplayPlayer(this.scale, recording);
    this.colorOf = colorsOf(this.people.map((person) => person.id));
    const story = new Story(entries, fold, EMPTY_ROOM);
    this.room = computed(() => story.roomAt(this.player.atMs.value));
    this.stage = new ReplayStage(this.room, materials, { ...options, colorOf: this.colorOf });
  }

  nameOf(participantId: string | null): string {
    return this.people.find((person) => person.id === participantId)?.name ?? t("replay.server");
  }

  titleOf(materialId: string): string {
    const material = this.loaded.materials.find((one) => one.id === materialId);
    if (material?.kind === "record") return t("replay.record");
    return material ? materialTitle(material) : t("replay.material");
  }

  /** Of the time that the recording covers, in the language shown now. */
  happenings(): readonly Happening[] {
    const { startMs, endMs } = this.scale;
    const found = happenings(this.loaded.entries, {
      nameOf: (id) => this.nameOf(id),
      titleOf: (id) => this.titleOf(id),
    });
    return found.filter((one) => startMs - EDGE_MS <= one.mediaMs && one.mediaMs <= endMs + EDGE_MS);
  }

  get pictures(): readonly RecordingTrack[] {
    return this.loaded.recording.tracks.filter((track) => track.kind === "video");
  }

  get voices(): readonly RecordingTrack[] {
    return this.loaded.recording.tracks.filter((track) => track.kind === "voice");
  }

  /** Everybody's sound, for when no picture is chosen. */
  get mix(): RecordingTrack | null {
    return this.loaded.recording.tracks.find((track) => track.kind === "mix") ?? null;
  }
}

export const ReplayContext = createContext<ReplayModel | null>(null);

export function useReplay(): ReplayModel {
  const model = useContext(ReplayContext);
  if (!model) throw new Error("outside of a replay");
  return model;
}
