import { Download, ShieldCheck } from "lucide";
import { LinkButton } from "../../components/Button";
import { Pill } from "../../components/Badge";
import { EmptyState, Loaded } from "../../components/Feedback";
import { type Column, Pagination, Table } from "../../components/Table";
import { lookUp, t } from "../../i18n";
import { exact } from "../../i18n/format";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import { query, setQuery } from "../../state/router";
import type { AuditQuery, AuditRow } from "../../wire/generated";
import { ACTIONS, actionLabel } from "./audit_words";
import { askedPage, DayFilter, dayEnd, dayStart, SearchFilter, WordFilter } from "./filter_fields";

const columns = (): readonly Column<AuditRow>[] => [
  { key: "at", head: t("admin.auditAt"), isRowHead: true, cell: (of) => <span class="num sm">{exact(of.at)}</span> },
  {
    key: "actor",
    head: t("admin.auditActor"),
    cell: (of) => (
      <>
        {of.actorName || "—"}
        <div class="xs faint">
          {[lookUp(`shell.role_${of.actorRole}`) ?? of.actorRole, of.facilityName].filter(Boolean).join(" · ")}
        </div>
      </>
    ),
  },
  {
    key: "action",
    head: t("admin.auditAction"),
    cell: (of) => <span title={of.action}>{actionLabel(of.action)}</span>,
  },
  {
    key: "object",
    head: t("admin.auditObject"),
    cell: (of) => (
      <>
        {lookUp(`admin.obj_${of.objectKind}`) ?? of.objectKind} <div class="mono faint wrap-any">{of.objectId}</div>
      </>
    ),
  },
  {
    key: "case",
    head: t("admin.auditCase"),
    cell: (of) => (of.consultationId === null ? "—" : <span class="num">{of.number || of.consultationId}</span>),
  },
  {
    key: "result",
    head: t("admin.auditResult"),
    cell: (of) => (
      <Pill tone={of.isAllowed ? "ok" : "danger"}>{t(of.isAllowed ? "admin.auditAllowed" : "admin.auditRefused")}</Pill>
    ),
  },
  { key: "address", head: t("admin.auditAddress"), cell: (of) => <span class="mono">{of.address}</span> },
];

/** The audit trail: search and read, never change. */
export default function Audit() {
  const wanted: AuditQuery = {
    q: query.value.get("q"),
    action: query.value.get("action"),
    from: dayStart("from"),
    to: dayEnd("to"),
    page: askedPage(),
    size: 50,
  };
  const found = useFetched(JSON.stringify(wanted), (signal) => api.call("audit", { query: wanted }, { signal }));
  const { page: _page, size: _size, ...filters } = wanted;
  return (
    <>
      <div class="page-head">
        <h1>{t("admin.auditTitle")}</h1>
        <span class="grow" />
        <LinkButton href={api.url("auditCsv", { query: filters })} icon={Download} isDownload testId="csv">
          {t("shell.exportCsv")}
        </LinkButton>
      </div>
      <div class="admin-filters">
        <SearchFilter name="q" label={t("admin.auditFind")} />
        <WordFilter name="action" label={t("admin.auditAction")} known={ACTIONS} labelOf={actionLabel} />
        <DayFilter name="from" label={t("shell.from")} />
        <DayFilter name="to" label={t("shell.to")} />
      </div>
      <Loaded of={found} lines={10}>
        {(value) => (
          <>
            <Table
              caption={t("admin.auditTitle")}
              columns={columns()}
              rows={value.items}
              keyOf={(of) => String(of.seq)}
              empty={<EmptyState icon={ShieldCheck} title={t("admin.emptyAudit")} />}
              testId="audit"
            />
            <Pagination page={value.page} onPage={(page) => setQuery({ page })} />
            <p class="xs faint mono wrap-any" data-testid="audit-head">
              {t("admin.auditHead", { seq: value.headSeq, hash: value.headHash })}
            </p>
          </>
        )}
      </Loaded>
    </>
  );
}
