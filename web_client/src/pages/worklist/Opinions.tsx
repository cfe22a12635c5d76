import { SquarePen } from "lucide";
import { EmptyState, Loaded } from "../../components/Feedback";
import { Pagination } from "../../components/Table";
import { t } from "../../i18n";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import { navigate, query, setQuery } from "../../state/router";
import type { WorklistQuery } from "../../wire/generated";
import { CaseTable } from "./CaseTable";
import "./worklist.css";

/** Cases whose opinion is being written, was issued, or can be amended. */
export default function Opinions() {
  const asked: WorklistQuery = {
    view: "all",
    state: "in_session,awaiting_opinion,opinion_issued,acknowledged,closed",
    sort: "deadline",
    page: Math.max(1, Number(query.value.get("page")) || 1),
    size: 50,
  };
  const list = useFetched(JSON.stringify(asked), (signal) => api.call("worklist", { query: asked }, { signal }));
  return (
    <>
      <div class="page-head">
        <h1>{t("cases.opinionsTitle")}</h1>
      </div>
      <Loaded of={list} lines={8}>
        {(value) =>
          value.items.length === 0 ? (
            <EmptyState icon={SquarePen} title={t("cases.emptyOpinions")} />
          ) : (
            <>
              <CaseTable
                cases={value.items}
                chosen={null}
                onChoose={(id) => navigate(`/cases/${id}/opinion`)}
                onOpen={(id) => navigate(`/cases/${id}/opinion`)}
              />
              {value.page.total > value.page.size && (
                <Pagination page={value.page} onPage={(page) => setQuery({ page })} />
              )}
            </>
          )
        }
      </Loaded>
    </>
  );
}
