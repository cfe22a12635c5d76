import { Hand, MicOff, Mic, WifiOff } from "lucide";
import { useEffect, useRef } from "preact/hooks";
import { Avatar } from "../../components/Badge";
import { Icon } from "../../components/Icon";
import { t } from "../../i18n";
import type { Participant } from "../../wire/generated";
import { useRoom } from "./model";

interface VideoTileProps {
  readonly participant: Participant;
  readonly stream: MediaStream | null;
  readonly isBig: boolean;
  /** Place in the queue of raised hands, from 1; 0: not raised. */
  readonly handPlace: number;
}

const SPEAKING = 0.25;

/** One participant: picture or initial, name, microphone, hand, connection. */
export function VideoTile({ participant, stream, isBig, handPlace }: VideoTileProps) {
  const room = useRoom();
  const { participantId, displayName, facilityName, devices } = participant;
  const isOwn = participantId === room.ownId;
  const level = room.levels.value.get(participantId) ?? 0;
  const isSpeaking = devices.microphone === "on" && level > SPEAKING;
  const classes = ["tile", isBig ? "big" : "", isSpeaking ? "talk" : ""].filter(Boolean).join(" ");
  return (
    <div class={classes} data-testid="video-tile" data-participant={participantId} data-own={isOwn}>
      {stream ? (
        <Picture stream={stream} isOwn={isOwn} name={displayName} />
      ) : (
        <div class="no-picture">
          <Avatar name={displayName} size={isBig ? 56 : 38} />
        </div>
      )}
      <div class="tile-name">
        <span>
          <Icon
            of={devices.microphone === "on" ? Mic : MicOff}
            size={12}
            label={devices.microphone === "on" ? t("room.micOn") : t("room.micOff")}
          />
          <span class="clip">{isOwn ? t("room.me") : isBig ? `${displayName} · ${facilityName}` : displayName}</span>
        </span>
      </div>
      <TileBadge participant={participant} hasPicture={stream !== null} handPlace={handPlace} />
    </div>
  );
}

interface TileBadgeProps {
  readonly participant: Participant;
  readonly hasPicture: boolean;
  readonly handPlace: number;
}

function TileBadge({ participant, hasPicture, handPlace }: TileBadgeProps) {
  if (participant.lostAtMs !== null) {
    return (
      <div class="tile-badge warn">
        <Icon of={WifiOff} size={12} />
        {t("room.away")}
      </div>
    );
  }
  if (handPlace > 0) {
    return (
      <div class="tile-badge warn">
        <Icon of={Hand} size={12} label={t("room.handRaised")} />
        {handPlace}
      </div>
    );
  }
  return hasPicture ? null : <div class="tile-badge">{t("room.voiceOnly")}</div>;
}

interface PictureProps {
  readonly stream: MediaStream;
  readonly isOwn: boolean;
  readonly name: string;
}

/** Sound comes from `Voices`, so that a tile may come and go without a gap in what is heard. */
function Picture({ stream, isOwn, name }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!video.current) return;
    video.current.srcObject = stream;
    void video.current.play().catch(() => undefined);
  }, [stream]);
  return (
    <video
      ref={video}
      class={isOwn ? "mirrored" : ""}
      autoplay
      playsInline
      muted
      aria-label={t("room.pictureOf", { name })}
    >
      <track kind="captions" />
    </video>
  );
}
