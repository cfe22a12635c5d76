import { useComputed } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { sexAndAge } from "../../components/case/labels";
import { lookUp, t } from "../../i18n";
import { toast } from "../../state/toasts";
import type { Words } from "../../viewer/ports";
import type { RoomActions } from "./actions";
import { roomAction } from "./actions";
import { AskText, type Question } from "./AskText";
import { Banners } from "./Banners";
import { colorsOf } from "./colors";
import { ControlBar } from "./ControlBar";
import { DevicesDialog } from "./DevicesDialog";
import { EndDialog } from "./EndDialog";
import { KeysDialog } from "./KeysDialog";
import { MaterialsPanel } from "./MaterialsPanel";
import { RoomContext, type RoomModel } from "./model";
import { personOf } from "./model";
import { RecordingDialog } from "./RecordingDialog";
import { RoomHeader } from "./RoomHeader";
import { SidePanel, type SideTab } from "./SidePanel";
import { Stage } from "./Stage";
import { StageModel } from "./stage_model";
import { Tiles } from "./Tiles";
import { useNarrow } from "./use_narrow";
import { Voices } from "./Voices";

type Window = "none" | "devices" | "keys" | "leave";

/** The room itself: materials, stage, people, controls. */
export function InRoom({ room, onLeave }: { readonly room: RoomModel; readonly onLeave: () => void }) {
  const [window, setWindow] = useState<Window>("none");
  const [tab, setTab] = useState<SideTab>("chat");
  const [question, setQuestion] = useState<Question | null>(null);
  const isNarrow = useNarrow();
  const stage = useStage(room, setQuestion);
  const actions = actionsOf(room, stage, { setWindow, setTab });
  useRoomKeys(actions);
  const close = () => setWindow("none");
  return (
    <RoomContext.Provider value={room}>
      <div
        class={isNarrow ? "room narrow" : "room"}
        data-testid="room"
        data-phase={room.state.value.phase}
        data-link={room.link.value.kind}
      >
        <RoomHeader onBack={actions.leave} onKeys={actions.openKeys} />
        {!isNarrow && <MaterialsPanel stage={stage} />}
        <main class="room-main">
          <Banners />
          <Stage stage={stage} />
        </main>
        <aside class="room-side" aria-label={t("room.side")}>
          <Tiles />
          <SidePanel stage={stage} tab={tab} onTab={setTab} isNarrow={isNarrow} />
        </aside>
        <ControlBar stage={stage} actions={actions} isNarrow={isNarrow} />
        <Voices />
        <RecordingDialog />
        {question && <AskText question={question} onDone={() => setQuestion(null)} />}
        {window === "devices" && <DevicesDialog onClose={close} />}
        {window === "keys" && <KeysDialog onClose={close} />}
        {window === "leave" && <EndDialog onClose={close} onLeave={onLeave} />}
      </div>
    </RoomContext.Provider>
  );
}

const words: Words = (word, values = {}) =>
  (lookUp(`viewer.${word}`) ?? word).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

function useStage(room: RoomModel, ask: (question: Question) => void): StageModel {
  const colors = useComputed(() => colorsOf(room.state.value.participants.map((one) => one.participantId)));
  const asking = useRef(ask);
  asking.current = ask;
  const { session } = room;
  return useMemo(() => {
    const patient = session.patient;
    return new StageModel(room, {
      words,
      colorOf: (id) => colors.peek()(id),
      ownId: room.ownId,
      askText: (initial) => new Promise((answer) => asking.current({ initial, answer })),
      patientLines: patient ? [`${patient.name} ${sexAndAge(patient)}`, session.number] : [session.number],
    });
  }, [room]);
}

interface Openers {
  readonly setWindow: (window: Window) => void;
  readonly setTab: (tab: SideTab) => void;
}

function actionsOf(room: RoomModel, stage: StageModel, { setWindow, setTab }: Openers): RoomActions {
  const { media, act } = room;
  const own = () => personOf(room.state.value, room.ownId);
  return {
    toggleMicrophone: () => void media.setMicrophone(media.microphone.value.state !== "on"),
    toggleCamera: () => void media.setCamera(media.camera.value.state !== "on"),
    toggleScreen: () => {
      if (media.screen.value.track) media.stopScreen();
      else void media.shareScreen();
    },
    togglePointer: () => {
      stage.tool.value = stage.tool.value === "pointer" ? "scroll" : "pointer";
    },
    toggleHand: () => void act({ type: "hand.set", raised: own()?.handRaisedAtMs == null }),
    toggleSaver: () => {
      room.isSavingData.value = !room.isSavingData.value;
      toast("info", t(room.isSavingData.value ? "room.saverOn" : "room.saverOff"));
    },
    toggleFollow: () => (stage.mode.value === "free" ? stage.follow() : stage.lookAround()),
    openDevices: () => setWindow("devices"),
    openKeys: () => setWindow("keys"),
    openOpinion: () => setTab("opinion"),
    openChat: () => {
      setTab("chat");
      requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-testid=chat-input]")?.focus());
    },
    openMembers: () => setTab("members"),
    leave: () => setWindow("leave"),
    start: () => void act({ type: "session.start" }),
    end: () => setWindow("leave"),
    record: () => void act({ type: "recording.ask" }),
    pauseRecording: () => void act({ type: "recording.pause" }),
    resumeRecording: () => void act({ type: "recording.resume" }),
    stopRecording: () => void act({ type: "recording.stop" }),
  };
}

/** Alt and a letter work everywhere in the room; "?" where nobody writes. */
function useRoomKeys(actions: RoomActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isWriting = event.target instanceof Element && event.target.closest("input, textarea, select") !== null;
      const name = event.key === "?" && !isWriting ? "openKeys" : roomAction(event);
      if (!name || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      latest.current[name]();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
