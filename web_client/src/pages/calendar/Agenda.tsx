import { CalendarX2 } from "lucide";
import { facilityName } from "../../components/case/labels";
import { EmptyState } from "../../components/Feedback";
import { StateBadge } from "../../components/Status";
import { t } from "../../i18n";
import { clock, shortDay } from "../../i18n/format";
import type { Calendar, CalendarEntry } from "../../wire/generated";

/** The same bookings as a list, for small screens. */
export function Agenda({ of }: { readonly of: Calendar }) {
  const entries = [...of.entries].sort((one, other) => one.start.localeCompare(other.start));
  if (entries.length === 0) return <EmptyState icon={CalendarX2} title={t("cases.calendarNone")} />;
  const nameOf = (id: string) => of.specialists.find((person) => person.practitionerId === id)?.name ?? "";
  return (
    <div class="agenda" data-testid="calendar">
      {entries.map((entry) => (
        <Row key={entry.id} of={entry} specialist={nameOf(entry.specialistId)} />
      ))}
    </div>
  );
}

function Row({ of, specialist }: { readonly of: CalendarEntry; readonly specialist: string }) {
  const content = (
    <>
      <span class="num">
        <span class="xs faint">{shortDay(of.start)}</span>
        <br />
        {clock(of.start)}–{clock(of.end)}
      </span>
      <span>
        <span class="b">{of.kind === "busy" ? t("cases.calendarBusy") : (of.patient?.name ?? of.number)}</span>{" "}
        <span class="mut">{specialist}</span>
        <div class="xs faint clip">{[facilityName(of.requestingFacility), of.purpose].filter(Boolean).join(" · ")}</div>
      </span>
      {of.state ? <StateBadge state={of.state} /> : <span />}
    </>
  );
  if (of.consultationId === null) return <div class="agenda-row">{content}</div>;
  return (
    <a class="agenda-row" href={`/cases/${of.consultationId}`} data-testid="booking">
      {content}
    </a>
  );
}
