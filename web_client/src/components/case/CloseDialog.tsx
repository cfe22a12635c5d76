import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import type { Conformity, ReferralDirection } from "../../wire/generated";
import { Button } from "../Button";
import { Choices } from "../Choice";
import { Dialog } from "../Dialog";
import { Failure } from "../Feedback";
import { TextField } from "../Field";
import type { StepProps } from "./StepDialog";

const CONFORMITIES: readonly Conformity[] = ["conform", "mostly", "not", "open"];
const DIRECTIONS: readonly ReferralDirection[] = ["none", "up", "down"];

/** What statistics and the record need at the end of a case. */
export function CloseDialog({ of, onDone, onClose }: StepProps) {
  const [conformity, setConformity] = useState<Conformity>("open");
  const [referral, setReferral] = useState<ReferralDirection>("none");
  const [diagnosisAfter, setDiagnosis] = useState("");
  const act = useAct();
  const go = () =>
    act.run(async () =>
      onDone(
        "close",
        await api.call("close", {
          params: { consultationId: of.id },
          body: { version: of.version, conformity, referral, diagnosisAfter: diagnosisAfter.trim() },
        }),
      ),
    );
  return (
    <Dialog
      title={t("cases.closeTitle")}
      onClose={onClose}
      testId="close-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button look="primary" onClick={() => void go()} isBusy={act.isBusy} testId="close-send">
            {t("cases.do_close")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <TextField
        label={t("cases.diagnosisAfter")}
        value={diagnosisAfter}
        onInput={setDiagnosis}
        testId="diagnosis-after"
      />
      <Choices
        legend={t("cases.conformity")}
        value={conformity}
        options={CONFORMITIES.map((value) => ({ value, label: t(`cases.conformity_${value}`) }))}
        onChange={setConformity}
        testId="conformity"
      />
      <Choices
        legend={t("cases.referral")}
        value={referral}
        options={DIRECTIONS.map((value) => ({ value, label: t(`cases.referral_${value}`) }))}
        onChange={setReferral}
        testId="referral"
      />
    </Dialog>
  );
}
