import { t } from "../../i18n";

export default function OpinionPage() {
  return <h1>{t("shell.nav_opinions")}</h1>;
}
