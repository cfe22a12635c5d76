/** Entries of the log that a reader would look for, in words. */
import type { IconNode } from "lucide";
import {
  ArrowUpRight,
  Circle,
  CircleDot,
  CirclePause,
  CircleStop,
  Eraser,
  Hand,
  LogIn,
  LogOut,
  MessageSquare,
  MonitorUp,
  Pencil,
  Presentation,
  Ruler,
  Type,
  Video,
  Wifi,
  WifiOff,
} from "lucide";
import { t } from "../../i18n";
import type { Annotation, EntryBody, LogEntry } from "../../wire/generated";

/** Which list it belongs to beside the list of all. */
export type Sort = "event" | "message" | "mark";

export interface Happening {
  readonly seq: number;
  readonly mediaMs: number;
  readonly participantId: string | null;
  readonly sort: Sort;
  readonly icon: IconNode;
  readonly text: string;
}

interface Named {
  readonly nameOf: (participantId: string | null) => string;
  readonly titleOf: (materialId: string) => string;
}

interface Told {
  readonly sort?: Sort;
  readonly icon: IconNode;
  readonly text: string;
}

const MARK_ICONS: Readonly<Record<Annotation["kind"], IconNode>> = {
  length: Ruler,
  arrow: ArrowUpRight,
  text: Type,
  ellipse: Circle,
  freehand: Pencil,
};

/** Everything worth a row, in order; what came before the media clock started is left out. */
export function happenings(entries: readonly LogEntry[], named: Named): readonly Happening[] {
  return entries.flatMap(({ seq, mediaMs, participantId, body }) => {
    const told = mediaMs === null ? null : (tell(body, named.nameOf(participantId), named) ?? null);
    if (told === null || mediaMs === null) return [];
    return [{ seq, mediaMs, participantId, sort: told.sort ?? "event", icon: told.icon, text: told.text }];
  });
}

function tell(body: EntryBody, name: string, named: Named): Told | null {
  return tellRoom(body, name) ?? tellStage(body, name, named) ?? tellRecording(body);
}

function tellRoom(body: EntryBody, name: string): Told | null {
  switch (body.type) {
    case "session.started":
      return { icon: Video, text: t("replay.event_started") };
    case "session.ended":
      return { icon: CircleStop, text: t("replay.event_ended") };
    case "participant.joined":
      return { icon: LogIn, text: t("replay.event_joined", { name }) };
    case "participant.left":
      return { icon: LogOut, text: t("replay.event_left", { name }) };
    case "participant.lost":
      return { icon: WifiOff, text: t("replay.event_lost", { name }) };
    case "participant.returned":
      return { icon: Wifi, text: t("replay.event_returned", { name }) };
    case "chat.posted":
      return { icon: MessageSquare, sort: "message", text: t("replay.event_chat", { name, text: body.text }) };
    case "hand.set":
      return body.raised ? { icon: Hand, text: t("replay.event_hand", { name }) } : null;
    default:
      return null;
  }
}

function tellStage(body: EntryBody, name: string, { nameOf, titleOf }: Named): Told | null {
  switch (body.type) {
    case "stage.shown":
      return body.materialId === null
        ? { icon: Eraser, text: t("replay.event_cleared", { name }) }
        : { icon: MonitorUp, text: t("replay.event_shown", { name, title: titleOf(body.materialId) }) };
    case "presenter.changed":
      return body.holderId === null
        ? null
        : { icon: Presentation, text: t("replay.event_presenter", { name: nameOf(body.holderId) }) };
    case "annotation.put":
      return body.annotation.version === 1 ? tellMark(body.annotation, name) : null;
    default:
      return null;
  }
}

function tellMark(mark: Annotation, name: string): Told {
  const kind = mark.text === "" ? t(`replay.mark_${mark.kind}`) : mark.text;
  return { icon: MARK_ICONS[mark.kind], sort: "mark", text: t("replay.event_mark", { name, kind }) };
}

function tellRecording(body: EntryBody): Told | null {
  switch (body.type) {
    case "recording.started":
      return { icon: CircleDot, text: t("replay.event_recordingStarted") };
    case "recording.paused":
      return { icon: CirclePause, text: t("replay.event_recordingPaused") };
    case "recording.resumed":
      return { icon: CircleDot, text: t("replay.event_recordingResumed") };
    case "recording.stopped":
      return { icon: CircleStop, text: t("replay.event_recordingStopped") };
    default:
      return null;
  }
}
