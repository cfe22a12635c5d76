import { PatientFacts } from "../../components/case/PatientFacts";
import { t } from "../../i18n";
import type { Consultation } from "../../wire/generated";

/** Whom the case is about; another patient is another case. */
export function PatientStep({ of }: { readonly of: Consultation }) {
  return (
    <section class="card">
      <h2>{t("cases.patient")}</h2>
      {of.patient && <PatientFacts of={of.patient} />}
    </section>
  );
}
