import { ImageOff, MonitorUp, MousePointerClick } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { EmptyState } from "../../components/Feedback";
import { t } from "../../i18n";
import { areShortcutsOn } from "../../state/shortcuts";
import { actionOf } from "../../viewer/keys";
import { RecordViewer } from "../../viewer/record/RecordViewer";
import { presetsOf } from "../../viewer/stack/presets";
import { type Incoming, personOf, useRoom } from "./model";
import { PresenterBar, PresenterRequests } from "./PresenterBar";
import type { StageModel } from "./stage_model";
import { StageToolbar } from "./StageToolbar";

/** The middle of the room: who presents, the tools, and what is shown. */
export function Stage({ stage }: { readonly stage: StageModel }) {
  const room = useRoom();
  const area = useRef<HTMLElement>(null);
  const screen = room.incoming.value.find((one) => one.source === "screen") ?? null;
  const [isScreenHidden, hideScreen] = useState(false);
  useEffect(() => hideScreen(false), [screen?.trackId]);
  const toggleFullScreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void area.current?.requestFullscreen();
  };
  const isScreenShown = screen !== null && !isScreenHidden;
  return (
    <section class="stage" ref={area} aria-label={t("room.stage")} data-mode={stage.mode.value}>
      <PresenterBar stage={stage} />
      <StageToolbar stage={stage} onFullScreen={toggleFullScreen} />
      <PresenterRequests />
      {screen && <ScreenStrip screen={screen} isShown={isScreenShown} onToggle={() => hideScreen(isScreenShown)} />}
      <LeaveOffer stage={stage} />
      <div class="stage-body">
        <StageCanvas stage={stage} />
        {screen && isScreenShown && <ScreenPicture screen={screen} />}
      </div>
    </section>
  );
}

interface ScreenStripProps {
  readonly screen: Incoming;
  readonly isShown: boolean;
  readonly onToggle: () => void;
}

function ScreenStrip({ screen, isShown, onToggle }: ScreenStripProps) {
  const name = personOf(useRoom().state.value, screen.participantId)?.displayName ?? "";
  return (
    <div class="banner-strip info" role="status">
      {t("room.sharesScreen", { name })}
      <Button icon={MonitorUp} onClick={onToggle} testId="screen-toggle">
        {isShown ? t("room.showMaterials") : t("room.showScreen")}
      </Button>
    </div>
  );
}

function ScreenPicture({ screen }: { readonly screen: Incoming }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!video.current) return;
    video.current.srcObject = screen.stream;
    void video.current.play().catch(() => undefined);
  }, [screen.stream]);
  return (
    <video
      class="screen-picture"
      ref={video}
      autoplay
      playsInline
      muted
      aria-label={t("room.screen")}
      data-testid="screen"
    >
      <track kind="captions" />
    </video>
  );
}

/** Touching the picture while following offers to leave; it never breaks silently. */
function LeaveOffer({ stage }: { readonly stage: StageModel }) {
  if (!stage.isLeavingOffered.value || stage.mode.value !== "following") return null;
  return (
    <div class="banner-strip info" role="status">
      {t("room.leaveOffer")}
      <Button look="primary" onClick={() => stage.lookAround()} testId="look-around">
        {t("room.free")}
      </Button>
      <Button
        look="ghost"
        onClick={() => {
          stage.isLeavingOffered.value = false;
        }}
      >
        {t("room.stay")}
      </Button>
    </div>
  );
}

function StageCanvas({ stage }: { readonly stage: StageModel }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? stage.mount(host.current) : undefined), [stage]);
  const material = stage.material.value;
  const onKeyDown = (event: KeyboardEvent) => {
    if (areShortcutsOn.value && pressed(stage, event)) event.preventDefault();
  };
  return (
    <>
      <div
        ref={host}
        class="stage-canvas"
        role="application"
        aria-label={t("viewer.stage", { title: stage.title })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture takes keys while it has the focus
        tabIndex={0}
        hidden={material === null || material.kind === "record"}
        data-testid="stage-canvas"
        data-material={material?.id ?? ""}
        onKeyDown={onKeyDown}
      />
      {material?.kind === "record" && <SharedRecord stage={stage} materialId={material.id} />}
      {material === null && (
        <EmptyState icon={MousePointerClick} title={t("room.stageEmpty")}>
          <p class="mut">{t(stage.mode.value === "presenting" ? "room.stageEmptyYou" : "room.stageEmptyWait")}</p>
        </EmptyState>
      )}
      {stage.problem.value && material && (
        <div class="stage-problem">
          <EmptyState icon={ImageOff} title={t(`viewer.${stage.problem.value}`)}>
            <Button onClick={() => stage.tryAgain()}>{t("viewer.tryAgain")}</Button>
          </EmptyState>
        </div>
      )}
    </>
  );
}

function SharedRecord({ stage, materialId }: { readonly stage: StageModel; readonly materialId: string }) {
  const room = useRoom();
  const shared = stage.sharedView.value;
  const mode = stage.mode.value;
  const view = mode === "free" ? stage.ownRecordView.value : shared?.type === "record" ? shared : null;
  return (
    <div class="stage-record" data-testid="stage-record" data-view={shared ? JSON.stringify(shared) : undefined}>
      <RecordViewer
        consultation={room.consultation.value}
        materialId={materialId}
        view={mode === "presenting" ? null : view}
        isLocked={mode === "following"}
        onChange={(next) => stage.shareRecord(next)}
        onLockedTouch={() => stage.offerLeaving()}
      />
    </div>
  );
}

/** Runs what a key means; false when it means nothing here. */
function pressed(stage: StageModel, event: KeyboardEvent): boolean {
  const action = actionOf(event);
  if (!action) return false;
  if (action.type === "tool") stage.tool.value = action.tool;
  if (action.type === "command") stage.host.run(action.command);
  if (action.type === "erase") return stage.host.eraseSelected();
  if (action.type === "preset") {
    const preset = presetsOf(stage.status.value?.modality ?? "")[action.index];
    if (preset) stage.host.run({ type: "preset", center: preset.center, width: preset.width });
  }
  return true;
}
