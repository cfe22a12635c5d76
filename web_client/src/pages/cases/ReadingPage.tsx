import { ArrowLeft } from "lucide";
import { LinkButton } from "../../components/Button";
import { materialTitle, sexAndAge } from "../../components/case/labels";
import { materialDetail, MaterialPicture } from "../../components/case/Materials";
import { Loaded, Notice } from "../../components/Feedback";
import { t } from "../../i18n";
import { loadCase } from "../../state/case_steps";
import { useFetched } from "../../state/resource";
import { isDrawn } from "../../viewer/stage_host";
import type { Consultation, Material } from "../../wire/generated";
import type { PageProps } from "../route";
import { ReadingStage } from "./ReadingStage";
import "./reading.css";

/** Reading what a case holds, alone and in full quality, before or after the session. */
export default function ReadingPage({ params }: PageProps<"/cases/:caseId/materials/:materialId">) {
  const whole = useFetched(params.caseId, (signal) => loadCase(params.caseId, signal));
  return <Loaded of={whole}>{(value) => <Shown of={value} materialId={params.materialId} />}</Loaded>;
}

interface ShownProps {
  readonly of: Consultation;
  readonly materialId: string;
}

function Shown({ of, materialId }: ShownProps) {
  const { case: row, materials } = of;
  const shown = materials.filter((material) => material.kind !== "record");
  const current = shown.find((material) => material.id === materialId) ?? null;
  return (
    <div class="reading-page">
      <header>
        <LinkButton href={`/cases/${row.id}?tab=materials`} look="ghost" icon={ArrowLeft} testId="back-to-case">
          {t("cases.backToCase")}
        </LinkButton>
        <h1 class="clip">{row.patient?.name ?? row.number}</h1>
        {row.patient && <span class="mut sm">{sexAndAge(row.patient)}</span>}
        <span class="grow" />
        <span class="faint num xs clip">{row.number}</span>
      </header>
      <nav class="reading-list" aria-label={t("cases.materials")}>
        {shown.map((material) => (
          <a
            key={material.id}
            href={`/cases/${row.id}/materials/${material.id}`}
            aria-current={material.id === materialId ? "page" : undefined}
          >
            <MaterialPicture of={material} />
            <span class="grow">
              <span class="clip" style={{ display: "block" }}>
                {materialTitle(material)}
              </span>
              <span class="xs faint">{materialDetail(material)}</span>
            </span>
          </a>
        ))}
      </nav>
      <main class="reading-main">
        <Stage
          of={current}
          patientLines={row.patient ? [`${row.patient.name} ${sexAndAge(row.patient)}`, row.number] : [row.number]}
        />
      </main>
    </div>
  );
}

function Stage({ of, patientLines }: { readonly of: Material | null; readonly patientLines: readonly string[] }) {
  if (of === null) return <Notice tone="warn">{t("cases.notFoundHere")}</Notice>;
  if (isDrawn(of)) return <ReadingStage key={of.id} of={of} patientLines={patientLines} />;
  if (of.kind === "video") {
    return (
      <div class="reading-stage">
        {/* biome-ignore lint/a11y/useMediaCaption: films of an examination have no speech */}
        <video src={of.contentPath} controls />
      </div>
    );
  }
  return null;
}
