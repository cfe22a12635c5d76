import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Check, Choices } from "../../components/Choice";
import { Failure } from "../../components/Feedback";
import { PasswordField } from "../../components/PasswordField";
import { language, t } from "../../i18n";
import { list } from "../../i18n/format";
import { chooseLanguage, chooseTheme, me } from "../../state/account";
import { attempt, useAct } from "../../state/act";
import { api } from "../../state/api";
import { explain, fieldOf } from "../../state/errors";
import { areShortcutsOn, switchShortcuts } from "../../state/shortcuts";
import { toast } from "../../state/toasts";
import type { Language, Me, Theme } from "../../wire/generated";

const THEMES: readonly Theme[] = ["clinic", "reading"];
const SHORTEST_PASSWORD = 10;

/** One's own account. */
export default function Settings() {
  const own = me.value;
  return (
    <>
      <h1>{t("shell.settings")}</h1>
      {own && <Profile of={own} />}
      <section class="card col">
        <Choices<Language>
          legend={t("shell.language")}
          value={language.value}
          options={[
            { value: "zh", label: t("shell.chinese") },
            { value: "en", label: t("shell.english") },
          ]}
          onChange={(next) => attempt(() => chooseLanguage(next))}
        />
        <Choices<Theme>
          legend={t("shell.theme")}
          value={own?.theme ?? "clinic"}
          options={THEMES.map((value) => ({ value, label: t(`shell.theme_${value}`) }))}
          onChange={(next) => attempt(() => chooseTheme(next))}
        />
        <Check label={t("shell.shortcutsOn")} isChecked={areShortcutsOn.value} onChange={switchShortcuts} />
      </section>
      <ChangePassword />
    </>
  );
}

function Profile({ of }: { readonly of: Me }) {
  return (
    <section class="card">
      <h2>{of.displayName}</h2>
      <p class="mut">{[of.login, of.title, of.department, of.facility?.name].filter(Boolean).join(" · ")}</p>
      <p class="sm faint">{list(of.roles.map((role) => t(`shell.role_${role}`)))}</p>
    </section>
  );
}

function ChangePassword() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const isShort = next.length < SHORTEST_PASSWORD;
  const wrong = fieldOf(act.error);
  const change = () => {
    setTried(true);
    if (current === "" || isShort) return;
    void act.run(async () => {
      await api.call("updateMe", { body: { currentPassword: current, newPassword: next } });
      toast("ok", t("shell.passwordChanged"));
      setCurrent("");
      setNext("");
      setTried(false);
    });
  };
  const isCurrentWrong = wrong === "currentPassword" || wrong === "password";
  return (
    <form
      class="card col"
      noValidate
      style={{ maxWidth: "480px" }}
      onSubmit={(event) => {
        event.preventDefault();
        change();
      }}
    >
      <h2>{t("shell.changePassword")}</h2>
      {!isCurrentWrong && <Failure error={act.error} />}
      <PasswordField
        label={t("shell.currentPassword")}
        value={current}
        onInput={setCurrent}
        autocomplete="current-password"
        isRequired
        error={isTried && current === "" ? t("shell.passwordNeeded") : isCurrentWrong ? explain(act.error) : null}
      />
      <PasswordField
        label={t("shell.newPassword")}
        hint={t("shell.newPasswordHint")}
        value={next}
        onInput={setNext}
        autocomplete="new-password"
        isRequired
        error={isTried && isShort ? t("shell.passwordTooShort") : null}
      />
      <div>
        <Button type="submit" look="primary" isBusy={act.isBusy}>
          {t("shell.changePassword")}
        </Button>
      </div>
    </form>
  );
}
