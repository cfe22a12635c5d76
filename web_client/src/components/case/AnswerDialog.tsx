import { t } from "../../i18n";
import { clock, dayOfWeek } from "../../i18n/format";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { Button } from "../Button";
import { Dialog } from "../Dialog";
import { Failure } from "../Feedback";
import { UrgencyMark } from "../Status";
import { personLine, sexAndAge, specialityLabel } from "./labels";
import { ownInvitation, type StepProps } from "./StepDialog";

/** What one says yes to. */
export function AnswerDialog(props: StepProps) {
  const { of, onDone, onClose } = props;
  const act = useAct();
  const accept = () =>
    act.run(async () => {
      const invitation = await ownInvitation(props);
      onDone(
        "answer",
        await api.call("acceptInvitation", {
          params: { invitationId: invitation.id },
          body: { version: invitation.version },
        }),
      );
    });
  return (
    <Dialog
      title={t("cases.answerTitle")}
      onClose={onClose}
      testId="answer-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button look="primary" onClick={() => void accept()} isBusy={act.isBusy} testId="answer-send">
            {t("cases.do_answer")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <dl class="facts">
        <dt>{t("cases.patient")}</dt>
        <dd>
          {of.patient ? `${of.patient.name} · ${sexAndAge(of.patient)}` : t("cases.hiddenPatient")}{" "}
          <UrgencyMark urgency={of.urgency} />
        </dd>
        <dt>{t("cases.speciality")}</dt>
        <dd>{specialityLabel(of.speciality)}</dd>
        <dt>{t("cases.purpose")}</dt>
        <dd>{of.purpose}</dd>
        <dt>{t("cases.requester")}</dt>
        <dd>{personLine(of.requester)}</dd>
        {of.planned && (
          <>
            <dt>{t("cases.plannedFor")}</dt>
            <dd>
              {dayOfWeek(of.planned.start)} {clock(of.planned.start)}–{clock(of.planned.end)}
            </dd>
          </>
        )}
      </dl>
    </Dialog>
  );
}
