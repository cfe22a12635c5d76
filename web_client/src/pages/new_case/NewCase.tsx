import { t } from "../../i18n";

export default function NewCase() {
  return <h1>{t("shell.newCase")}</h1>;
}
