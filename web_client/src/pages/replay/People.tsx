import { Headphones, MonitorUp, VideoOff } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { Avatar } from "../../components/Badge";
import { Notice } from "../../components/Feedback";
import { Icon } from "../../components/Icon";
import { Menu } from "../../components/Menu";
import { t } from "../../i18n";
import type { RecordingTrack } from "../../wire/generated";
import { type ReplayModel, useReplay } from "./replay_model";

/** Picture and sound, and whose. */
export function People() {
  const model = useReplay();
  const element = useRef<HTMLVideoElement>(null);
  const [chosen, setChosen] = useState<RecordingTrack | null>(() => model.pictures[0] ?? model.mix);
  useEffect(() => {
    if (element.current) model.player.attach(element.current);
    return () => model.player.destroy();
  }, [model]);
  useEffect(() => {
    if (chosen) model.player.show(chosen);
  }, [model, chosen]);
  if (model.loaded.recording.tracks.length === 0) return <Notice tone="warn">{t("replay.noMedia")}</Notice>;
  return (
    <div class="replay-people">
      <figure class="replay-video" data-participant={chosen?.participantId ?? ""}>
        <video
          ref={element}
          playsInline
          preload="metadata"
          data-testid="replay-video"
          aria-label={labelOf(model, chosen)}
        >
          <track kind="captions" />
        </video>
        {chosen?.kind !== "video" && (
          <div class="replay-faceless">
            <Icon of={VideoOff} size={28} />
          </div>
        )}
        <figcaption>{captionOf(model, chosen)}</figcaption>
        <Voices chosen={chosen} onChoose={setChosen} />
      </figure>
      {model.player.hasFailed.value && (
        <Notice tone="danger" isAlert>
          {t("replay.mediaFailed")}
        </Notice>
      )}
      <Strip chosen={chosen} onChoose={setChosen} />
    </div>
  );
}

interface ChoiceProps {
  readonly chosen: RecordingTrack | null;
  readonly onChoose: (track: RecordingTrack) => void;
}

/** Everyone who was there; those with a picture can be chosen. */
function Strip({ chosen, onChoose }: ChoiceProps) {
  const model = useReplay();
  const present = new Set(model.room.value.participants.map((one) => one.participantId));
  return (
    <ul class="replay-strip" aria-label={t("replay.people")}>
      {model.people.flatMap((person) => {
        const pictures = model.pictures.filter((track) => track.participantId === person.id);
        const places = pictures.length > 0 ? pictures : [null];
        return places.map((track) => (
          <li key={track?.id ?? person.id} class={present.has(person.id) ? "" : "away"}>
            <button
              type="button"
              aria-pressed={track !== null && track.id === chosen?.id}
              title={track ? labelOf(model, track) : t("replay.videoOff", { name: person.name })}
              disabled={track === null}
              data-testid="replay-person"
              onClick={() => track && onChoose(track)}
            >
              <Avatar name={person.name} size={28} />
              <span class="clip">{person.name}</span>
              {track?.source === "screen" && <Icon of={MonitorUp} size={14} />}
              {track === null && <Icon of={VideoOff} size={14} />}
            </button>
          </li>
        ));
      })}
    </ul>
  );
}

/** One person's sound alone, or everybody's. */
function Voices({ chosen, onChoose }: ChoiceProps) {
  const model = useReplay();
  const together = model.pictures.find((track) => track.participantId === chosen?.participantId) ?? model.pictures[0];
  const everybody = chosen?.kind === "voice" ? (together ?? model.mix) : (chosen ?? model.mix);
  const items = [
    ...(everybody ? [item(t("replay.everybody"), chosen?.kind !== "voice", () => onChoose(everybody))] : []),
    ...model.voices.map((track) =>
      item(t("replay.onlyVoice", { name: track.displayName ?? "" }), chosen?.id === track.id, () => onChoose(track)),
    ),
  ];
  return (
    <Menu
      label={t("replay.voices")}
      button={<Icon of={Headphones} size={18} />}
      buttonClass="btn square replay-voices"
      items={items}
      testId="replay-voices"
    />
  );
}

const item = (label: string, isChecked: boolean, run: () => void) => ({ label, isChecked, run });

function labelOf(model: ReplayModel, track: RecordingTrack | null): string {
  if (track === null || track.kind === "mix") return t("replay.everybody");
  const name = track.displayName ?? model.nameOf(track.participantId);
  if (track.kind === "voice") return t("replay.onlyVoice", { name });
  if (track.source === "screen") return t("replay.screenOf", { name });
  return track.source === "document" ? t("replay.documentOf", { name }) : t("replay.video", { name });
}

function captionOf(model: ReplayModel, track: RecordingTrack | null): string {
  if (track === null || track.kind !== "video") return labelOf(model, track);
  return [track.displayName, track.facilityName].filter(Boolean).join(" · ");
}
