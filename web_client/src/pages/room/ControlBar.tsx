import {
  CircleDot,
  Ellipsis,
  Gauge,
  Hand,
  Keyboard,
  Mic,
  MicOff,
  MonitorUp,
  MousePointer2,
  PhoneOff,
  Play,
  Presentation,
  Settings,
  ShieldCheck,
  SquarePen,
  Video,
  VideoOff,
} from "lucide";
import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Menu, type MenuItem } from "../../components/Menu";
import { t } from "../../i18n";
import { clock } from "../../i18n/format";
import { now } from "../../state/clock";
import type { RoomActions } from "./actions";
import type { SeatConsent } from "../../wire/generated";
import { Elapsed } from "./Elapsed";
import { type RoomModel, personOf, useRoom } from "./model";
import { may } from "./rights";
import type { StageModel } from "./stage_model";

interface ControlBarProps {
  readonly stage: StageModel;
  readonly actions: RoomActions;
  /** A phone shows the most needed ones; the others are under "more". */
  readonly isNarrow: boolean;
}

export function ControlBar({ stage, actions, isNarrow }: ControlBarProps) {
  const room = useRoom();
  const own = personOf(room.state.value, room.ownId);
  const isHandUp = own?.handRaisedAtMs != null;
  return (
    <footer class="controls">
      <Planned />
      <div class="control-row" role="toolbar" aria-label={t("room.controls")}>
        <DeviceControls actions={actions} />
        {!isNarrow && <ShowControls stage={stage} actions={actions} />}
        <Control
          icon={Hand}
          name={isHandUp ? t("room.handDown") : t("room.hand")}
          isOn={isHandUp}
          testId="hand"
          onClick={actions.toggleHand}
        />
        {!isNarrow && <LineControls actions={actions} />}
        <MoreMenu actions={actions} isNarrow={isNarrow} />
      </div>
      <div class="control-ends">
        <StartButton actions={actions} />
        {may(own?.role ?? null, "draw") && !isNarrow && (
          <Button size="big" icon={SquarePen} onClick={actions.openOpinion} testId="opinion">
            {t("room.opinion")}
          </Button>
        )}
        <Button
          look="danger"
          size="big"
          icon={PhoneOff}
          onClick={actions.leave}
          testId="leave"
          class="leave"
          label={t("room.leave")}
        >
          {!isNarrow && t("room.leave")}
        </Button>
      </div>
    </footer>
  );
}

function ShowControls({ stage, actions }: { readonly stage: StageModel; readonly actions: RoomActions }) {
  const isSharing = useRoom().media.screen.value.track !== null;
  return (
    <>
      <Control
        icon={MonitorUp}
        name={isSharing ? t("room.stopShare") : t("room.share")}
        isOn={isSharing}
        testId="share"
        onClick={actions.toggleScreen}
      />
      <Control
        icon={MousePointer2}
        name={t("room.pointer")}
        isOn={stage.tool.value === "pointer"}
        testId="pointer"
        onClick={actions.togglePointer}
      />
    </>
  );
}

function LineControls({ actions }: { readonly actions: RoomActions }) {
  const room = useRoom();
  return (
    <>
      <Control
        icon={Gauge}
        name={t("room.saver")}
        isOn={room.isSavingData.value}
        testId="data-saver"
        onClick={actions.toggleSaver}
      />
      <Control icon={Settings} name={t("room.devices")} testId="devices" onClick={actions.openDevices} />
    </>
  );
}

function DeviceControls({ actions }: { readonly actions: RoomActions }) {
  const room = useRoom();
  const isMicOn = room.media.microphone.value.state === "on";
  const isCameraOn = room.media.camera.value.state === "on";
  const level = isMicOn ? (room.levels.value.get(room.ownId) ?? 0) : 0;
  return (
    <>
      <Control
        icon={isMicOn ? Mic : MicOff}
        name={isMicOn ? t("room.mute") : t("room.unmute")}
        isLive={isMicOn}
        isOff={!isMicOn}
        testId="mic"
        onClick={actions.toggleMicrophone}
      >
        <span class="control-level" aria-hidden="true">
          <i style={{ width: `${Math.round(level * 100)}%` }} />
        </span>
      </Control>
      <Control
        icon={isCameraOn ? Video : VideoOff}
        name={isCameraOn ? t("room.cameraOff") : t("room.cameraOn")}
        isLive={isCameraOn}
        isOff={!isCameraOn}
        testId="camera"
        onClick={actions.toggleCamera}
      />
    </>
  );
}

interface ControlProps {
  readonly icon: IconNode;
  readonly name: string;
  readonly onClick: () => void;
  readonly testId: string;
  readonly isOn?: boolean;
  readonly isLive?: boolean;
  readonly isOff?: boolean;
  readonly children?: ComponentChildren;
}

function Control({ icon, name, onClick, testId, isOn, isLive, isOff, children }: ControlProps) {
  const classes = ["control", isOn ? "on" : "", isLive ? "live" : "", isOff ? "off" : ""].filter(Boolean).join(" ");
  return (
    <button type="button" class={classes} aria-pressed={isOn} data-testid={testId} onClick={onClick}>
      <Icon of={icon} size={22} />
      <span>{name}</span>
      {children}
    </button>
  );
}

function StartButton({ actions }: { readonly actions: RoomActions }) {
  const room = useRoom();
  const state = room.state.value;
  const role = personOf(state, room.ownId)?.role ?? null;
  if (state.phase !== "lobby" || !may(role, "steer")) return null;
  return (
    <Button look="primary" size="big" icon={Play} onClick={actions.start} testId="start">
      {t("room.start")}
    </Button>
  );
}

interface MoreProps {
  readonly actions: RoomActions;
  readonly isNarrow: boolean;
}

function MoreMenu({ actions, isNarrow }: MoreProps) {
  const room = useRoom();
  const state = room.state.value;
  const own = personOf(state, room.ownId);
  const role = own?.role ?? null;
  const items: MenuItem[] = [];
  if (isNarrow) items.push(...phoneItems(room, actions));
  if (may(role, "record") && state.phase === "live") items.push(...recordingItems(state.recording.phase, actions));
  if (state.recording.phase !== "off" && own?.consent !== "unknown") items.push(consentItem(room, own?.consent));
  if (!isNarrow) items.push({ label: t("room.keys"), icon: Keyboard, run: actions.openKeys });
  if (state.phase === "live" && may(role, "steer")) {
    items.push({ label: t("room.end"), icon: PhoneOff, run: actions.end, testId: "end" });
  }
  return (
    <Menu
      items={items}
      label={t("room.more")}
      place="up"
      buttonClass="control"
      testId="more"
      button={
        <>
          <Icon of={Ellipsis} size={22} />
          <span>{t("room.more")}</span>
        </>
      }
    />
  );
}

function phoneItems(room: RoomModel, actions: RoomActions): readonly MenuItem[] {
  const { presenter } = room.state.value;
  const role = personOf(room.state.value, room.ownId)?.role ?? null;
  return [
    ...(may(role, "present") && presenter.holderId !== room.ownId
      ? [
          {
            label: t("room.take"),
            icon: Presentation,
            run: () => void room.act({ type: "presenter.take", epoch: presenter.epoch }),
          },
        ]
      : []),
    { label: t("room.pointer"), icon: MousePointer2, run: actions.togglePointer },
    { label: t("room.saver"), icon: Gauge, run: actions.toggleSaver, isChecked: room.isSavingData.value },
    { label: t("room.devices"), icon: Settings, run: actions.openDevices },
  ];
}

/** Consent can be taken back at any time, and given again. */
function consentItem(room: RoomModel, consent: SeatConsent | undefined): MenuItem {
  const given = consent !== "given";
  return {
    label: given ? t("room.giveConsent") : t("room.withdrawConsent"),
    icon: ShieldCheck,
    testId: "consent-change",
    run: () => void room.act({ type: "recording.consent", given }),
  };
}

function recordingItems(phase: string, actions: RoomActions): readonly MenuItem[] {
  const item = (label: string, run: () => void, testId: string): MenuItem => ({
    label,
    icon: CircleDot,
    run,
    testId,
  });
  switch (phase) {
    case "off":
      return [item(t("room.record"), actions.record, "record")];
    case "recording":
      return [
        item(t("room.pauseRecording"), actions.pauseRecording, "record-pause"),
        item(t("room.stopRecording"), actions.stopRecording, "record-stop"),
      ];
    case "paused":
      return [
        item(t("room.resumeRecording"), actions.resumeRecording, "record-resume"),
        item(t("room.stopRecording"), actions.stopRecording, "record-stop"),
      ];
    default:
      return [item(t("room.stopRecording"), actions.stopRecording, "record-stop")];
  }
}

function Planned() {
  const { session, state } = useRoom();
  const { startedAtMs } = state.value;
  const left = Math.round((Date.parse(session.plannedEnd) - now.value) / 60_000);
  return (
    <div class="planned num">
      {t("room.planned", { start: clock(session.plannedStart), end: clock(session.plannedEnd) })}
      {startedAtMs !== null && (
        <>
          {" · "}
          {t("room.running")} <Elapsed sinceMs={startedAtMs} />
        </>
      )}
      {left > 0 && left < 240 && ` · ${t("room.minutesLeft", { n: left })}`}
    </div>
  );
}
