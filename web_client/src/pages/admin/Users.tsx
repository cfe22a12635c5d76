import { t } from "../../i18n";

export default function Users() {
  return <h1>{t("shell.nav_users")}</h1>;
}
