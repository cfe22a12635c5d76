import { t } from "../../i18n";
import { exact, whenShort } from "../../i18n/format";
import { now } from "../../state/clock";
import type { TimelineEntry } from "../../wire/generated";
import "./case.css";
import { eventLabel, eventText, facilityName } from "./labels";

/** What happened to a case, newest first. */
export function TimelineList({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const newestFirst = [...entries].reverse();
  return (
    <ol class="timeline" data-testid="timeline">
      {newestFirst.map((entry) => (
        <li key={`${entry.at}${entry.kind}`} data-kind={entry.kind}>
          <span class="num faint" title={exact(entry.at)}>
            {whenShort(entry.at, now.value)}
          </span>{" "}
          <span class="b">{entry.by?.name || entry.byName || t("cases.activityBySystem")}</span> {eventLabel(entry)}
          {entry.by && <div class="xs faint">{facilityName(entry.by.facility)}</div>}
          {entry.text !== "" && <div class="said">{eventText(entry)}</div>}
        </li>
      ))}
    </ol>
  );
}
