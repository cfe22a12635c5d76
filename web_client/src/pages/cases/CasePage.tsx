import { CaseActions } from "../../components/case/CaseActions";
import { CaseSteps } from "../../components/case/CaseSteps";
import { facilityName, personLine, sexAndAge } from "../../components/case/labels";
import { ReturnedItems } from "../../components/case/ReturnedItems";
import { TimelineList } from "../../components/case/TimelineList";
import { Loaded, Notice } from "../../components/Feedback";
import { DeadlineText, StateBadge, UrgencyMark } from "../../components/Status";
import { type Tab, Tabs } from "../../components/Tabs";
import { t } from "../../i18n";
import { clock, dayOfWeek } from "../../i18n/format";
import { api } from "../../state/api";
import { loadCase } from "../../state/case_steps";
import { isNarrow, isSmall } from "../../state/screen";
import { type Fetched, useFetched } from "../../state/resource";
import { query, setQuery } from "../../state/router";
import { acceptedCount } from "../../state/uploads";
import type { Case, Consultation } from "../../wire/generated";
import type { PageProps } from "../route";
import { ArrangementTab } from "./ArrangementTab";
import "./case-page.css";
import { MaterialsTab } from "./MaterialsTab";
import { OpinionTab } from "./OpinionTab";
import { RecordTab } from "./RecordTab";

const TABS = ["record", "materials", "opinion", "arrangement", "activity"] as const;
type TabName = (typeof TABS)[number];
const REFRESH_MS = 30_000;

/** Everything about one case, and the one thing to do next. */
export default function CasePage({ params }: PageProps<"/cases/:caseId">) {
  const key = `${params.caseId}+${acceptedCount.value}`;
  const whole = useFetched(key, (signal) => loadCase(params.caseId, signal), REFRESH_MS);
  return (
    <Loaded of={whole} lines={12}>
      {(value) => <Shown of={value} whole={whole} />}
    </Loaded>
  );
}

interface ShownProps {
  readonly of: Consultation;
  readonly whole: Fetched<Consultation>;
}

function Shown({ of, whole }: ShownProps) {
  const tab = shownTab(of.case);
  const tabs = tabsOf(of);
  return (
    <div class="case-page" data-testid="case-page" data-version={of.case.version}>
      <Head of={of} whole={whole} />
      <div class="case-body">
        {of.reach === "summary" && <Notice tone="info">{t("cases.summaryOnly")}</Notice>}
        {of.returnedFor && of.case.state === "returned" && <ReturnedItems of={of.returnedFor} />}
        {of.endReason !== "" && (
          <Notice tone="danger">
            {t("cases.endReason")}：{of.endReason}
          </Notice>
        )}
        <Tabs
          label={t("cases.tabs")}
          tabs={tabs}
          value={tab}
          onChange={(next) => setQuery({ tab: next, material: null })}
        >
          <div class="panel">
            {tab === "record" && <RecordTab of={of} />}
            {tab === "materials" && <MaterialsTab of={of} onChanged={whole.reload} />}
            {tab === "opinion" && <OpinionTab of={of} />}
            {tab === "arrangement" && <ArrangementTab of={of} />}
            {tab === "activity" && <Activity of={of.case} />}
          </div>
        </Tabs>
      </div>
      {!isSmall.value && <Side of={of} />}
    </div>
  );
}

function shownTab(of: Case): TabName {
  const asked = TABS.find((name) => name === query.value.get("tab")) ?? firstTab(of);
  return asked === "activity" && !isSmall.value ? "record" : asked;
}

function tabsOf(of: Consultation): readonly Tab<TabName>[] {
  const materials = of.materials.filter((material) => material.kind !== "record").length;
  const tabs: readonly Tab<TabName>[] = [
    { value: "record", label: t("cases.tab_record") },
    { value: "materials", label: t("cases.tab_materials"), count: materials },
    { value: "opinion", label: t("cases.tab_opinion"), count: of.opinions.length },
    { value: "arrangement", label: t("cases.tab_arrangement") },
    { value: "activity", label: t("cases.tab_activity") },
  ];
  return tabs.filter((one) => one.value !== "activity" || (isSmall.value && of.reach === "full"));
}

/** A requester who has an opinion to read finds it open. */
const firstTab = (of: Case): TabName =>
  of.state === "opinion_issued" || of.state === "acknowledged" ? "opinion" : "record";

function Head({ of, whole }: ShownProps) {
  const { case: row } = of;
  return (
    <header class="case-head">
      <div>
        <h1>
          {row.patient?.name ?? t("cases.hiddenPatient")}
          {row.patient && <span class="mut sm">{sexAndAge(row.patient)}</span>}
          <span class="faint num xs">{row.number}</span>
        </h1>
        <div class="row wrap">
          <UrgencyMark urgency={row.urgency} />
          <StateBadge state={row.state} />
          <span class="xs faint">{t(`shell.mode_${row.mode}`)}</span>
          {row.deadline && (
            <span class="xs faint">
              {t(`shell.due_${row.deadline.kind}`)} <DeadlineText deadline={row.deadline} />
            </span>
          )}
        </div>
      </div>
      <div class="actions">
        <CaseActions
          key={row.version}
          of={row}
          size="big"
          shown={isNarrow.value ? 1 : 2}
          onChanged={(now) => {
            if (now) whole.put(now);
            else whole.reload();
          }}
        />
      </div>
    </header>
  );
}

function Side({ of }: { readonly of: Consultation }) {
  const { case: row } = of;
  return (
    <aside class="case-side" aria-label={t("cases.progress")}>
      <section class="card">
        <CaseSteps state={row.state} mode={row.mode} />
        <dl class="facts" style={{ marginTop: "12px", gridTemplateColumns: "72px minmax(0, 1fr)" }}>
          <dt>{t("cases.requester")}</dt>
          <dd>
            {row.requester.name}
            <div class="xs faint">{facilityName(row.requester.facility)}</div>
          </dd>
          {row.expert && (
            <>
              <dt>{t("cases.expert")}</dt>
              <dd>{personLine(row.expert)}</dd>
            </>
          )}
          {row.planned && (
            <>
              <dt>{t("cases.plannedFor")}</dt>
              <dd>
                {dayOfWeek(row.planned.start)} {clock(row.planned.start)}–{clock(row.planned.end)}
              </dd>
            </>
          )}
        </dl>
      </section>
      {of.reach === "full" && (
        <section class="card">
          <h2>{t("cases.activity")}</h2>
          <Activity of={row} />
        </section>
      )}
    </aside>
  );
}

function Activity({ of }: { readonly of: Case }) {
  const timeline = useFetched(`${of.id}@${of.version}@${of.updatedAt}`, (signal) =>
    api.call("timeline", { params: { consultationId: of.id } }, { signal }),
  );
  return (
    <Loaded of={timeline} lines={5}>
      {(value) => <TimelineList entries={value.entries} />}
    </Loaded>
  );
}
