import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { Button } from "../Button";
import { Dialog } from "../Dialog";
import { Failure } from "../Feedback";
import type { StepProps } from "./StepDialog";

/** Throwing a draft away is for good, so it asks. */
export function DeleteDialog({ of, onDone, onClose }: StepProps) {
  const act = useAct();
  const go = () =>
    act.run(async () => {
      await api.call("deleteDraft", { params: { consultationId: of.id }, query: { version: of.version } });
      onDone("delete", null);
    });
  return (
    <Dialog
      title={t("cases.deleteTitle")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button look="danger" onClick={() => void go()} isBusy={act.isBusy} testId="delete-send">
            {t("cases.do_delete")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <p>{t("cases.deleteHint")}</p>
    </Dialog>
  );
}
