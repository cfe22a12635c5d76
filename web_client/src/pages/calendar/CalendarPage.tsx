import { t } from "../../i18n";

export default function CalendarPage() {
  return <h1>{t("shell.nav_calendar")}</h1>;
}
