import "../../components/case/case.css";
import { OpinionSheet } from "../../components/case/OpinionSheet";
import { facilityName, personLine, sexAndAge } from "../../components/case/labels";
import { t } from "../../i18n";
import type { Consultation, Opinion, OpinionContent } from "../../wire/generated";

interface PreviewProps {
  readonly whole: Consultation;
  readonly own: Opinion;
  readonly of: OpinionContent;
}

/** The opinion part as it will be printed. */
export function OpinionPreview({ whole, own, of }: PreviewProps) {
  const { case: row, form } = whole;
  return (
    <section class="clinic opinion-preview" aria-label={t("cases.opinionPreview")}>
      <h2>{t("cases.previewTitle")}</h2>
      <dl class="facts">
        <dt>{t("cases.patient")}</dt>
        <dd>{row.patient ? `${row.patient.name} · ${sexAndAge(row.patient)}` : ""}</dd>
        <dt>{t("cases.caseNumber")}</dt>
        <dd class="num">{row.number}</dd>
        <dt>{t("cases.requester")}</dt>
        <dd>
          {row.requester.name} · {facilityName(row.requester.facility)}
        </dd>
        <dt>{t("cases.purpose")}</dt>
        <dd>{form.purpose}</dd>
      </dl>
      <hr />
      <OpinionSheet of={of} />
      <hr />
      <p class="sm">
        {t("cases.expert")}: {personLine(own.author)}
      </p>
    </section>
  );
}
