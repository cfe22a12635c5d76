import { PenLine } from "lucide";
import { useState } from "preact/hooks";
import { Button, LinkButton } from "../../components/Button";
import { OpinionSheet } from "../../components/case/OpinionSheet";
import { ReasonDialog } from "../../components/case/ReasonDialog";
import { Notice } from "../../components/Feedback";
import { t } from "../../i18n";
import { api } from "../../state/api";
import type { Consultation, Opinion } from "../../wire/generated";

interface AmendProps {
  readonly whole: Consultation;
  readonly own: Opinion;
  readonly onAmended: (own: Opinion) => void;
}

/** An opinion that is issued: it stays as it is; a change is a new version with a reason. */
export function Amend({ whole, own, onAmended }: AmendProps) {
  const [isAsking, setAsking] = useState(false);
  const current = [...own.versions].sort((one, other) => other.number - one.number)[0];
  return (
    <>
      <div class="page-head">
        <h1>{t("cases.opinionBy", { name: own.author.name })}</h1>
        <span class="mut">{whole.case.patient?.name}</span>
        <span class="grow" />
        <LinkButton href={`/cases/${whole.case.id}?tab=opinion`}>{t("cases.backToCase")}</LinkButton>
        {own.allowedSteps.includes("amend") && (
          <Button icon={PenLine} onClick={() => setAsking(true)} testId="amend">
            {t("cases.do_amend_opinion")}
          </Button>
        )}
      </div>
      <Notice tone="info">{t("cases.signedNotice")}</Notice>
      {current && (
        <section class="card">
          <OpinionSheet of={current.content} />
        </section>
      )}
      {isAsking && (
        <ReasonDialog
          title={t("cases.amendTitle")}
          hint={t("cases.amendHint")}
          label={t("cases.amendStart")}
          onClose={() => setAsking(false)}
          send={async (reason) =>
            onAmended(
              await api.call("amendOpinion", { params: { opinionId: own.id }, body: { version: own.version, reason } }),
            )
          }
        />
      )}
    </>
  );
}
