import { Mic, Video, VideoOff, Volume2 } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { t } from "../../i18n";
import type { CheckResult } from "../../wire/generated";
import { CaptureHelp } from "./CaptureHelp";
import type { LocalMedia } from "./local_media";
import { meter, playTone } from "./sound";

export function CameraPreview({ media }: { readonly media: LocalMedia }) {
  const { track, problem, state } = media.camera.value;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!video.current || !track) return;
    video.current.srcObject = new MediaStream([track]);
    void video.current.play().catch(() => undefined);
  }, [track]);
  return (
    <div>
      <div class="preview">
        {track ? (
          <video
            ref={video}
            class="mirrored"
            autoplay
            playsInline
            muted
            aria-label={t("room.preview")}
            data-testid="preview"
          >
            <track kind="captions" />
          </video>
        ) : (
          <div class="no-picture">
            <Icon of={VideoOff} size={40} />
            <span>{t("room.cameraIsOff")}</span>
          </div>
        )}
        <div class="preview-bar">
          <Button
            icon={track ? Video : VideoOff}
            isPressed={state === "on"}
            testId="preview-camera"
            onClick={() => void media.setCamera(!track)}
          >
            {track ? t("room.cameraOff") : t("room.cameraOn")}
          </Button>
        </div>
      </div>
      {problem && <CaptureHelp of="camera" problem={problem} />}
    </div>
  );
}

export function MicrophoneCheck({ media }: { readonly media: LocalMedia }) {
  const { track, problem, state } = media.microphone.value;
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!track) return undefined;
    // The bar is moved without drawing the page anew ten times a second.
    return meter(track, (share) => {
      if (bar.current) bar.current.style.width = `${Math.round(share * 100)}%`;
    });
  }, [track]);
  return (
    <div>
      <div class="check-row">
        <Button
          icon={Mic}
          isPressed={state === "on"}
          testId="preview-mic"
          onClick={() => void media.setMicrophone(state !== "on")}
        >
          {state === "on" ? t("room.mute") : t("room.unmute")}
        </Button>
        <div class="meter" role="img" aria-label={t("room.meter")} data-testid="meter">
          <i ref={bar} />
        </div>
      </div>
      <p class="sm mut">{t("room.meterHint")}</p>
      {problem && <CaptureHelp of="microphone" problem={problem} />}
    </div>
  );
}

type Heard = "unasked" | "playing" | "asked" | "yes" | "no";

interface SpeakerCheckProps {
  readonly media: LocalMedia;
  readonly onResult: (result: CheckResult) => void;
}

/** Plays a tone and asks whether it was heard. */
export function SpeakerCheck({ media, onResult }: SpeakerCheckProps) {
  const [heard, setHeard] = useState<Heard>("unasked");
  const play = async () => {
    setHeard("playing");
    try {
      await playTone(media.chosen.value.speaker);
      setHeard("asked");
    } catch {
      answer("no");
    }
  };
  const answer = (result: "yes" | "no") => {
    setHeard(result);
    onResult(result === "yes" ? "ok" : "failed");
  };
  return (
    <div class="check-row">
      <Button icon={Volume2} isBusy={heard === "playing"} onClick={() => void play()} testId="tone">
        {t("room.tone")}
      </Button>
      <span class="grow" role="status">
        {heard === "asked" && t("room.heard")}
        {heard === "yes" && t("room.speakerWorks")}
        {heard === "no" && t("room.speakerHelp")}
      </span>
      {heard === "asked" && (
        <>
          <Button onClick={() => answer("yes")}>{t("shell.yes")}</Button>
          <Button onClick={() => answer("no")}>{t("shell.no")}</Button>
        </>
      )}
    </div>
  );
}
