import { useState } from "preact/hooks";
import { Brand } from "../../components/Brand";
import { Button } from "../../components/Button";
import { Failure, Notice } from "../../components/Feedback";
import { TextField } from "../../components/Field";
import { LanguageMenu } from "../../components/LanguageMenu";
import { PasswordField } from "../../components/PasswordField";
import { t } from "../../i18n";
import { signIn } from "../../state/account";
import { focusField } from "../../state/focus";
import { navigate, query } from "../../state/router";
import "./SignIn.css";

/** Only addresses of our own, so that a link cannot lead elsewhere after signing in. */
const wayBack = () => {
  const back = query.value.get("back") ?? "/";
  return /^\/(?![/\\])/.test(back) ? back : "/";
};

export default function SignIn() {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    setTried(true);
    if (login.trim() === "") return focusField("login");
    if (password === "") return focusField("password");
    setBusy(true);
    setError(null);
    try {
      await signIn(login.trim(), password);
      navigate(wayBack(), "replace");
    } catch (failure) {
      setError(failure);
      focusField("password");
    } finally {
      setBusy(false);
    }
  };
  return (
    <main class="sign-in">
      <div class="sign-in-box">
        <div class="top">
          <Brand />
          <span class="grow" />
          <LanguageMenu />
        </div>
        <div>
          <h1>{t("shell.signInTitle")}</h1>
          <p class="mut sm">{t("shell.tagline")}</p>
        </div>
        {query.value.has("expired") && error === null && <Notice tone="info">{t("shell.signedOutNotice")}</Notice>}
        <Failure error={error} testId="sign-in-error" />
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <TextField
            label={t("shell.login")}
            name="login"
            value={login}
            onInput={setLogin}
            autocomplete="username"
            maxLength={100}
            isRequired
            error={isTried && login.trim() === "" ? t("shell.loginNeeded") : null}
            testId="login"
          />
          <PasswordField
            label={t("shell.password")}
            name="password"
            value={password}
            onInput={setPassword}
            autocomplete="current-password"
            isRequired
            error={isTried && password === "" ? t("shell.passwordNeeded") : null}
            testId="password"
          />
          <Button type="submit" look="primary" size="big" isBusy={isBusy} testId="sign-in">
            {t("shell.signIn")}
          </Button>
        </form>
        <p class="faint xs">{t("shell.forgotPassword")}</p>
      </div>
    </main>
  );
}
