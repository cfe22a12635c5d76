import { useEffect, useRef } from "preact/hooks";
import { facilityName, age, sexLabel, shortNumber, specialityLabel } from "../../components/case/labels";
import { MaterialTags } from "../../components/case/Materials";
import { DeadlineText, StateBadge, UrgencyMark } from "../../components/Status";
import { t } from "../../i18n";
import { whenShort } from "../../i18n/format";
import { now } from "../../state/clock";
import type { Case } from "../../wire/generated";

interface CaseTableProps {
  readonly cases: readonly Case[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** The list of cases. One row is chosen; arrows, J and K move, Enter opens. */
export function CaseTable({ cases, chosen, onChoose, onOpen }: CaseTableProps) {
  return (
    <div class="case-table">
      <table data-testid="cases">
        <caption class="sr">{t("cases.worklist")}</caption>
        <colgroup>
          <col class="w-urgency" />
          <col class="w-patient" />
          <col />
          <col class="w-facility" />
          <col class="w-materials" />
          <col class="w-due" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t("cases.colUrgency")}</th>
            <th scope="col">{t("cases.colPatient")}</th>
            <th scope="col">{t("cases.colPurpose")}</th>
            <th scope="col">{t("cases.colFacility")}</th>
            <th scope="col" class="c-materials">
              {t("cases.colMaterials")}
            </th>
            <th scope="col">{t("cases.colDeadline")}</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((of) => (
            <Row key={of.id} of={of} isChosen={of.id === chosen} onChoose={onChoose} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly of: Case;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

function Row({ of, isChosen, onChoose, onOpen }: RowProps) {
  const own = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isChosen) own.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return (
    <tr
      ref={own}
      aria-selected={isChosen}
      data-testid="case-row"
      data-case={of.id}
      data-state={of.state}
      onClick={() => onChoose(of.id)}
      onDblClick={() => onOpen(of.id)}
    >
      <td class="c-urgency">
        <UrgencyMark urgency={of.urgency} />
      </td>
      <td class="c-patient">
        <PatientCell of={of} onChoose={onChoose} />
      </td>
      <td class="c-purpose">
        <div class="clip">{of.purpose || <span class="faint">{t("cases.noPurpose")}</span>}</div>
        <div class="second row clip">
          <StateBadge state={of.state} />
          <span class="clip">{[specialityLabel(of.speciality), planned(of)].filter(Boolean).join(" · ")}</span>
        </div>
      </td>
      <td class="c-facility">
        <div class="clip">{facilityName(of.requester.facility)}</div>
        <div class="second clip">{of.requester.name}</div>
      </td>
      <td class="c-materials">
        <MaterialTags of={of.materials} />
      </td>
      <td class="c-due">
        <DeadlineText deadline={of.deadline} />
      </td>
    </tr>
  );
}

function PatientCell({ of, onChoose }: { readonly of: Case; readonly onChoose: (id: string) => void }) {
  const name = of.patient?.name ?? t("cases.hiddenPatient");
  return (
    <>
      <div class="clip">
        <a
          class="b"
          style={{ color: "inherit" }}
          href={`/cases/${of.id}`}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            onChoose(of.id);
          }}
        >
          {name}
        </a>{" "}
        {of.patient && (
          <span class="faint xs">
            {sexLabel(of.patient.sex)} {age(of.patient.ageText)}
          </span>
        )}
      </div>
      <div class="second num clip" title={of.number}>
        {shortNumber(of.number)}
      </div>
    </>
  );
}

/** When it takes place and with whom, as far as known. */
function planned(of: Case): string {
  const when = of.planned ? whenShort(of.planned.start, now.value) : "";
  return [when, of.expert?.name ?? ""].filter(Boolean).join(" ");
}
