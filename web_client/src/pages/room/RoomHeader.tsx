import { ChevronLeft, Keyboard, ShieldCheck, Signal } from "lucide";
import { Pill } from "../../components/Badge";
import { IconButton } from "../../components/Button";
import { sexAndAge } from "../../components/case/labels";
import { Icon } from "../../components/Icon";
import { LanguageMenu } from "../../components/LanguageMenu";
import { UrgencyMark } from "../../components/Status";
import { t } from "../../i18n";
import { useRoom } from "./model";

interface RoomHeaderProps {
  readonly onBack: () => void;
  readonly onKeys: () => void;
}

export function RoomHeader({ onBack, onKeys }: RoomHeaderProps) {
  const { session } = useRoom();
  return (
    <header class="room-head">
      <IconButton of={ChevronLeft} label={t("room.leave")} onClick={onBack} />
      <h1 class="case-name clip">
        {session.patient?.name ?? session.number}
        {session.patient && <span class="mut"> {sexAndAge(session.patient)}</span>}
        <span class="mut num hide-narrow"> {session.number}</span>
      </h1>
      {session.urgency !== "routine" && <UrgencyMark urgency={session.urgency} />}
      <span class="mut clip hide-narrow grow">{session.title}</span>
      <span class="grow show-narrow" />
      <RecordingMark />
      <NetMark />
      <span class="hide-narrow row">
        <LanguageMenu />
        <IconButton of={Keyboard} label={t("room.keys")} onClick={onKeys} testId="keys" />
      </span>
    </header>
  );
}

/** Always visible while anything is recorded (and says so while it is not). */
function RecordingMark() {
  const room = useRoom();
  const { phase } = room.state.value.recording;
  if (phase === "off") {
    return (
      <span class="recording off hide-narrow" data-testid="recording-state" data-phase={phase}>
        {t("room.notRecording")}
      </span>
    );
  }
  return (
    <>
      <span class={`recording ${phase}`} role="status" data-testid="recording-state" data-phase={phase}>
        <i />
        <b>{t(`room.recording_${phase}`)}</b>
      </span>
      {phase === "recording" && (
        <span class="hide-narrow">
          <Pill>
            <Icon of={ShieldCheck} size={14} />
            {t("room.allAgreed")}
          </Pill>
        </span>
      )}
    </>
  );
}

function NetMark() {
  const { quality, roundTripMs } = useRoom().net.value;
  return (
    <span class={`net ${quality}`} data-testid="net" data-quality={quality} title={t(`room.net_${quality}`)}>
      <Icon of={Signal} size={16} label={t(`room.net_${quality}`)} />
      <span class="hide-narrow">{t(`room.net_${quality}`)}</span>
      {roundTripMs !== null && <span class="num mut">{Math.round(roundTripMs)} ms</span>}
    </span>
  );
}
