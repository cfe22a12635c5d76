import { EmptyState } from "../../components/Feedback";
import { facilityName } from "../../components/case/labels";
import { useEffect, useRef } from "preact/hooks";
import { CalendarX2 } from "lucide";
import { t } from "../../i18n";
import { clock, startOfDay } from "../../i18n/format";
import { hoursOf, place, type Placed } from "../../state/calendar_grid";
import { now } from "../../state/clock";
import type { CalendarEntry, OpenHours, PersonRef } from "../../wire/generated";

export interface Column {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  /** Midnight of its day, epoch milliseconds. */
  readonly dayStart: number;
  readonly isToday: boolean;
  readonly entries: readonly CalendarEntry[];
  readonly open: readonly OpenHours[];
  readonly showsPerson: boolean;
  readonly people?: readonly PersonRef[];
}

const HOUR_MS = 3_600_000;
/** A booking this long has room for a second line. */
const TWO_LINES_H = 0.7;
const spanOf = (of: { readonly start: string; readonly end: string }) => ({
  start: Date.parse(of.start),
  end: Date.parse(of.end),
});
const hours = (count: number) => `calc(var(--hour) * ${count})`;

/** Columns over hours. */
export function Grid({ columns }: { readonly columns: readonly Column[] }) {
  if (columns.length === 0) return <EmptyState icon={CalendarX2} title={t("cases.calendarNone")} />;
  const spans = columns.flatMap((column) => column.entries.map(spanOf));
  const [first, last] = hoursOf(spans, startOfDay);
  const box = useRef<HTMLElement>(null);
  const soonest = firstHour(columns);
  useEffect(() => {
    const hour = box.current?.querySelector(".calendar-hours div")?.clientHeight ?? 0;
    box.current?.scrollTo({ top: Math.max(0, (soonest - first - 1) * hour) });
  }, [columns[0]?.dayStart, columns.length]);
  const rows = Array.from({ length: last - first }, (_, index) => first + index);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section ref={box} class="calendar-box" tabIndex={0} aria-label={t("cases.calendar")} data-testid="calendar">
      <div class="calendar-grid" style={{ gridTemplateColumns: `56px repeat(${columns.length}, minmax(132px, 1fr))` }}>
        <div class="calendar-corner" />
        {columns.map((column) => (
          <div key={column.key} class={column.isToday ? "calendar-head today" : "calendar-head"}>
            <div class="b clip">{column.title}</div>
            {column.detail !== "" && <div class="xs faint clip">{column.detail}</div>}
          </div>
        ))}
        <div class="calendar-hours num" aria-hidden="true">
          {rows.map((hour) => (
            <div key={hour}>{String(hour).padStart(2, "0")}:00</div>
          ))}
        </div>
        {columns.map((column) => (
          <ColumnBody key={column.key} of={column} first={first} last={last} />
        ))}
      </div>
    </section>
  );
}

/** What one wants to see first: the hour that is now, else that of the first booking. */
function firstHour(columns: readonly Column[]): number {
  const today = columns.find((column) => column.dayStart === startOfDay(now.value));
  if (today) return (now.value - today.dayStart) / HOUR_MS;
  const starts = columns.flatMap((column) => column.entries.map((one) => Date.parse(one.start) - column.dayStart));
  return starts.length === 0 ? 8 : Math.min(...starts) / HOUR_MS;
}

interface ColumnBodyProps {
  readonly of: Column;
  readonly first: number;
  readonly last: number;
}

function ColumnBody({ of, first, last }: ColumnBodyProps) {
  const gridStart = of.dayStart + first * HOUR_MS;
  const at = (now.value - gridStart) / HOUR_MS;
  return (
    <div class="calendar-column" style={{ height: hours(last - first) }} role="group" aria-label={of.title}>
      {of.open.map((one) => {
        const { start, end } = spanOf(one);
        return (
          <div
            key={one.start}
            class="calendar-open"
            title={t("cases.calendarFreeBlock", { from: clock(start), to: clock(end) })}
            style={{ top: hours((start - gridStart) / HOUR_MS), height: hours((end - start) / HOUR_MS) }}
          />
        );
      })}
      {at >= 0 && at <= last - first && <div class="calendar-now" style={{ top: hours(at) }} />}
      {place(of.entries, spanOf, gridStart).map((placed) => (
        <Booking
          key={placed.item.id}
          of={placed}
          person={of.people?.find((one) => one.practitionerId === placed.item.specialistId) ?? null}
        />
      ))}
    </div>
  );
}

interface BookingProps {
  readonly of: Placed<CalendarEntry>;
  readonly person: PersonRef | null;
}

function Booking({ of: { item, top, height, lane, lanes }, person }: BookingProps) {
  const style = {
    top: hours(top),
    height: `max(20px, calc(var(--hour) * ${height} - 2px))`,
    left: `calc(${(100 * lane) / lanes}% + 2px)`,
    width: `calc(${100 / lanes}% - 4px)`,
  };
  const when = `${clock(item.start)}–${clock(item.end)}`;
  if (item.kind === "busy" || item.consultationId === null) {
    return (
      <div class="booking busy" style={style}>
        {t("cases.calendarBusy")} {person?.name}
        <span class="sr"> {when}</span>
      </div>
    );
  }
  return (
    <a
      class={`booking ${item.urgency ?? ""}`}
      style={style}
      href={`/cases/${item.consultationId}`}
      data-testid="booking"
    >
      <div class="clip">
        <span class="b">{item.patient?.name ?? item.number}</span>
        {person && ` · ${person.name}`} <span class="num">{when}</span>
      </div>
      {height >= TWO_LINES_H && (
        <div class="clip">{[facilityName(item.requestingFacility), item.purpose].filter(Boolean).join(" · ")}</div>
      )}
    </a>
  );
}
