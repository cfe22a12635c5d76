import { t } from "../../i18n";

export default function Facilities() {
  return <h1>{t("shell.nav_facilities")}</h1>;
}
