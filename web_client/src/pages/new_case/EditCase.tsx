import { t } from "../../i18n";

export default function EditCase() {
  return <h1>{t("shell.newCase")}</h1>;
}
