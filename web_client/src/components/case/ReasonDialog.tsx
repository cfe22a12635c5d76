import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { Button } from "../Button";
import { Dialog } from "../Dialog";
import { Failure } from "../Feedback";
import { TextArea } from "../Field";

interface ReasonDialogProps {
  readonly title: string;
  readonly hint: string;
  /** What the button says that does it. */
  readonly label: string;
  readonly send: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for the mandatory reason of a step that somebody else has to understand. */
export function ReasonDialog({ title, hint, label, send, onClose }: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const isEmpty = reason.trim() === "";
  const go = () => {
    setTried(true);
    if (!isEmpty) void act.run(() => send(reason.trim()));
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      testId="reason-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button look="danger" onClick={go} isBusy={act.isBusy} testId="reason-send">
            {label}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <TextArea
        label={t("cases.reason")}
        hint={hint}
        name="reason"
        value={reason}
        onInput={setReason}
        isRequired
        maxLength={2000}
        error={isTried && isEmpty ? t("cases.reasonNeeded") : null}
        testId="reason"
      />
    </Dialog>
  );
}
