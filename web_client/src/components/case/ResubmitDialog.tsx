import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import { Button, LinkButton } from "../Button";
import { Dialog } from "../Dialog";
import { Failure } from "../Feedback";
import { TextArea } from "../Field";
import { ReturnedItems } from "./ReturnedItems";
import type { StepProps } from "./StepDialog";

/** Handing a returned case in again, with what was asked for in view. */
export function ResubmitDialog({ of, load, onDone, onClose }: StepProps) {
  const whole = useFetched(of.id, load);
  const [answer, setAnswer] = useState("");
  const act = useAct();
  const go = () =>
    act.run(async () =>
      onDone(
        "resubmit",
        await api.call("resubmit", {
          params: { consultationId: of.id },
          body: { version: of.version, answer: answer.trim() },
        }),
      ),
    );
  return (
    <Dialog
      title={t("cases.resubmitTitle")}
      onClose={onClose}
      testId="resubmit-dialog"
      footer={
        <>
          <LinkButton href={`/cases/${of.id}/edit`}>{t("cases.do_edit")}</LinkButton>
          <Button look="primary" onClick={() => void go()} isBusy={act.isBusy} testId="resubmit-send">
            {t("cases.do_resubmit")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      {whole.value?.returnedFor && <ReturnedItems of={whole.value.returnedFor} />}
      <TextArea label={t("cases.resubmitAnswer")} value={answer} onInput={setAnswer} testId="resubmit-answer" />
    </Dialog>
  );
}
