import { Eye, EyeOff } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { IconButton } from "./Button";
import { Field, type FieldProps } from "./Field";
import { Input } from "./Input";
import "./PasswordField.css";

interface PasswordProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly autocomplete: "current-password" | "new-password";
}

/** A password that can be shown, with a word when caps lock is on. */
export function PasswordField(props: PasswordProps) {
  const [isShown, setShown] = useState(false);
  const [isCaps, setCaps] = useState(false);
  const hint = isCaps ? t("shell.capsLock") : props.hint;
  return (
    <Field {...props} hint={hint}>
      {(wiring) => (
        <div class="password-row">
          <Input
            wiring={wiring}
            type={isShown ? "text" : "password"}
            value={props.value}
            autocomplete={props.autocomplete}
            maxLength={256}
            onInput={props.onInput}
            onKey={(event) => setCaps(event.getModifierState("CapsLock"))}
          />
          <IconButton
            of={isShown ? EyeOff : Eye}
            label={isShown ? t("shell.hidePassword") : t("shell.showPassword")}
            onClick={() => setShown(!isShown)}
          />
        </div>
      )}
    </Field>
  );
}
