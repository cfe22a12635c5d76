import { Signature } from "lucide";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button, LinkButton } from "../../components/Button";
import { Notice } from "../../components/Feedback";
import { SaveChip } from "../../components/SaveChip";
import { t } from "../../i18n";
import { attempt } from "../../state/act";
import { api } from "../../state/api";
import { Autosave } from "../../state/autosave";
import { asKeptOpinion, isSignable, sendableOpinion } from "../../state/opinion_form";
import type { Consultation, Opinion, OpinionContent } from "../../wire/generated";
import { OpinionForm } from "./OpinionForm";
import { OpinionPreview } from "./OpinionPreview";
import { SignDialog } from "./SignDialog";

export interface OpinionEditorProps {
  readonly whole: Consultation;
  readonly own: Opinion;
  readonly draft: OpinionContent;
  readonly onSaved: (own: Opinion) => void;
  readonly onReload: () => void;
}

/** Keeps the text, its version on the server and the autosave together. */
export function useDraft({ own, draft, onSaved }: OpinionEditorProps) {
  const [content, setContent] = useState(draft);
  const [isRestored, setRestored] = useState(false);
  const version = useRef(own.version);
  const saved = useRef(onSaved);
  saved.current = onSaved;
  const saver = useMemo(
    () =>
      new Autosave<{ readonly version: number; readonly content: OpinionContent }>({
        key: `opinion:${own.id}`,
        save: async ({ content: wanted }) => {
          const body = { version: version.current, content: sendableOpinion(wanted) };
          const answer = await api.call("saveOpinion", { params: { opinionId: own.id }, body });
          version.current = answer.version;
          saved.current(answer);
        },
      }),
    [],
  );
  const change = (next: OpinionContent) => {
    setContent(next);
    saver.change({ version: version.current, content: next });
  };
  useEffect(() => {
    attempt(async () => {
      const kept = asKeptOpinion(await saver.left(), draft);
      if (kept?.version !== own.version || JSON.stringify(kept.content) === JSON.stringify(draft)) return;
      setRestored(true);
      change(kept.content);
    });
    return () => saver.close();
  }, []);
  return { content, change, saver, isRestored, version };
}

/** The form on the left, what becomes of it on the right. Signing is a step of its own. */
export function OpinionEditor(props: OpinionEditorProps) {
  const { whole, own, onReload } = props;
  const { content, change, saver, isRestored, version } = useDraft(props);
  const [isSigning, setSigning] = useState(false);
  const [isTried, setTried] = useState(false);
  const number = own.versions.length + 1;
  const mayIssue = own.allowedSteps.includes("sign");
  const sign = () => {
    setTried(true);
    if (!isSignable(content)) return;
    attempt(async () => {
      if (await saver.flush()) setSigning(true);
    });
  };
  return (
    <>
      <div class="page-head no-print">
        <h1>{t("cases.writeOpinion")}</h1>
        <span class="mut">
          {whole.case.patient?.name} · {t("cases.version", { n: number })}
        </span>
        <SaveChip state={saver.state.value} />
        <span class="grow" />
        <LinkButton href={`/cases/${whole.case.id}`}>{t("cases.backToCase")}</LinkButton>
        <Button look="primary" icon={Signature} onClick={sign} isDisabled={!mayIssue} testId="sign">
          {t("cases.do_sign_opinion")}
        </Button>
      </div>
      {isRestored && <Notice tone="info">{t("cases.restored")}</Notice>}
      {saver.state.value.kind === "conflict" && (
        <Notice tone="danger" isAlert>
          <div class="row wrap">
            <span class="grow">{t("cases.save_conflict")}</span>
            <Button onClick={() => attempt(() => saver.discard().then(onReload))}>{t("cases.loadCurrent")}</Button>
          </div>
        </Notice>
      )}
      {isTried && !isSignable(content) && (
        <Notice tone="danger" isAlert testId="not-signable">
          {t("cases.opinionEmpty")}
        </Notice>
      )}
      <div class="opinion-page">
        <OpinionForm of={content} onChange={change} />
        <OpinionPreview whole={whole} own={own} of={content} />
      </div>
      {isSigning && (
        <SignDialog own={own} version={version.current} caseId={whole.case.id} onClose={() => setSigning(false)} />
      )}
    </>
  );
}
