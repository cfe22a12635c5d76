import { useEffect, useRef, useState } from "preact/hooks";
import { Volume2 } from "lucide";
import { Button } from "../../components/Button";
import { t } from "../../i18n";
import { type Incoming, useRoom } from "./model";

/** Everyone's voice. It has no picture, and stays while tiles come and go. */
export function Voices() {
  const room = useRoom();
  const [isHeld, setHeld] = useState(false);
  const voices = room.incoming.value.filter((one) => one.source === "microphone");
  return (
    <>
      {voices.map((voice) => (
        <Voice key={voice.trackId} voice={voice} isHeld={isHeld} onHeld={() => setHeld(true)} />
      ))}
      {isHeld && (
        <div class="banner-strip warn" role="alert">
          {t("room.soundHeld")}
          <Button icon={Volume2} onClick={() => setHeld(false)} testId="allow-sound">
            {t("room.letSound")}
          </Button>
        </div>
      )}
    </>
  );
}

interface VoiceProps {
  readonly voice: Incoming;
  readonly isHeld: boolean;
  /** The browser plays no sound before the user did something. */
  readonly onHeld: () => void;
}

function Voice({ voice, isHeld, onHeld }: VoiceProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const speaker = useRoom().media.chosen.value.speaker;
  useEffect(() => {
    const element = audio.current;
    if (!element || isHeld) return;
    if (element.srcObject !== voice.stream) element.srcObject = voice.stream;
    const chosen = speaker !== null && "setSinkId" in element ? element.setSinkId(speaker) : Promise.resolve();
    // A speaker that was unplugged falls back to the usual one.
    void chosen
      .catch(() => undefined)
      .then(() => element.play())
      .catch((error: unknown) => {
        // Anything else is a stream that was replaced meanwhile.
        if (error instanceof DOMException && error.name === "NotAllowedError") onHeld();
      });
  }, [voice.stream, isHeld, speaker]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: a live voice has no captions
    <audio ref={audio} autoplay data-testid="voice" data-participant={voice.participantId} />
  );
}
