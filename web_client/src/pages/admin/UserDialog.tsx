import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Check } from "../../components/Choice";
import { Dialog } from "../../components/Dialog";
import { Failure } from "../../components/Feedback";
import { TextField } from "../../components/Field";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { explain, fieldOf } from "../../state/errors";
import { toast } from "../../state/toasts";
import type { User } from "../../wire/generated";
import { RoleField, splitWords } from "./user_fields";

interface UserDialogProps {
  readonly of: User;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const SHORTEST_PASSWORD = 10;

/** What can change about an account; closing it ends its sessions. */
export function UserDialog({ of, onDone, onClose }: UserDialogProps) {
  const [displayName, setName] = useState(of.displayName);
  const [title, setTitle] = useState(of.title);
  const [specialities, setSpecialities] = useState(of.specialities.join("、"));
  const [roles, setRoles] = useState(of.roles);
  const [isActive, setActive] = useState(of.isActive);
  const [password, setPassword] = useState("");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const wrong = fieldOf(act.error);
  const isShort = password !== "" && password.length < SHORTEST_PASSWORD;
  const go = () => {
    setTried(true);
    if (displayName.trim() === "" || roles.length === 0 || isShort) return;
    void act.run(async () => {
      await api.call("updateUser", {
        params: { accountId: of.accountId },
        body: {
          version: of.version,
          displayName: displayName.trim(),
          roles,
          isActive,
          title: title.trim(),
          specialities: splitWords(specialities),
          newPassword: password === "" ? null : password,
        },
      });
      toast("ok", t("admin.saved"));
      onDone();
    });
  };
  return (
    <Dialog
      title={t("admin.editUser")}
      onClose={onClose}
      isWide
      testId="user-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.cancel")}</Button>
          <Button look="primary" isBusy={act.isBusy} onClick={go} testId="user-save">
            {t("shell.save")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <p class="sm mut">{[of.login, of.facility?.name, of.department].filter(Boolean).join(" · ")}</p>
      <div class="form-grid">
        <TextField
          label={t("admin.displayName")}
          value={displayName}
          onInput={setName}
          isRequired
          error={isTried && displayName.trim() === "" ? t("admin.fieldNeeded") : null}
          testId="user-displayName"
        />
        <TextField label={t("admin.title")} value={title} onInput={setTitle} testId="user-title" />
        <TextField
          label={t("admin.specialities")}
          hint={t("admin.specialitiesHint")}
          value={specialities}
          onInput={setSpecialities}
          testId="user-specialities"
        />
        <PasswordField
          label={t("admin.resetPassword")}
          hint={t("shell.optional")}
          value={password}
          onInput={setPassword}
          autocomplete="new-password"
          error={isTried && isShort ? t("shell.passwordTooShort") : wrong === "newPassword" ? explain(act.error) : null}
          testId="user-password"
        />
      </div>
      <RoleField
        value={roles}
        onChange={setRoles}
        error={isTried && roles.length === 0 ? t("admin.rolesNeeded") : null}
      />
      <Check label={t("admin.active")} isChecked={isActive} onChange={setActive} testId="user-active" />
    </Dialog>
  );
}
