import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import type { Adoption } from "../../wire/generated";
import { Button } from "../Button";
import { Choices } from "../Choice";
import { Dialog } from "../Dialog";
import { Failure } from "../Feedback";
import { TextArea } from "../Field";
import type { StepProps } from "./StepDialog";

const ALL: readonly Adoption[] = ["full", "partial", "none"];

/** The requester says what becomes of the opinion. */
export function AcknowledgeDialog({ of, onDone, onClose }: StepProps) {
  const [adoption, setAdoption] = useState<Adoption | null>(null);
  const [reason, setReason] = useState("");
  const [implementation, setImplementation] = useState("");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const needsReason = adoption === "partial" || adoption === "none";
  const lacksReason = needsReason && reason.trim() === "";
  const go = () => {
    setTried(true);
    if (adoption === null || lacksReason) return;
    void act.run(async () =>
      onDone(
        "acknowledge",
        await api.call("acknowledge", {
          params: { consultationId: of.id },
          body: { version: of.version, adoption, reason: reason.trim(), implementation: implementation.trim() },
        }),
      ),
    );
  };
  return (
    <Dialog
      title={t("cases.acknowledgeTitle")}
      onClose={onClose}
      testId="acknowledge-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button look="primary" onClick={go} isBusy={act.isBusy} testId="acknowledge-send">
            {t("cases.do_acknowledge")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <Choices
        legend={t("cases.adoption")}
        value={adoption}
        options={ALL.map((value) => ({ value, label: t(`cases.adoption_${value}`) }))}
        onChange={setAdoption}
        isRequired
        error={isTried && adoption === null ? t("cases.adoptionNeeded") : null}
        testId="adoption"
      />
      {needsReason && (
        <TextArea
          label={t("cases.adoptionReason")}
          value={reason}
          onInput={setReason}
          isRequired
          error={isTried && lacksReason ? t("cases.reasonNeeded") : null}
          testId="adoption-reason"
        />
      )}
      <TextArea
        label={t("cases.implementation")}
        hint={t("cases.implementationHint")}
        value={implementation}
        onInput={setImplementation}
        testId="implementation"
      />
    </Dialog>
  );
}
