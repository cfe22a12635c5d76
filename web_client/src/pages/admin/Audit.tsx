import { t } from "../../i18n";

export default function Audit() {
  return <h1>{t("shell.nav_audit")}</h1>;
}
