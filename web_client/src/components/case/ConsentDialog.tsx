import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { loadCase } from "../../state/case_steps";
import { Button } from "../Button";
import { Dialog } from "../Dialog";
import { Failure } from "../Feedback";
import { ConsentFields, consentProblem, newConsent, toRequest } from "./ConsentFields";
import type { StepProps } from "./StepDialog";

/** Recording a consent that was given on paper or by word. */
export function ConsentDialog({ of, onDone, onClose }: StepProps) {
  const [draft, setDraft] = useState(() => newConsent(of.patient?.name ?? ""));
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const problem = consentProblem(draft);
  const go = () => {
    setTried(true);
    if (problem !== null) return;
    void act.run(async () => {
      await api.call("giveConsent", { params: { consultationId: of.id }, body: toRequest(draft, new Date()) });
      onDone("consent", await loadCase(of.id));
    });
  };
  return (
    <Dialog
      title={t("cases.consentTitle")}
      onClose={onClose}
      isWide
      testId="consent-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button look="primary" onClick={go} isBusy={act.isBusy} testId="consent-send">
            {t("cases.recordConsent")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <ConsentFields of={draft} onChange={setDraft} urgency={of.urgency} problem={isTried ? problem : null} />
    </Dialog>
  );
}
