import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Failure } from "../../components/Feedback";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { afterStep } from "../../state/case_steps";
import { explain, fieldOf } from "../../state/errors";
import { navigate } from "../../state/router";
import { toast } from "../../state/toasts";
import type { Opinion } from "../../wire/generated";

interface SignDialogProps {
  readonly own: Opinion;
  readonly version: number;
  readonly caseId: string;
  readonly onClose: () => void;
}

/** Signing asks for the password again: it is the signer's own act and cannot be taken back. */
export function SignDialog({ own, version, caseId, onClose }: SignDialogProps) {
  const [password, setPassword] = useState("");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const isWrong = fieldOf(act.error) === "password";
  const error = isTried && password === "" ? t("shell.passwordNeeded") : isWrong ? explain(act.error) : null;
  const sign = () => {
    setTried(true);
    if (password === "") return;
    void act.run(async () => {
      await api.call("signOpinion", { params: { opinionId: own.id }, body: { version, password } });
      toast("ok", t("cases.didSign"));
      afterStep();
      navigate(`/cases/${caseId}?tab=opinion`);
    });
  };
  return (
    <Dialog
      title={t("cases.signTitle")}
      onClose={onClose}
      testId="sign-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button type="submit" form="sign-form" look="primary" isBusy={act.isBusy} testId="sign-send">
            {t("cases.signNow")}
          </Button>
        </>
      }
    >
      <p>{t("cases.signHint")}</p>
      {!isWrong && <Failure error={act.error} />}
      <form
        id="sign-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          sign();
        }}
      >
        <PasswordField
          label={t("cases.signPassword")}
          name="password"
          value={password}
          onInput={setPassword}
          autocomplete="current-password"
          isRequired
          error={error}
          testId="sign-password"
        />
      </form>
    </Dialog>
  );
}
