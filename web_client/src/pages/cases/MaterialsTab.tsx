import { MaterialList } from "../../components/case/MaterialList";
import { UploadPanel } from "../../components/case/UploadPanel";
import { t } from "../../i18n";
import { navigate } from "../../state/router";
import type { Consultation } from "../../wire/generated";

interface MaterialsTabProps {
  readonly of: Consultation;
  readonly onChanged: () => void;
}

/** What the case holds, and the place to add to it. */
export function MaterialsTab({ of, onChanged }: MaterialsTabProps) {
  const mayUpload = of.case.allowedSteps.includes("upload");
  return (
    <>
      <section class="card">
        <h2>{t("cases.materials")}</h2>
        <MaterialList
          of={of.materials}
          onChanged={onChanged}
          onOpen={(material) => navigate(`/cases/${of.case.id}/materials/${material.id}`)}
        />
      </section>
      {mayUpload && (
        <section class="card">
          <h2>{t("cases.uploadMore")}</h2>
          <UploadPanel caseId={of.case.id} />
        </section>
      )}
    </>
  );
}
