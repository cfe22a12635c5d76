import { t } from "../../i18n";

export default function Figures() {
  return <h1>{t("shell.nav_figures")}</h1>;
}
