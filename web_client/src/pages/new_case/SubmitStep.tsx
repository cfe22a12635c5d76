import { Send } from "lucide";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import {
  type ConsentDraft,
  ConsentFields,
  consentProblem,
  newConsent,
  toRequest,
} from "../../components/case/ConsentFields";
import { ConsentLines } from "../../components/case/ConsentLines";
import { Failure, Notice } from "../../components/Feedback";
import { TextArea } from "../../components/Field";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { afterStep } from "../../state/case_steps";
import { emptyFields, type Request } from "../../state/request_form";
import { navigate } from "../../state/router";
import { toast } from "../../state/toasts";
import { uploadsOf } from "../../state/uploads";
import type { Consultation } from "../../wire/generated";
import { fieldLabel } from "./field_labels";

interface SubmitStepProps {
  readonly of: Consultation;
  readonly request: Request;
  /** The way back and the state of saving, beside the button that hands in. */
  readonly back: ComponentChildren;
  /** Saves what is not yet saved and gives the case as it then stands; false when saving failed. */
  readonly beforeSubmit: () => Promise<Consultation | false>;
}

/** Last step: consent, what is still missing, and handing it in. */
export function SubmitStep({ of, request, back, beforeSubmit }: SubmitStepProps) {
  const [consent, setConsent] = useState(() => newConsent(of.patient?.name ?? ""));
  const [answer, setAnswer] = useState("");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const given = of.consents.filter((one) => one.withdrawnAt === null);
  const needsConsent = given.length === 0;
  const problem = needsConsent ? consentProblem(consent) : null;
  const empty = emptyFields(request);
  const isReturned = of.case.state === "returned";
  const open = uploadsOf(of.case.id).filter((item) =>
    ["waiting", "sending", "paused", "failed"].includes(item.state.kind),
  );
  const go = () => {
    setTried(true);
    if (problem !== null || empty.length > 0) return;
    void act.run(async () => {
      const saved = await beforeSubmit();
      if (saved === false) return;
      const { version } = needsConsent ? await giveConsent(of, consent) : saved.case;
      await handIn(of, version, isReturned ? answer.trim() : null);
      toast("ok", t(isReturned ? "cases.did_resubmit" : "cases.did_submit"));
      afterStep();
      navigate(`/cases/${of.case.id}`);
    });
  };
  return (
    <>
      <section class="card">
        <h2>{t("cases.consentTitle")}</h2>
        {needsConsent ? (
          <ConsentFields
            of={consent}
            onChange={setConsent}
            urgency={request.urgency}
            problem={isTried ? problem : null}
          />
        ) : (
          <ConsentLines of={given} />
        )}
      </section>
      <section class="card">
        {empty.length > 0 ? (
          <Notice tone={isTried ? "danger" : "warn"} testId="missing">
            <p class="b">{t("cases.missingTitle")}</p>
            <ul class="missing-list">
              {empty.map((name) => (
                <li key={name}>
                  <a
                    class="btn"
                    href={`/cases/${of.case.id}/edit?step=question&field=${name}`}
                    data-testid={`missing-${name}`}
                  >
                    {fieldLabel(name)}
                  </a>
                </li>
              ))}
            </ul>
          </Notice>
        ) : (
          <Notice tone="ok">{t("cases.readyToSubmit")}</Notice>
        )}
        {open.length > 0 && <Notice tone="info">{t("cases.submitUploads", { n: open.length })}</Notice>}
        {isReturned && (
          <TextArea label={t("cases.resubmitAnswer")} value={answer} onInput={setAnswer} testId="resubmit-answer" />
        )}
        <Failure error={act.error} />
      </section>
      <div class="wizard-foot">
        {back}
        <span class="grow" />
        <Button look="primary" size="big" icon={Send} isBusy={act.isBusy} onClick={go} testId="submit-case">
          {submitLabel(isReturned, request)}
        </Button>
      </div>
    </>
  );
}

function submitLabel(isReturned: boolean, { urgency }: Request): string {
  if (isReturned) return t("cases.do_resubmit");
  return t(urgency === "emergency" ? "cases.submitEmergency" : "cases.submitCase");
}

async function giveConsent(of: Consultation, consent: ConsentDraft): Promise<{ readonly version: number }> {
  const params = { consultationId: of.case.id };
  await api.call("giveConsent", { params, body: toRequest(consent, new Date()) });
  return (await api.call("consultation", { params })).case;
}

/** answer: to what a case was returned for; null hands a draft in. */
async function handIn(of: Consultation, version: number, answer: string | null): Promise<void> {
  const params = { consultationId: of.case.id };
  if (answer === null) await api.call("submit", { params, body: { version } });
  else await api.call("resubmit", { params, body: { version, answer } });
}
