import { Languages } from "lucide";
import { language, t } from "../i18n";
import { chooseLanguage } from "../state/account";
import { toast } from "../state/toasts";
import { explain } from "../state/errors";
import type { Language } from "../wire/generated";
import { Icon } from "./Icon";
import { Menu } from "./Menu";

/** Chinese or English, at once and remembered. */
export function LanguageMenu({ place = "right" }: { readonly place?: "left" | "right" | "up" }) {
  const choose = (next: Language) => {
    chooseLanguage(next).catch((error: unknown) => toast("danger", explain(error)));
  };
  return (
    <Menu
      label={t("shell.language")}
      place={place}
      buttonClass="btn ghost square"
      testId="language"
      button={<Icon of={Languages} size={18} />}
      items={[
        {
          label: t("shell.chinese"),
          isChecked: language.value === "zh",
          run: () => choose("zh"),
          testId: "language-zh",
        },
        {
          label: t("shell.english"),
          isChecked: language.value === "en",
          run: () => choose("en"),
          testId: "language-en",
        },
      ]}
    />
  );
}
