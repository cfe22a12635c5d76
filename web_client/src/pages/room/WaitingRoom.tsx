import { DoorOpen } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button, LinkButton } from "../../components/Button";
import { Check } from "../../components/Choice";
import { Notice } from "../../components/Feedback";
import { sexAndAge } from "../../components/case/labels";
import { LanguageMenu } from "../../components/LanguageMenu";
import { UrgencyMark } from "../../components/Status";
import { t } from "../../i18n";
import { clock, dayOfWeek, whenShort } from "../../i18n/format";
import { now } from "../../state/clock";
import type { Session } from "../../wire/generated";
import { ConnectionCheck } from "./ConnectionCheck";
import { DevicePickers } from "./DevicePickers";
import { type Checks, reportChecks } from "./checks";
import { CameraPreview, MicrophoneCheck, SpeakerCheck } from "./DeviceChecks";
import type { LocalMedia } from "./local_media";
import { Expected } from "./Expected";
import { ConsentText } from "./RecordingDialog";

interface WaitingRoomProps {
  readonly session: Session;
  readonly media: LocalMedia;
  readonly onJoin: (agreesToRecording: boolean) => void;
}

/** Before the room: devices, connection, who is there, and consent. */
export function WaitingRoom({ session, media, onJoin }: WaitingRoomProps) {
  const [checks, setChecks] = useState<Checks>({ speaker: "skipped", connection: "skipped", roundTripMs: null });
  const [agrees, setAgrees] = useState(false);
  const isTooEarly = !session.mayJoin && Date.parse(session.lobbyOpensAt) > now.value;
  useOpenDevices(media);
  const join = () => {
    reportChecks(session.id, media, checks);
    onJoin(agrees);
  };
  return (
    <main class="waiting">
      <header class="waiting-head">
        <div class="grow">
          <h1>{t("room.waitingTitle")}</h1>
          <p class="mut">
            {session.patient && `${session.patient.name} ${sexAndAge(session.patient)} · `}
            {session.title} · <span class="num">{session.number}</span>
          </p>
        </div>
        {session.urgency !== "routine" && <UrgencyMark urgency={session.urgency} />}
        <LanguageMenu />
      </header>
      <div class="waiting-body">
        <section class="waiting-devices" aria-label={t("room.devices")}>
          <CameraPreview media={media} />
          <MicrophoneCheck media={media} />
          <DevicePickers media={media} />
          <SpeakerCheck media={media} onResult={(speaker) => setChecks((old) => ({ ...old, speaker }))} />
          <ConnectionCheck onResult={(found) => setChecks((old) => ({ ...old, ...found }))} />
        </section>
        <section class="waiting-ready" aria-label={t("room.ready")}>
          <p class="b num">
            {dayOfWeek(session.plannedStart)} {clock(session.plannedStart)} – {clock(session.plannedEnd)}
          </p>
          <Expected sessionId={session.id} first={session} />
          <div class="consent-box">
            <h2>{t("room.consentHead")}</h2>
            <ConsentText />
            <Check label={t("room.consentCheck")} isChecked={agrees} onChange={setAgrees} testId="agree-recording" />
          </div>
          {isTooEarly && (
            <Notice tone="info" testId="too-early">
              {t("room.tooEarly", { time: whenShort(session.lobbyOpensAt, now.value) })}
            </Notice>
          )}
          <div class="row">
            <Button
              look="primary"
              size="big"
              icon={DoorOpen}
              isDisabled={isTooEarly}
              onClick={join}
              testId="join"
              class="grow"
            >
              {t("room.join")}
            </Button>
            <LinkButton href={`/cases/${session.consultationId}`} size="big">
              {t("room.toCase")}
            </LinkButton>
          </div>
          <p class="sm mut">{t("room.joinHint")}</p>
        </section>
      </div>
    </main>
  );
}

/** Asks for camera and microphone once, on arrival; each may be refused alone. */
function useOpenDevices(media: LocalMedia): void {
  const hasAsked = useRef(false);
  useEffect(() => {
    if (hasAsked.current) return;
    hasAsked.current = true;
    void media.openMicrophone().then(() => media.openCamera());
  }, [media]);
}
