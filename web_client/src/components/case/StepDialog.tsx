import { t } from "../../i18n";
import { api } from "../../state/api";
import type { Case, CaseStep, Consultation } from "../../wire/generated";
import { AcknowledgeDialog } from "./AcknowledgeDialog";
import { AnswerDialog } from "./AnswerDialog";
import { CloseDialog } from "./CloseDialog";
import { ConsentDialog } from "./ConsentDialog";
import { DeleteDialog } from "./DeleteDialog";
import { OfferDialog } from "./OfferDialog";
import { ReasonDialog } from "./ReasonDialog";
import { ResubmitDialog } from "./ResubmitDialog";
import { ReturnDialog } from "./ReturnDialog";

/** Steps that ask something before they are taken. */
export type DialogStep = Extract<
  CaseStep,
  "return" | "reject" | "cancel" | "delete" | "offer" | "answer" | "resubmit" | "acknowledge" | "close" | "consent"
>;

export interface StepProps {
  readonly of: Case;
  /** The whole case, for dialogs that need more than its row. */
  readonly load: () => Promise<Consultation>;
  readonly onDone: (step: CaseStep | "decline", now: Consultation | null) => void;
  readonly onClose: () => void;
}

interface StepDialogProps extends StepProps {
  readonly step: DialogStep | "decline";
}

/** The window that belongs to a step. */
export function StepDialog({ step, ...props }: StepDialogProps) {
  const { of, onClose, onDone } = props;
  const params = { consultationId: of.id };
  switch (step) {
    case "return":
      return <ReturnDialog {...props} />;
    case "offer":
      return <OfferDialog {...props} />;
    case "answer":
      return <AnswerDialog {...props} />;
    case "resubmit":
      return <ResubmitDialog {...props} />;
    case "acknowledge":
      return <AcknowledgeDialog {...props} />;
    case "close":
      return <CloseDialog {...props} />;
    case "consent":
      return <ConsentDialog {...props} />;
    case "delete":
      return <DeleteDialog {...props} />;
    case "reject":
      return (
        <ReasonDialog
          title={t("cases.rejectTitle")}
          hint={t("cases.rejectHint")}
          label={t("cases.do_reject")}
          onClose={onClose}
          send={async (reason) =>
            onDone("reject", await api.call("reject", { params, body: { version: of.version, reason } }))
          }
        />
      );
    case "cancel":
      return (
        <ReasonDialog
          title={t("cases.cancelTitle")}
          hint={t("cases.cancelHint")}
          label={t("cases.do_cancel")}
          onClose={onClose}
          send={async (reason) =>
            onDone("cancel", await api.call("cancel", { params, body: { version: of.version, reason } }))
          }
        />
      );
    case "decline":
      return (
        <ReasonDialog
          title={t("cases.declineTitle")}
          hint={t("cases.declineHint")}
          label={t("cases.do_decline")}
          onClose={onClose}
          send={async (reason) => {
            const invitation = await ownInvitation(props);
            await api.call("declineInvitation", {
              params: { invitationId: invitation.id },
              body: { version: invitation.version, reason },
            });
            onDone("decline", null);
          }}
        />
      );
  }
}

/** The invitation that the caller can answer, in its present version. */
export async function ownInvitation({
  of,
  load,
}: StepProps): Promise<{ readonly id: string; readonly version: number }> {
  const whole = await load();
  const own = whole.invitations.find((invitation) => invitation.isMine && invitation.state === "offered");
  // A summary may leave the list out; the row names the invitation, whose first version is the case's offer.
  return own ?? { id: of.invitationId ?? "", version: 1 };
}
