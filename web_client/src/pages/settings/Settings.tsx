import { t } from "../../i18n";

export default function Settings() {
  return <h1>{t("shell.settings")}</h1>;
}
