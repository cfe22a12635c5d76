/** The session log and the recording as lanes of a time line. Pure. */
import type { LogEntry, Recording, RecordingSpan, SpeechSpan } from "../../wire/generated";

export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly materialId: string | null;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly facility: string;
}

/** Positions on the lanes: from the zero of the files to their end, on the media clock. */
export interface Scale {
  readonly startMs: number;
  readonly endMs: number;
}

/** Where a moment lies between the ends of the lanes, 0 to 1. */
export function share(scale: Scale, mediaMs: number): number {
  const length = Math.max(1, scale.endMs - scale.startMs);
  return Math.min(1, Math.max(0, (mediaMs - scale.startMs) / length));
}

export function momentAt(scale: Scale, part: number): number {
  return Math.round(scale.startMs + Math.min(1, Math.max(0, part)) * (scale.endMs - scale.startMs));
}

/** The files' range; a recording without files is followed by its log alone. */
export function scaleOf(recording: Recording): Scale {
  const [track] = recording.tracks;
  if (track) return { startMs: track.startMs, endMs: track.startMs + track.durationMs };
  return { startMs: 0, endMs: Math.max(1000, recording.sessionDurationMs) };
}

const STEPS_S = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const MOST_TICKS = 9;

/** Round moments for the ruler, in milliseconds after its beginning. */
export function ticks(scale: Scale): readonly number[] {
  const length = scale.endMs - scale.startMs;
  const step = (STEPS_S.find((s) => length / (s * 1000) <= MOST_TICKS) ?? 7200) * 1000;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}

/** Index of the last row that lies before a moment, -1 for none; rows are in order. */
export function lastBefore(rows: readonly { readonly mediaMs: number }[], mediaMs: number): number {
  const after = rows.findIndex((row) => row.mediaMs >= mediaMs);
  return after < 0 ? rows.length - 1 : after - 1;
}

/** Everyone who took a seat, in the order of joining. */
export function peopleOf(entries: readonly LogEntry[]): readonly Person[] {
  const people = new Map<string, Person>();
  for (const { participantId: id, body } of entries) {
    if (id !== null && body.type === "participant.joined" && !people.has(id)) {
      people.set(id, { id, name: body.displayName, facility: body.facilityName });
    }
  }
  return [...people.values()];
}

/** What stood on the stage, without gaps. */
export function stageStretches(entries: readonly LogEntry[], scale: Scale): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let materialId: string | null = null;
  let since = scale.startMs;
  const close = (until: number) => {
    if (until > since) stretches.push({ startMs: since, endMs: until, materialId });
    since = Math.max(since, until);
  };
  for (const { mediaMs, body } of entries) {
    if (body.type !== "stage.shown" || body.materialId === materialId) continue;
    close(Math.min(mediaMs ?? scale.startMs, scale.endMs));
    materialId = body.materialId;
  }
  close(scale.endMs);
  return stretches;
}

/** When each person was in the room. */
export function presenceOf(entries: readonly LogEntry[], personId: string, scale: Scale): readonly RecordingSpan[] {
  const spans: RecordingSpan[] = [];
  let since: number | null = null;
  for (const { mediaMs, participantId, body } of entries) {
    if (participantId !== personId) continue;
    const at = mediaMs ?? scale.startMs;
    if (body.type === "participant.joined" || body.type === "participant.returned") since ??= at;
    if ((body.type === "participant.left" || body.type === "participant.lost") && since !== null) {
      spans.push({ startMs: since, endMs: at });
      since = null;
    }
  }
  return since === null ? spans : [...spans, { startMs: since, endMs: scale.endMs }];
}

export const speechOf = (speech: readonly SpeechSpan[], personId: string): readonly SpeechSpan[] =>
  speech.filter((span) => span.participantId === personId);

/** The gap that a moment lies in. */
export const gapAt = (gaps: readonly RecordingSpan[], mediaMs: number): RecordingSpan | null =>
  gaps.find((gap) => gap.startMs <= mediaMs && mediaMs < gap.endMs) ?? null;

const SHORTEST_SKIP_MS = 2000;
const LEAD_MS = 300;

/** Where to go on when nobody speaks now: shortly before the next word; null to stay. */
export function afterSilence(speech: readonly SpeechSpan[], mediaMs: number): number | null {
  if (speech.some((span) => span.startMs - LEAD_MS <= mediaMs && mediaMs < span.endMs + LEAD_MS)) return null;
  const next = Math.min(...speech.map((span) => span.startMs).filter((start) => start > mediaMs));
  return Number.isFinite(next) && next - mediaMs > SHORTEST_SKIP_MS ? next - LEAD_MS : null;
}
