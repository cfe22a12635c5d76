import { t } from "../../i18n";

export default function Consultations() {
  return <h1>{t("shell.nav_cases")}</h1>;
}
