/** The law of the room: state = fold(entries). signaling/folding.py folds alike; a shared fixture proves it. */
import {
  CHAT_KEPT,
  type Annotation,
  type EntryBody,
  type LogEntry,
  type Participant,
  type RoomState,
} from "../wire/generated";
import { LogBroken, merge, viewOf, withView } from "./viewing";

export const EMPTY_ROOM: RoomState = {
  seq: 0,
  atMs: 0,
  phase: "lobby",
  startedAtMs: null,
  participants: [],
  presenter: { holderId: null, epoch: 0, requests: [] },
  stageMaterialId: null,
  views: [],
  annotations: [],
  removedAnnotations: [],
  chat: [],
  recording: { phase: "off", recordingId: null, askedById: null },
};

/** The state after the entry. Throws LogBroken when it is not the next one or does not fit. */
export function fold(state: RoomState, entry: LogEntry): RoomState {
  if (entry.seq !== state.seq + 1) {
    throw new LogBroken(`Entry ${String(entry.seq)} cannot follow entry ${String(state.seq)}.`);
  }
  const next = { ...state, seq: entry.seq, atMs: entry.atMs };
  const body = entry.body;
  return foldSeats(next, entry, body) ?? foldStage(next, entry, body) ?? foldTalk(next, entry, body);
}

/** Who holds a seat here. */
export function participantOf(state: RoomState, participantId: string | null): Participant | null {
  return state.participants.find((one) => one.participantId === participantId) ?? null;
}

function withParticipant(state: RoomState, entry: LogEntry, changes: Partial<Participant>): RoomState {
  const participants = state.participants.map((one) =>
    one.participantId === entry.participantId ? { ...one, ...changes } : one,
  );
  return { ...state, participants };
}

function foldSeats(state: RoomState, entry: LogEntry, body: EntryBody): RoomState | null {
  switch (body.type) {
    case "participant.joined":
      return joined(state, entry, body);
    case "participant.returned":
      return withParticipant(state, entry, { lostAtMs: null });
    case "participant.lost":
      return withParticipant(state, entry, { lostAtMs: entry.atMs });
    case "participant.left":
      return left(state, entry);
    case "session.started":
      return { ...state, phase: "live", startedAtMs: entry.atMs };
    case "session.ended":
      return { ...state, phase: "ended" };
    case "hand.set":
      return withParticipant(state, entry, { handRaisedAtMs: body.raised ? entry.atMs : null });
    case "devices.set":
      return withParticipant(state, entry, { devices: body.devices });
    default:
      return null;
  }
}

function foldStage(state: RoomState, entry: LogEntry, body: EntryBody): RoomState | null {
  switch (body.type) {
    case "stage.shown":
      return { ...state, stageMaterialId: body.materialId };
    case "view.changed": {
      const materialId = state.stageMaterialId;
      if (materialId === null) throw new LogBroken("A view changed while the stage was empty.");
      return {
        ...state,
        views: withView(state.views, merge(viewOf(state.views, materialId), materialId, body.change)),
      };
    }
    case "annotation.put":
      return { ...state, annotations: withAnnotation(state.annotations, body.annotation) };
    case "annotation.removed":
      return {
        ...state,
        annotations: state.annotations.filter((old) => old.uid !== body.uid),
        removedAnnotations: [...state.removedAnnotations, body.uid],
      };
    case "presenter.requested":
      return requested(state, entry.participantId);
    case "presenter.withdrawn":
      return withRequests(state, without(state, entry.participantId));
    case "presenter.changed":
      return {
        ...state,
        presenter: { holderId: body.holderId, epoch: body.epoch, requests: without(state, body.holderId) },
      };
    default:
      return null;
  }
}

function foldTalk(state: RoomState, entry: LogEntry, body: EntryBody): RoomState {
  switch (body.type) {
    case "chat.posted":
      return said(state, entry, body.text);
    case "recording.asked":
      return {
        ...state,
        recording: { phase: "consent_pending", recordingId: body.recordingId, askedById: entry.participantId },
        participants: state.participants.map((one) => ({ ...one, consent: "unknown" })),
      };
    case "recording.consented":
      return withParticipant(state, entry, { consent: "given" });
    case "recording.declined":
      return withParticipant(state, entry, { consent: "declined" });
    case "recording.started":
    case "recording.resumed":
      return { ...state, recording: { ...state.recording, phase: "recording" } };
    case "recording.paused":
      return { ...state, recording: { ...state.recording, phase: "paused" } };
    case "recording.stopped":
    case "recording.given_up":
      return { ...state, recording: EMPTY_ROOM.recording };
    default:
      throw new LogBroken(`Entry ${String(entry.seq)} is of a kind that this page does not know.`);
  }
}

function joined(
  state: RoomState,
  entry: LogEntry,
  body: Extract<EntryBody, { type: "participant.joined" }>,
): RoomState {
  if (entry.participantId === null) throw new LogBroken("Nobody joined.");
  const seat: Participant = {
    participantId: entry.participantId,
    accountId: body.accountId,
    displayName: body.displayName,
    facilityName: body.facilityName,
    role: body.role,
    lostAtMs: null,
    devices: { microphone: "off", camera: "off", screen: "off" },
    handRaisedAtMs: null,
    consent: "unknown",
  };
  const others = state.participants.filter((one) => one.participantId !== entry.participantId);
  return { ...state, participants: [...others, seat] };
}

function left(state: RoomState, entry: LogEntry): RoomState {
  const participants = state.participants.filter((one) => one.participantId !== entry.participantId);
  return withRequests({ ...state, participants }, without(state, entry.participantId));
}

function withAnnotation(annotations: readonly Annotation[], put: Annotation): readonly Annotation[] {
  if (!annotations.some((old) => old.uid === put.uid)) return [...annotations, put];
  return annotations.map((old) => (old.uid === put.uid ? put : old));
}

function without(state: RoomState, participantId: string | null): readonly string[] {
  return state.presenter.requests.filter((one) => one !== participantId);
}

function requested(state: RoomState, participantId: string | null): RoomState {
  const requests = state.presenter.requests;
  if (participantId === null || requests.includes(participantId)) return state;
  return withRequests(state, [...requests, participantId]);
}

function withRequests(state: RoomState, requests: readonly string[]): RoomState {
  return { ...state, presenter: { ...state.presenter, requests } };
}

function said(state: RoomState, entry: LogEntry, text: string): RoomState {
  const author = participantOf(state, entry.participantId);
  if (author === null) throw new LogBroken("Someone who is not here wrote.");
  const { participantId, displayName } = author;
  const line = { seq: entry.seq, atMs: entry.atMs, participantId, displayName, text };
  return { ...state, chat: [...state.chat, line].slice(-CHAT_KEPT) };
}
