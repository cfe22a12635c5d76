import { ConsentLines } from "../../components/case/ConsentLines";
import { facilityName, personLine, specialityLabel } from "../../components/case/labels";
import { PatientFacts } from "../../components/case/PatientFacts";
import { t } from "../../i18n";
import { dateTime } from "../../i18n/format";
import type { Consultation, RequestForm } from "../../wire/generated";

/** The request as the consultation record prints it: who, why, what for, what is known. */
export function RecordTab({ of }: { readonly of: Consultation }) {
  const { form, case: row } = of;
  return (
    <>
      <section class="card">
        <h2>{t("cases.section_request")}</h2>
        <div class="record-text">
          <Text label={t("cases.purpose")} value={form.purpose} isWide isStrong />
          <Text label={t("cases.reasonFor")} value={form.reason} isWide />
          <Text
            label={t("cases.speciality")}
            value={[specialityLabel(form.speciality), form.requiredTitle].filter(Boolean).join(" · ")}
          />
          <Text label={t("cases.wishedTime")} value={form.wishedTime} />
          <Text label={t("cases.requester")} value={personLine(row.requester)} />
          <Text label={t("cases.callbackPhone")} value={form.callbackPhone} />
          <Text label={t("cases.targetFacility")} value={facilityName(of.targetFacility)} isOptional />
          <Text label={t("cases.interpreter")} value={form.interpreter} isOptional />
          <Text
            label={t("cases.colSubmitted")}
            value={row.submittedAt === null ? "" : dateTime(row.submittedAt)}
            isOptional
          />
        </div>
      </section>
      {of.patient && (
        <section class="card">
          <h2>{t("cases.sectionPatient")}</h2>
          <PatientFacts of={of.patient} />
        </section>
      )}
      <section class="card">
        <h2>{t("cases.section_history")}</h2>
        <div class="record-text">
          <Text label={t("cases.chiefComplaint")} value={form.chiefComplaint} isWide />
          <Text label={t("cases.presentHistory")} value={form.presentHistory} isWide />
          <Text label={t("cases.pastHistory")} value={form.pastHistory} />
          <Text label={t("cases.allergies")} value={form.allergies} />
          <Text label={t("cases.familyHistory")} value={form.familyHistory} />
        </div>
      </section>
      <section class="card">
        <h2>{t("cases.section_findings")}</h2>
        <Vitals of={form} />
        <div class="record-text">
          <Text label={t("cases.examination")} value={form.examination} isWide />
          <Text
            label={t("cases.preliminaryDiagnoses")}
            value={form.preliminaryDiagnoses.map((one) => [one.text, one.code].filter(Boolean).join(" ")).join("\n")}
            isWide
          />
          <Text label={t("cases.treatment")} value={form.treatment} isWide />
          <Text label={t("cases.caseSummary")} value={form.summary} isWide />
        </div>
      </section>
      <section class="card">
        <h2>{t("cases.section_consents")}</h2>
        <ConsentLines of={of.consents} />
      </section>
    </>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly isWide?: boolean;
  readonly isStrong?: boolean;
  /** Not shown at all when it is empty. */
  readonly isOptional?: boolean;
}

function Text({ label, value, isWide = false, isStrong = false, isOptional = false }: TextProps) {
  if (isOptional && value === "") return null;
  return (
    <div class={isWide ? "wide" : ""}>
      <h3>{label}</h3>
      <p class={`prose ${isStrong ? "b" : ""}`}>{value || <span class="faint">{t("cases.notWritten")}</span>}</p>
    </div>
  );
}

function Vitals({ of }: { readonly of: RequestForm }) {
  const vital = of.vitalSigns;
  const pressure =
    vital.systolicMmhg === null && vital.diastolicMmhg === null
      ? null
      : `${vital.systolicMmhg ?? "–"}/${vital.diastolicMmhg ?? "–"} mmHg`;
  const shown: readonly (readonly [string, string | null])[] = [
    [t("cases.temperature"), measured(vital.temperatureC, "°C")],
    [t("cases.pulse"), measured(vital.pulsePerMin, t("cases.perMinute"))],
    [t("cases.respiration"), measured(vital.respirationPerMin, t("cases.perMinute"))],
    [t("cases.bloodPressure"), pressure],
    [t("cases.saturation"), measured(vital.oxygenSaturationPercent, "%")],
    [t("cases.weight"), measured(vital.weightKg, "kg")],
  ];
  const known = shown.filter(([, value]) => value !== null);
  if (known.length === 0) return null;
  return (
    <div class="vital-list">
      {known.map(([label, value]) => (
        <span key={label}>
          <span class="faint sm">{label}</span> <span class="num b">{value}</span>
        </span>
      ))}
    </div>
  );
}

const measured = (value: number | null, unit: string): string | null => (value === null ? null : `${value} ${unit}`);
