import { t } from "../../i18n";

export default function Recordings() {
  return <h1>{t("shell.nav_recordings")}</h1>;
}
