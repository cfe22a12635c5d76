import { Download, FolderOpen } from "lucide";
import { LinkButton } from "../../components/Button";
import { age, facilityName, sexLabel, specialityLabel } from "../../components/case/labels";
import { EmptyState, Loaded } from "../../components/Feedback";
import { DeadlineText, StateBadge, UrgencyMark } from "../../components/Status";
import { type Column, Pagination, Table } from "../../components/Table";
import { t } from "../../i18n";
import { dateTime } from "../../i18n/format";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import { query, setQuery } from "../../state/router";
import type { Case, ConsultationQuery, Mode } from "../../wire/generated";
import { FilterBar, FilterMenu } from "../worklist/FilterBar";
import { oneOf, SORTS, someOf, STATES, URGENCIES } from "../worklist/filters";
import "../worklist/worklist.css";
import { askedPage, DayFilter, dayEnd, dayStart } from "./filter_fields";

const MODES: readonly Mode[] = ["live", "written"];

function asked(): ConsultationQuery {
  const of = query.value;
  return {
    q: of.get("q"),
    state: someOf(STATES, of.get("state")).join(",") || null,
    urgency: someOf(URGENCIES, of.get("urgency")).join(",") || null,
    mode: oneOf(MODES, of.get("mode")),
    speciality: of.get("speciality"),
    facility: of.get("facility"),
    submittedFrom: dayStart("from"),
    submittedTo: dayEnd("to"),
    sort: oneOf(SORTS, of.get("sort")) ?? "newest",
    page: askedPage(),
    size: 50,
  };
}

const columns = (): readonly Column<Case>[] => [
  {
    key: "number",
    head: t("cases.colNumber"),
    isRowHead: true,
    cell: (of) => (
      <a class="num xs" href={`/cases/${of.id}`}>
        {of.number}
      </a>
    ),
  },
  { key: "urgency", head: t("cases.colUrgency"), cell: (of) => <UrgencyMark urgency={of.urgency} /> },
  { key: "patient", head: t("cases.colPatient"), cell: (of) => <PatientCell of={of} /> },
  {
    key: "purpose",
    head: t("cases.colPurpose"),
    cell: (of) => (
      <>
        {of.purpose || <span class="faint">{t("cases.noPurpose")}</span>}
        <div class="xs faint">
          {[specialityLabel(of.speciality), t(`shell.mode_${of.mode}`)].filter(Boolean).join(" · ")}
        </div>
      </>
    ),
  },
  {
    key: "facility",
    head: t("cases.colFacility"),
    cell: (of) => (
      <>
        {facilityName(of.requester.facility)}
        <div class="xs faint">{of.requester.name}</div>
      </>
    ),
  },
  { key: "expert", head: t("cases.colExpert"), cell: (of) => of.expert?.name ?? "—" },
  { key: "state", head: t("cases.colState"), cell: (of) => <StateBadge state={of.state} /> },
  {
    key: "submitted",
    head: t("cases.colSubmitted"),
    cell: (of) => <span class="num sm">{of.submittedAt === null ? "—" : dateTime(of.submittedAt)}</span>,
  },
  { key: "due", head: t("cases.colDeadline"), cell: (of) => <DeadlineText deadline={of.deadline} /> },
];

function PatientCell({ of }: { readonly of: Case }) {
  if (!of.patient) return <span class="faint">{t("cases.hiddenPatient")}</span>;
  return (
    <>
      <span class="b">{of.patient.name}</span>{" "}
      <span class="xs faint">
        {sexLabel(of.patient.sex)} {age(of.patient.ageText)}
      </span>
    </>
  );
}

/** Every consultation in one's scope, with filters and as a table to take along. */
export default function Consultations() {
  const wanted = asked();
  const list = useFetched(JSON.stringify(wanted), (signal) => api.call("consultations", { query: wanted }, { signal }));
  const { page: _page, size: _size, ...filters } = wanted;
  return (
    <>
      <div class="page-head">
        <h1>{t("admin.consultationsTitle")}</h1>
        <span class="grow" />
        <LinkButton href={api.url("consultationsCsv", { query: filters })} icon={Download} isDownload testId="csv">
          {t("shell.exportCsv")}
        </LinkButton>
      </div>
      <div class="admin-filters">
        <DayFilter name="from" label={t("admin.submittedFrom")} />
        <DayFilter name="to" label={t("admin.submittedTo")} />
      </div>
      <FilterBar sortFirst="newest">
        <FilterMenu
          name="mode"
          label={t("cases.filterMode")}
          known={MODES}
          labelOf={(mode) => t(`shell.mode_${mode}`)}
        />
      </FilterBar>
      <Loaded of={list} lines={10}>
        {(value) => (
          <>
            <Table
              caption={t("admin.consultationsTitle")}
              columns={columns()}
              rows={value.items}
              keyOf={(of) => of.id}
              empty={<EmptyState icon={FolderOpen} title={t("admin.emptyConsultations")} />}
              testId="consultations"
            />
            <Pagination page={value.page} onPage={(page) => setQuery({ page })} />
          </>
        )}
      </Loaded>
    </>
  );
}
