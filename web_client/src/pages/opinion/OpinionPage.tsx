import { useEffect } from "preact/hooks";
import { Failure, Loaded, Notice } from "../../components/Feedback";
import { t } from "../../i18n";
import { me } from "../../state/account";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { loadCase } from "../../state/case_steps";
import { useFetched } from "../../state/resource";
import { navigate } from "../../state/router";
import type { Consultation, Opinion } from "../../wire/generated";
import type { PageProps } from "../route";
import { Amend } from "./Amend";
import { OpinionEditor } from "./OpinionEditor";
import "./opinion-page.css";

interface Found {
  readonly whole: Consultation;
  readonly own: Opinion | null;
}

async function find(consultationId: string, signal: AbortSignal): Promise<Found> {
  const [whole, { items }] = await Promise.all([
    loadCase(consultationId, signal),
    api.call("opinions", { params: { consultationId } }, { signal }),
  ]);
  const self = me.value?.practitionerId;
  return { whole, own: items.find((one) => one.author.practitionerId === self) ?? null };
}

/** Writing one's opinion on a case. Whoever only reads is taken to the case. */
export default function OpinionPage({ params }: PageProps<"/cases/:caseId/opinion">) {
  const found = useFetched(params.caseId, (signal) => find(params.caseId, signal));
  return (
    <Loaded of={found} lines={12}>
      {({ whole, own }) => (
        <Which whole={whole} own={own} onOwn={(next) => found.put({ whole, own: next })} onReload={found.reload} />
      )}
    </Loaded>
  );
}

interface WhichProps extends Found {
  readonly onOwn: (own: Opinion) => void;
  readonly onReload: () => void;
}

function Which({ whole, own, onOwn, onReload }: WhichProps) {
  const { id, allowedSteps } = whole.case;
  const act = useAct();
  const mayBegin = own === null && allowedSteps.includes("write_opinion");
  const isReader = own === null && !mayBegin;
  useEffect(() => {
    if (isReader) navigate(`/cases/${id}?tab=opinion`, "replace");
    if (mayBegin) {
      void act.run(async () => onOwn(await api.call("startOpinion", { params: { consultationId: id }, body: {} })));
    }
  }, [mayBegin, isReader]);
  if (own?.draft)
    return <OpinionEditor key={own.id} whole={whole} own={own} draft={own.draft} onSaved={onOwn} onReload={onReload} />;
  if (own) return <Amend whole={whole} own={own} onAmended={onOwn} />;
  return (
    <>
      <h1>{t("cases.writeOpinion")}</h1>
      <Failure error={act.error} />
      {isReader && <Notice tone="info">{t("cases.notAuthor")}</Notice>}
    </>
  );
}
