import { ChevronLeft, FileText, Lock, LockOpen } from "lucide";
import { useEffect, useMemo } from "preact/hooks";
import { Pill } from "../../components/Badge";
import { LinkButton } from "../../components/Button";
import { sexAndAge } from "../../components/case/labels";
import { Loaded as WhenLoaded, Notice } from "../../components/Feedback";
import { Icon } from "../../components/Icon";
import { language, lookUp, t } from "../../i18n";
import { dateTime, running } from "../../i18n/format";
import { useFetched } from "../../state/resource";
import type { Recording } from "../../wire/generated";
import type { PageProps } from "../route";
import { Controls } from "./Controls";
import { Lists } from "./Lists";
import { People } from "./People";
import "./replay.css";
import { ReplayContext, ReplayModel } from "./replay_model";
import { type Loaded, loadSession } from "./session";
import { Stage } from "./Stage";
import { Timeline } from "./Timeline";

const PREPARING_POLL_MS = 5000;

/** A session seen again: sound and pictures, and beside them what was on the stage, drawn from the log. */
export default function Replay({ params }: PageProps<"/recordings/:recordingId">) {
  const loaded = useFetched(params.recordingId, (signal) => loadSession(params.recordingId, signal));
  const isPreparing = loaded.value !== null && PREPARING.has(loaded.value.recording.brief.state);
  useEffect(() => {
    if (!isPreparing) return undefined;
    const timer = setInterval(loaded.reload, PREPARING_POLL_MS);
    return () => clearInterval(timer);
  }, [isPreparing]);
  return <WhenLoaded of={loaded}>{(value) => <Shown of={value} />}</WhenLoaded>;
}

const PREPARING = new Set<Recording["brief"]["state"]>(["recording", "paused", "finalising"]);

function Shown({ of }: { readonly of: Loaded }) {
  const { brief } = of.recording;
  const model = useMemo(() => new ReplayModel(of, viewerOptions(of)), [brief.id, brief.state]);
  const spoken = language.value;
  const happenings = useMemo(() => model.happenings(), [model, spoken]);
  return (
    <ReplayContext.Provider value={model}>
      <main class="replay" data-testid="replay" data-state={brief.state}>
        <Header of={of.recording} />
        <Troubles of={of.recording} />
        <Stage />
        <aside class="replay-side">
          <People />
          <Lists of={happenings} />
        </aside>
        <section class="replay-time" aria-label={t("replay.position")}>
          <Controls of={happenings} />
          <Timeline of={happenings} />
        </section>
      </main>
    </ReplayContext.Provider>
  );
}

function Header({ of }: { readonly of: Recording }) {
  const { brief } = of;
  const { patient } = brief;
  const [track] = of.tracks;
  return (
    <header class="replay-header">
      <a href="/recordings" class="replay-back" aria-label={t("replay.back")} title={t("replay.back")}>
        <Icon of={ChevronLeft} size={18} />
      </a>
      <h1>{t("replay.title")}</h1>
      {patient && (
        <>
          <b>{patient.name}</b>
          <span class="mut">{sexAndAge(patient)}</span>
        </>
      )}
      <span class="mut num hide-narrow">{brief.number}</span>
      <span class="mut clip grow hide-narrow">{brief.title}</span>
      <span class="mut num sm hide-narrow">
        {t("replay.meta", { when: dateTime(brief.startedAt), length: running(track?.durationMs ?? brief.durationMs) })}
      </span>
      {of.tracks.length > 0 && (
        <Pill tone={of.isVerified ? "ok" : "danger"} testId="replay-verified">
          <Icon of={of.isVerified ? Lock : LockOpen} size={13} />
          {of.isVerified ? t("replay.verified") : t("replay.notVerified")}
        </Pill>
      )}
      <LinkButton href={`/cases/${brief.consultationId}`} icon={FileText}>
        <span class="hide-narrow">{t("replay.caseLink")}</span>
      </LinkButton>
    </header>
  );
}

/** What keeps the recording from being whole, or from playing yet. */
function Troubles({ of }: { readonly of: Recording }) {
  const isFailed = of.brief.state === "failed";
  return (
    <div class="replay-troubles">
      {PREPARING.has(of.brief.state) && <Notice tone="info">{t("replay.stateNotReady")}</Notice>}
      {isFailed && <Notice tone="warn">{t("replay.stateFailed")}</Notice>}
      {of.failure !== null && !isFailed && (
        <Notice tone="warn">{lookUp(`replay.failure_${of.failure}`) ?? t("replay.failure_other")}</Notice>
      )}
    </div>
  );
}

function viewerOptions(of: Loaded) {
  const { patient, number } = of.recording.brief;
  return {
    words: viewerWords,
    ownId: "",
    askText: () => Promise.resolve(null),
    patientLines: patient ? [`${patient.name} ${sexAndAge(patient)}`, number] : [number],
  };
}

const viewerWords = (word: string, values: Readonly<Record<string, string | number>> = {}): string =>
  (lookUp(`viewer.${word}`) ?? word).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
