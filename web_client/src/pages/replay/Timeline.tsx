import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "../../components/Icon";
import { t } from "../../i18n";
import { running } from "../../i18n/format";
import type { Chapter } from "../../wire/generated";
import type { Happening } from "./happenings";
import { type Scale, type Stretch, momentAt, presenceOf, share, speechOf, ticks } from "./lanes";
import { type ReplayModel, useReplay } from "./replay_model";

const KEY_STEP_MS: Readonly<Record<string, number>> = {
  ArrowLeft: -5000,
  ArrowRight: 5000,
  PageUp: 60_000,
  PageDown: -60_000,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

const percent = (part: number) => `${(part * 100).toFixed(3)}%`;

function between(scale: Scale, startMs: number, endMs: number) {
  const left = share(scale, startMs);
  return { left: percent(left), width: percent(share(scale, endMs) - left) };
}

/** Chapters, who spoke, what was shown and what happened, over one clock. */
export function Timeline({ of }: { readonly of: readonly Happening[] }) {
  const model = useReplay();
  return (
    <div class="replay-lanes" style={{ "--people": String(Math.max(1, model.people.length)) }}>
      <Seeker />
      <Ruler scale={model.scale} />
      <Lane row={2} name={t("replay.lane_chapters")}>
        <Chapters />
      </Lane>
      <Lane row={3} name={t("replay.lane_speech")}>
        <Speech model={model} />
      </Lane>
      <Lane row={4} name={t("replay.lane_stage")}>
        {model.stretches.map((stretch) => (
          <StageBlock key={stretch.startMs} of={stretch} />
        ))}
      </Lane>
      <Lane row={5} name={t("replay.lane_events")}>
        <Events of={of} />
      </Lane>
      <Playhead />
    </div>
  );
}

interface LaneProps {
  readonly row: number;
  readonly name: string;
  readonly children: ComponentChildren;
}

function Lane({ row, name, children }: LaneProps) {
  return (
    <>
      <span class="replay-label" data-row={row} style={{ gridRow: String(row) }}>
        {name}
      </span>
      <div class="replay-lane" style={{ gridRow: String(row) }}>
        {children}
      </div>
    </>
  );
}

/** The whole of the lanes is one slider: click, drag or arrow keys. */
function Seeker() {
  const { player, scale } = useReplay();
  const place = useRef<HTMLDivElement>(null);
  const seek = (event: PointerEvent) => {
    const box = place.current?.getBoundingClientRect();
    if (box) player.seek(momentAt(scale, (event.clientX - box.left) / Math.max(1, box.width)));
  };
  const at = player.atMs.value - scale.startMs;
  const length = scale.endMs - scale.startMs;
  return (
    <div
      ref={place}
      class="replay-seeker"
      role="slider"
      tabIndex={0}
      aria-label={t("replay.position")}
      aria-valuemin={0}
      aria-valuemax={Math.round(length / 1000)}
      aria-valuenow={Math.round(at / 1000)}
      aria-valuetext={t("replay.positionText", { at: running(at), length: running(length) })}
      data-testid="replay-seeker"
      onPointerDown={(event) => {
        place.current?.setPointerCapture(event.pointerId);
        seek(event);
      }}
      onPointerMove={(event) => {
        if (place.current?.hasPointerCapture(event.pointerId) === true) seek(event);
      }}
      onKeyDown={(event) => {
        const step = KEY_STEP_MS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        player.step(step);
      }}
    />
  );
}

function Ruler({ scale }: { readonly scale: Scale }) {
  return (
    <div class="replay-lane replay-ruler" aria-hidden="true">
      {ticks(scale).map((tick) => (
        <span key={tick} class="num" style={{ left: percent(share(scale, scale.startMs + tick)) }}>
          {running(tick)}
        </span>
      ))}
    </div>
  );
}

export function chapterTitle(chapter: Chapter): string {
  const kind = t(`replay.chapter_${chapter.kind}`);
  return chapter.title === "" ? kind : `${kind} · ${chapter.title}`;
}

function Chapters() {
  const { loaded, player, scale } = useReplay();
  const at = player.atMs.value;
  return (
    <>
      {loaded.recording.chapters.map((chapter) => (
        <button
          key={chapter.startMs}
          type="button"
          class={`replay-chapter ${chapter.startMs <= at && at < chapter.endMs ? "on" : ""}`}
          style={between(scale, chapter.startMs, chapter.endMs)}
          title={chapterTitle(chapter)}
          tabIndex={-1}
          onClick={() => player.seek(chapter.startMs)}
        >
          {chapterTitle(chapter)}
        </button>
      ))}
      {loaded.recording.gaps.map((gap) => (
        <i
          key={gap.startMs}
          class="replay-gap"
          title={t("replay.paused")}
          style={between(scale, gap.startMs, gap.endMs)}
        />
      ))}
    </>
  );
}

/** A row for each person: thin while present, thick while speaking. */
function Speech({ model }: { readonly model: ReplayModel }) {
  const { scale, people, loaded } = model;
  return (
    <div class="replay-speech">
      {people.map((person) => (
        <div key={person.id} class="replay-person" style={{ color: model.colorOf(person.id) }}>
          <span class="clip">{person.name}</span>
          {presenceOf(loaded.entries, person.id, scale).map((span) => (
            <i key={span.startMs} class="here" style={between(scale, span.startMs, span.endMs)} />
          ))}
          {speechOf(loaded.recording.speech, person.id).map((span) => (
            <i key={span.startMs} class="speaks" style={between(scale, span.startMs, span.endMs)} />
          ))}
        </div>
      ))}
    </div>
  );
}

function StageBlock({ of }: { readonly of: Stretch }) {
  const model = useReplay();
  if (of.materialId === null) return null;
  const kind = model.loaded.materials.find((one) => one.id === of.materialId)?.kind ?? "gone";
  const title = model.titleOf(of.materialId);
  return (
    <span class={`replay-block ${kind}`} style={between(model.scale, of.startMs, of.endMs)} title={title}>
      {title}
    </span>
  );
}

function Events({ of }: { readonly of: readonly Happening[] }) {
  const { player, scale } = useReplay();
  return (
    <div class="replay-events">
      {of.map((one) => (
        <button
          key={one.seq}
          type="button"
          class={one.sort}
          style={{ left: percent(share(scale, one.mediaMs)) }}
          title={`${running(one.mediaMs - scale.startMs)} ${one.text}`}
          aria-label={one.text}
          tabIndex={-1}
          onClick={() => player.seek(one.mediaMs)}
        >
          <Icon of={one.icon} size={12} />
        </button>
      ))}
    </div>
  );
}

function Playhead() {
  const { player, scale } = useReplay();
  const at = player.atMs.value;
  return (
    <div class="replay-heads" aria-hidden="true">
      <i class="replay-head num" style={{ left: percent(share(scale, at)) }}>
        <span>{running(at - scale.startMs)}</span>
      </i>
    </div>
  );
}
