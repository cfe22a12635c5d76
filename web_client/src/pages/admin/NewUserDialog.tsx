import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Failure } from "../../components/Feedback";
import { TextField } from "../../components/Field";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../i18n";
import { me } from "../../state/account";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { explain, fieldOf } from "../../state/errors";
import { focusField } from "../../state/focus";
import { toast } from "../../state/toasts";
import type { Role } from "../../wire/generated";
import { FacilityField, RoleField, splitWords } from "./user_fields";

interface NewUserProps {
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const EMPTY = { login: "", displayName: "", password: "", title: "", licenceNumber: "", specialities: "" };
type TextName = keyof typeof EMPTY;
const SHORTEST_PASSWORD = 10;
const LOGIN = /^[a-z0-9][a-z0-9._@-]{2,}$/;
/** Roles of the region itself belong to no facility. */
const WITHOUT_FACILITY: readonly Role[] = ["region_admin", "auditor", "system_operator", "quality_reviewer"];

/** An account for somebody new. */
export function NewUserDialog({ onDone, onClose }: NewUserProps) {
  const [draft, setDraft] = useState(EMPTY);
  const [roles, setRoles] = useState<readonly Role[]>(["requesting_doctor"]);
  const [facilityId, setFacilityId] = useState<string | null>(me.value?.facility?.id ?? null);
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const wrong = fieldOf(act.error);
  const problems: Partial<Record<TextName | "roles" | "facilityId", string>> = {
    ...(LOGIN.test(draft.login) ? {} : { login: t("admin.loginHint") }),
    ...(draft.displayName.trim() === "" ? { displayName: t("admin.fieldNeeded") } : {}),
    ...(draft.password.length < SHORTEST_PASSWORD ? { password: t("shell.passwordTooShort") } : {}),
    ...(roles.length === 0 ? { roles: t("admin.rolesNeeded") } : {}),
    ...(facilityId === null && roles.some((role) => !WITHOUT_FACILITY.includes(role))
      ? { facilityId: t("admin.facilityNeeded") }
      : {}),
  };
  const errorOf = (name: keyof typeof problems) =>
    (isTried ? problems[name] : undefined) ?? (wrong === name ? explain(act.error) : null);
  const text = (name: TextName) => ({
    name,
    value: draft[name],
    onInput: (value: string) => setDraft((old) => ({ ...old, [name]: value })),
    error: errorOf(name),
    testId: `user-${name}`,
  });
  const go = () => {
    setTried(true);
    const [first] = Object.keys(problems);
    if (first !== undefined) return focusField(first);
    void act.run(async () => {
      const { specialities, ...rest } = draft;
      await api.call("createUser", { body: { ...rest, roles, facilityId, specialities: splitWords(specialities) } });
      toast("ok", t("admin.saved"));
      onDone();
    });
  };
  return (
    <Dialog
      title={t("admin.newUser")}
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
      {wrong === null && <Failure error={act.error} />}
      <div class="form-grid">
        <TextField label={t("admin.displayName")} isRequired {...text("displayName")} />
        <TextField label={t("admin.login")} hint={t("admin.loginHint")} isRequired {...text("login")} />
        <PasswordField
          label={t("admin.initialPassword")}
          hint={t("shell.newPasswordHint")}
          autocomplete="new-password"
          isRequired
          {...text("password")}
        />
        <FacilityField onChange={setFacilityId} error={errorOf("facilityId")} />
        <TextField label={t("admin.title")} {...text("title")} />
        <TextField label={t("admin.licenceNumber")} {...text("licenceNumber")} />
        <TextField label={t("admin.specialities")} hint={t("admin.specialitiesHint")} {...text("specialities")} />
      </div>
      <RoleField value={roles} onChange={setRoles} error={errorOf("roles")} />
    </Dialog>
  );
}
