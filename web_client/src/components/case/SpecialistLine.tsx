import { t } from "../../i18n";
import { whenShort } from "../../i18n/format";
import { now } from "../../state/clock";
import { isOnDuty, startsIn } from "../../state/slots";
import type { Specialist } from "../../wire/generated";
import { Avatar } from "../Badge";
import "./case.css";
import { facilityName } from "./labels";

/** Who it is and when there is time. */
export function SpecialistLine({ of }: { readonly of: Specialist }) {
  const [first] = startsIn(of.freeSlots, now.value);
  const free = first ? t("cases.freeFrom", { when: whenShort(first.start, now.value) }) : t("cases.noFree");
  return (
    <>
      <Avatar name={of.name} size={28} />
      <span class="grow">
        <span class="sm b">{of.name}</span>{" "}
        <span class="sm faint">{[of.department, of.title].filter(Boolean).join(" ")}</span>
        <span class="xs" style={{ display: "block" }}>
          {of.isFreeNow && isOnDuty(of, now.value) ? (
            <span class="free">{t("cases.freeNow")}</span>
          ) : (
            <span class="faint">{free}</span>
          )}
          <span class="faint">
            {" · "}
            {facilityName(of.facility)} · {t("cases.openCases", { n: of.openCases })}
          </span>
        </span>
      </span>
    </>
  );
}
