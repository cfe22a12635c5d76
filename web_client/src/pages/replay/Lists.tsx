import { useEffect, useRef, useState } from "preact/hooks";
import { Tabs } from "../../components/Tabs";
import { t } from "../../i18n";
import { running } from "../../i18n/format";
import type { Happening } from "./happenings";
import { lastBefore } from "./lanes";
import { useReplay } from "./replay_model";
import { chapterTitle } from "./Timeline";

type Shown = "events" | "chapters" | "messages" | "marks";

interface Row {
  readonly key: number;
  readonly mediaMs: number;
  readonly text: string;
}

/** What happened, as lists to read and to jump from. */
export function Lists({ of }: { readonly of: readonly Happening[] }) {
  const { loaded } = useReplay();
  const [shown, setShown] = useState<Shown>("events");
  const rows: Readonly<Record<Shown, readonly Row[]>> = {
    events: of.map(rowOf),
    chapters: loaded.recording.chapters.map((chapter) => ({
      key: chapter.startMs,
      mediaMs: chapter.startMs,
      text: chapterTitle(chapter),
    })),
    messages: of.filter((one) => one.sort === "message").map(rowOf),
    marks: of.filter((one) => one.sort === "mark").map(rowOf),
  };
  return (
    <Tabs
      class="replay-lists"
      label={t("replay.lists")}
      value={shown}
      onChange={setShown}
      tabs={[
        { value: "events", label: t("replay.tab_events"), count: rows.events.length },
        { value: "chapters", label: t("replay.tab_chapters"), count: rows.chapters.length },
        { value: "messages", label: t("replay.tab_messages"), count: rows.messages.length },
        { value: "marks", label: t("replay.tab_marks"), count: rows.marks.length },
      ]}
    >
      <Rows of={rows[shown]} empty={EMPTY[shown]()} />
    </Tabs>
  );
}

const rowOf = (one: Happening): Row => ({ key: one.seq, mediaMs: one.mediaMs, text: one.text });

const EMPTY: Readonly<Record<Shown, () => string>> = {
  events: () => t("replay.emptyEvents"),
  chapters: () => t("replay.emptyEvents"),
  messages: () => t("replay.emptyMessages"),
  marks: () => t("replay.emptyMarks"),
};

function Rows({ of, empty }: { readonly of: readonly Row[]; readonly empty: string }) {
  const { player, scale } = useReplay();
  const at = player.atMs.value;
  const current = lastBefore(of, at + 2);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const row = list.current?.children[current];
    if (row instanceof HTMLElement && list.current) {
      list.current.scrollTop = row.offsetTop - list.current.clientHeight / 2;
    }
  }, [current]);
  if (of.length === 0) return <p class="replay-empty mut">{empty}</p>;
  return (
    <ol class="replay-rows" ref={list} data-testid="replay-rows">
      {of.map((row, index) => (
        <li key={row.key}>
          <button
            type="button"
            class={index === current ? "on" : index < current ? "past" : ""}
            aria-current={index === current ? "true" : undefined}
            onClick={() => player.seek(row.mediaMs)}
          >
            <time class="num">{running(row.mediaMs - scale.startMs)}</time>
            <span class="prose">{row.text}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
