import { ChevronLeft, ChevronRight } from "lucide";
import { Button, IconButton } from "../../components/Button";
import { Select } from "../../components/Choice";
import { SPECIALITIES } from "../../components/case/specialities";
import { Loaded } from "../../components/Feedback";
import { TextField } from "../../components/Field";
import { t } from "../../i18n";
import { dayKey, dayOfWeek, shortDay } from "../../i18n/format";
import { api } from "../../state/api";
import { now } from "../../state/clock";
import { useFetched } from "../../state/resource";
import { query, setQuery } from "../../state/router";
import { isSmall } from "../../state/screen";
import type { Calendar } from "../../wire/generated";
import { Agenda } from "./Agenda";
import "./calendar.css";
import { type Column, Grid } from "./Grid";

const DAY_MS = 86_400_000;
const REFRESH_MS = 60_000;
type View = "day" | "week";

const askedDay = (): string => {
  const day = query.value.get("day") ?? "";
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : dayKey(now.value);
};
const startOf = (day: string) => new Date(`${day}T00:00:00`).getTime();
/** Some days later by the calendar, whatever the clocks do. */
const later = (day: string, days: number) => dayKey(startOf(day) + days * DAY_MS + DAY_MS / 2);

function mondayOf(day: string): string {
  const weekday = new Date(startOf(day)).getDay();
  return later(day, -((weekday + 6) % 7));
}

/** Who is booked when: a day with specialists as columns, or a week with days as columns. */
export default function CalendarPage() {
  const day = askedDay();
  const view: View = query.value.get("view") === "week" ? "week" : "day";
  const speciality = query.value.get("speciality") ?? "";
  const first = view === "day" ? day : mondayOf(day);
  const days = view === "day" ? 1 : 7;
  const from = new Date(startOf(first)).toISOString();
  const to = new Date(startOf(later(first, days))).toISOString();
  const found = useFetched(
    `${from}|${to}|${speciality}`,
    (signal) => api.call("calendar", { query: { from, to, speciality: speciality || null } }, { signal }),
    REFRESH_MS,
  );
  const move = (by: number) => setQuery({ day: later(day, by * days) });
  return (
    <>
      <div class="page-head">
        <h1>{t("cases.calendar")}</h1>
        <span class="mut">
          {view === "day"
            ? dayOfWeek(`${day}T12:00`)
            : `${shortDay(`${first}T12:00`)} – ${shortDay(`${later(first, 6)}T12:00`)}`}
        </span>
      </div>
      <div class="calendar-bar">
        <IconButton
          of={ChevronLeft}
          look="plain"
          label={t(view === "day" ? "cases.calendarBefore" : "cases.calendarWeekBefore")}
          onClick={() => move(-1)}
          testId="calendar-before"
        />
        <Button onClick={() => setQuery({ day: null })}>{t("cases.calendarToday")}</Button>
        <IconButton
          of={ChevronRight}
          look="plain"
          label={t(view === "day" ? "cases.calendarNext" : "cases.calendarWeekNext")}
          onClick={() => move(1)}
          testId="calendar-next"
        />
        <TextField
          label={t("cases.offerDay")}
          type="date"
          value={day}
          onInput={(value) => setQuery({ day: value })}
          testId="calendar-day"
        />
        <Select
          label={t("cases.calendarSpeciality")}
          value={speciality}
          options={[{ value: "", label: t("shell.all") }, ...SPECIALITIES.map((value) => ({ value, label: value }))]}
          onChange={(value) => setQuery({ speciality: value })}
        />
        <span class="grow" />
        <div class="row" role="group" aria-label={t("cases.calendarView")}>
          <Button isPressed={view === "day"} onClick={() => setQuery({ view: null })} testId="calendar-view-day">
            {t("cases.calendarDay")}
          </Button>
          <Button isPressed={view === "week"} onClick={() => setQuery({ view: "week" })} testId="calendar-view-week">
            {t("cases.calendarWeek")}
          </Button>
        </div>
      </div>
      <Loaded of={found} lines={10}>
        {(value) =>
          isSmall.value ? (
            <Agenda of={value} />
          ) : (
            <Grid columns={view === "day" ? bySpecialist(value, day) : byDays(value, first)} />
          )
        }
      </Loaded>
    </>
  );
}

/** Those with bookings first; everyone who can be booked that day has a column. */
function bySpecialist(of: Calendar, day: string): readonly Column[] {
  const columns = of.specialists.map((person) => ({
    key: person.practitionerId,
    title: person.name,
    detail: [person.department, person.title].filter(Boolean).join(" "),
    dayStart: startOf(day),
    isToday: false,
    entries: of.entries.filter((entry) => entry.specialistId === person.practitionerId),
    open: of.openHours.filter((hours) => hours.specialistId === person.practitionerId),
    showsPerson: false,
  }));
  return columns
    .filter((column) => column.entries.length > 0 || column.open.length > 0)
    .sort((one, other) => other.entries.length - one.entries.length);
}

function byDays(of: Calendar, first: string): readonly Column[] {
  return Array.from({ length: 7 }, (_, index) => {
    const day = later(first, index);
    return {
      key: day,
      title: shortDay(`${day}T12:00`),
      detail: "",
      dayStart: startOf(day),
      isToday: day === dayKey(now.value),
      entries: of.entries.filter((entry) => dayKey(entry.start) === day),
      open: [],
      showsPerson: true,
    };
  }).map((column) => ({ ...column, people: of.specialists }));
}
