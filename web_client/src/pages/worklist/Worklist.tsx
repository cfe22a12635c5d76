import { Inbox, Plus } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { LinkButton } from "../../components/Button";
import { Drawer } from "../../components/Dialog";
import { EmptyState, Loaded } from "../../components/Feedback";
import { Pagination } from "../../components/Table";
import { t } from "../../i18n";
import { dayOfWeek } from "../../i18n/format";
import { me } from "../../state/account";
import { api } from "../../state/api";
import { now } from "../../state/clock";
import { isSmall } from "../../state/screen";
import { useFetched } from "../../state/resource";
import { navigate, query, setQuery } from "../../state/router";
import { listenForKeys } from "../../state/shortcuts";
import type { Case, Worklist as List } from "../../wire/generated";
import { CasePreview } from "./CasePreview";
import { CaseTable } from "./CaseTable";
import { Counts } from "./Counts";
import { FilterBar } from "./FilterBar";
import { askedWorklist } from "./filters";
import "./worklist.css";

const REFRESH_MS = 30_000;
/** What is chosen belongs to the address, so that going back finds the same case open. */
const chosenCase = () => query.value.get("case");
const choose = (id: string | null) => setQuery({ case: id });

export default function Worklist() {
  const asked = askedWorklist();
  const list = useFetched(
    JSON.stringify(asked),
    (signal) => api.call("worklist", { query: asked }, { signal }),
    REFRESH_MS,
  );
  const [view, setView] = useState(asked.view ?? null);
  useEffect(() => setView(asked.view ?? null), [asked.view]);
  const cases = list.value?.items ?? [];
  const chosen = cases.find((of) => of.id === chosenCase()) ?? null;
  useRowKeys(cases, chosen);
  const isSplit = chosen !== null && !isSmall.value;
  return (
    <div class={isSplit ? "worklist split" : "worklist"}>
      <div class="list">
        <div class="page-head">
          <h1>{t("cases.worklist")}</h1>
          <span class="mut">{dayOfWeek(now.value)}</span>
        </div>
        {list.value && list.value.counts.length > 0 && (
          <Counts counts={list.value.counts} view={view} onChoose={(next) => setQuery({ view: next, page: null })} />
        )}
        <FilterBar sortFirst="deadline" />
        <Loaded of={list} lines={10}>
          {(value) => <Rows of={value} chosen={chosen} />}
        </Loaded>
      </div>
      {chosen && <Preview of={chosen} isSplit={isSplit} onChanged={list.reload} />}
    </div>
  );
}

function Rows({ of, chosen }: { readonly of: List; readonly chosen: Case | null }) {
  if (of.items.length === 0) {
    const mayCreate = me.value?.areas.includes("new_case") === true;
    return (
      <EmptyState icon={Inbox} title={t("cases.emptyWorklist")}>
        <p>{t(mayCreate ? "cases.emptyWorklistNew" : "cases.emptyWorklistOther")}</p>
        {mayCreate && (
          <LinkButton href="/cases/new" look="primary" icon={Plus}>
            {t("shell.newCase")}
          </LinkButton>
        )}
      </EmptyState>
    );
  }
  return (
    <>
      <CaseTable
        cases={of.items}
        chosen={chosen?.id ?? null}
        onChoose={choose}
        onOpen={(id) => navigate(`/cases/${id}`)}
      />
      {of.page.total > of.page.size && <Pagination page={of.page} onPage={(page) => setQuery({ page })} />}
    </>
  );
}

interface PreviewProps {
  readonly of: Case;
  readonly isSplit: boolean;
  readonly onChanged: () => void;
}

function Preview({ of, isSplit, onChanged }: PreviewProps) {
  const content = <CasePreview key={of.id} of={of} onClose={() => choose(null)} onChanged={onChanged} />;
  if (isSplit) return <aside aria-label={t("cases.preview")}>{content}</aside>;
  return (
    <Drawer label={t("cases.preview")} onClose={() => choose(null)}>
      {content}
    </Drawer>
  );
}

/** J and K walk through the rows, Enter opens the chosen one, Escape lets go of it. */
function useRowKeys(cases: readonly Case[], chosen: Case | null): void {
  const at = chosen === null ? -1 : cases.indexOf(chosen);
  const go = (step: number) => {
    const next = cases[Math.min(cases.length - 1, Math.max(0, at + step))];
    if (next) choose(next.id);
  };
  useEffect(
    () =>
      listenForKeys(() => ({
        j: () => go(1),
        k: () => go(-1),
        ...(chosen ? { Enter: () => navigate(`/cases/${chosen.id}`), Escape: () => choose(null) } : {}),
      })),
    [cases, chosen?.id],
  );
}
