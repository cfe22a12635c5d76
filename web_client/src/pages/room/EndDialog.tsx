import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { t } from "../../i18n";
import { personOf, useRoom } from "./model";
import { may } from "./rights";

interface EndDialogProps {
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

/** Leave alone, or end for everyone. */
export function EndDialog({ onClose, onLeave }: EndDialogProps) {
  const room = useRoom();
  const state = room.state.value;
  const mayEnd = state.phase === "live" && may(personOf(state, room.ownId)?.role ?? null, "steer");
  const end = async () => {
    if (await room.act({ type: "session.end" })) onClose();
  };
  return (
    <Dialog
      title={t("room.leaveTitle")}
      onClose={onClose}
      testId="leave-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.cancel")}</Button>
          <Button onClick={onLeave} testId="leave-only">
            {t("room.leaveOnly")}
          </Button>
          {mayEnd && (
            <Button look="danger" onClick={() => void end()} testId="end-all">
              {t("room.endAll")}
            </Button>
          )}
        </>
      }
    >
      <p>{mayEnd ? t("room.leaveOrEnd") : t("room.leaveText")}</p>
    </Dialog>
  );
}
