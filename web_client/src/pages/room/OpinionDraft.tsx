import { LinkButton } from "../../components/Button";
import { Loaded, Notice } from "../../components/Feedback";
import { SaveChip } from "../../components/SaveChip";
import { t } from "../../i18n";
import { me } from "../../state/account";
import { attempt } from "../../state/act";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import type { Consultation, Opinion } from "../../wire/generated";
import { Button } from "../../components/Button";
import { useDraft } from "../opinion/OpinionEditor";
import { OpinionForm } from "../opinion/OpinionForm";
import "../opinion/opinion-page.css";
import { useRoom } from "./model";

/** The draft of one's opinion, written while looking at the images. Signing is done on its own page. */
export function OpinionDraft() {
  const { session, consultation } = useRoom();
  const { consultationId } = session;
  const found = useFetched(consultationId, (signal) => findOwn(consultationId, signal));
  const begin = () =>
    attempt(async () => {
      const params = { consultationId };
      found.put({ own: await api.call("startOpinion", { params, body: {} }) });
    });
  return (
    <div class="opinion-draft" data-testid="opinion-draft">
      <Loaded of={found} lines={8}>
        {({ own }) => (
          <Which
            whole={consultation.value}
            own={own}
            onBegin={begin}
            onSaved={(saved) => found.put({ own: saved })}
            onReload={found.reload}
          />
        )}
      </Loaded>
    </div>
  );
}

async function findOwn(consultationId: string, signal: AbortSignal): Promise<{ readonly own: Opinion | null }> {
  const { items } = await api.call("opinions", { params: { consultationId } }, { signal });
  return { own: items.find((one) => one.author.practitionerId === me.value?.practitionerId) ?? null };
}

interface WhichProps {
  readonly whole: Consultation;
  readonly own: Opinion | null;
  readonly onBegin: () => void;
  readonly onSaved: (own: Opinion) => void;
  readonly onReload: () => void;
}

function Which({ whole, own, onBegin, onSaved, onReload }: WhichProps) {
  if (own?.draft) return <Draft whole={whole} own={own} draft={own.draft} onSaved={onSaved} onReload={onReload} />;
  const mayWrite = whole.case.allowedSteps.includes("write_opinion");
  return (
    <>
      <p class="mut">{mayWrite ? t("room.opinionHint") : t("room.opinionNotYours")}</p>
      {mayWrite && own === null && (
        <Button look="primary" onClick={onBegin} testId="opinion-begin">
          {t("room.opinionBegin")}
        </Button>
      )}
      {own && <ToOpinionPage caseId={whole.case.id} />}
    </>
  );
}

function Draft(props: Parameters<typeof useDraft>[0]) {
  const { content, change, saver, isRestored } = useDraft(props);
  return (
    <>
      <div class="row wrap">
        <SaveChip state={saver.state.value} />
        <span class="grow" />
        <ToOpinionPage caseId={props.whole.case.id} />
      </div>
      {isRestored && <Notice tone="info">{t("cases.restored")}</Notice>}
      {saver.state.value.kind === "conflict" && (
        <Notice tone="danger" isAlert>
          {t("cases.save_conflict")}
          <Button onClick={() => attempt(() => saver.discard().then(props.onReload))}>{t("cases.loadCurrent")}</Button>
        </Notice>
      )}
      <OpinionForm of={content} onChange={change} />
    </>
  );
}

function ToOpinionPage({ caseId }: { readonly caseId: string }) {
  return (
    <LinkButton href={`/cases/${caseId}/opinion`} opensTab>
      {t("room.opinionOpen")}
    </LinkButton>
  );
}
