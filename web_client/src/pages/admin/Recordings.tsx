import { CirclePlay, Play } from "lucide";
import { LinkButton } from "../../components/Button";
import { Pill, type Tone } from "../../components/Badge";
import { sexAndAge } from "../../components/case/labels";
import { EmptyState, Loaded } from "../../components/Feedback";
import { type Column, Pagination, Table } from "../../components/Table";
import { t } from "../../i18n";
import { bytes, dateTime, list as listOf, running } from "../../i18n/format";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import { query, setQuery } from "../../state/router";
import type { RecordingBrief, RecordingQuery, RecordingState } from "../../wire/generated";
import { askedPage, DayFilter, dayEnd, dayStart, SearchFilter } from "./filter_fields";

const TONES: Partial<Record<RecordingState, Tone>> = {
  available: "ok",
  failed: "danger",
  finalising: "info",
  recording: "danger",
};
const isPlayable = (of: RecordingBrief) => of.state === "available" || of.state === "archived" || of.state === "failed";

const columns = (): readonly Column<RecordingBrief>[] => [
  {
    key: "title",
    head: t("cases.colPatient"),
    isRowHead: true,
    cell: (of) => (
      <>
        <span class="b">{of.patient?.name ?? of.title}</span>{" "}
        <span class="xs faint">{of.patient && sexAndAge(of.patient)}</span>
        <div class="xs faint num">
          <a href={`/cases/${of.consultationId}`}>{of.number}</a>
        </div>
      </>
    ),
  },
  { key: "at", head: t("admin.recordedAt"), cell: (of) => <span class="num">{dateTime(of.startedAt)}</span> },
  { key: "people", head: t("admin.people"), cell: (of) => listOf(of.people) },
  { key: "length", head: t("admin.duration"), isRight: true, cell: (of) => running(of.durationMs) },
  { key: "size", head: t("admin.size"), isRight: true, cell: (of) => bytes(of.sizeBytes) },
  {
    key: "state",
    head: t("admin.status"),
    cell: (of) => <Pill tone={TONES[of.state] ?? "plain"}>{t(`admin.rec_${of.state}`)}</Pill>,
  },
  {
    key: "play",
    head: t("admin.play"),
    cell: (of) =>
      isPlayable(of) ? (
        <LinkButton href={`/recordings/${of.id}`} icon={CirclePlay} testId="play-recording">
          {t("admin.play")}
        </LinkButton>
      ) : (
        "—"
      ),
  },
];

/** Recordings one may play, newest first. */
export default function Recordings() {
  const wanted: RecordingQuery = {
    q: query.value.get("q"),
    recordedFrom: dayStart("from"),
    recordedTo: dayEnd("to"),
    page: askedPage(),
    size: 50,
  };
  const found = useFetched(JSON.stringify(wanted), (signal) => api.call("recordings", { query: wanted }, { signal }));
  return (
    <>
      <div class="page-head">
        <h1>{t("admin.recordingsTitle")}</h1>
      </div>
      <div class="admin-filters">
        <SearchFilter name="q" label={t("admin.recordingFind")} />
        <DayFilter name="from" label={t("shell.from")} />
        <DayFilter name="to" label={t("shell.to")} />
      </div>
      <Loaded of={found} lines={8}>
        {(value) => (
          <>
            <Table
              caption={t("admin.recordingsTitle")}
              columns={columns()}
              rows={value.items}
              keyOf={(of) => of.id}
              empty={<EmptyState icon={Play} title={t("admin.emptyRecordings")} />}
              testId="recordings"
            />
            <Pagination page={value.page} onPage={(page) => setQuery({ page })} />
          </>
        )}
      </Loaded>
    </>
  );
}
