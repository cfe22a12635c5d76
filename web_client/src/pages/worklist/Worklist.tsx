import { t } from "../../i18n";

export default function Worklist() {
  return <h1>{t("shell.nav_worklist")}</h1>;
}
