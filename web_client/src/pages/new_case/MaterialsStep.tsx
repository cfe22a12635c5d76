import { MaterialList } from "../../components/case/MaterialList";
import { UploadPanel } from "../../components/case/UploadPanel";
import { t } from "../../i18n";
import type { Consultation } from "../../wire/generated";

interface MaterialsStepProps {
  readonly of: Consultation;
  readonly onChanged: () => void;
}

export function MaterialsStep({ of, onChanged }: MaterialsStepProps) {
  return (
    <section class="card">
      <h2>{t("cases.materials")}</h2>
      <UploadPanel caseId={of.case.id} />
      <MaterialList of={of.materials} onChanged={onChanged} />
    </section>
  );
}
