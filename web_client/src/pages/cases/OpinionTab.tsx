import { FileText, ShieldCheck } from "lucide";
import { useState } from "preact/hooks";
import { Button, LinkButton } from "../../components/Button";
import { OpinionSheet } from "../../components/case/OpinionSheet";
import { personLine } from "../../components/case/labels";
import { Pill } from "../../components/Badge";
import { Failure, Loaded, Notice } from "../../components/Feedback";
import { lookUp, t } from "../../i18n";
import { dateTime } from "../../i18n/format";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import type { Consultation, Opinion, OpinionVersion, Verification } from "../../wire/generated";

/** Opinions to read: the version in force first, older ones behind it; and what the requester made of them. */
export function OpinionTab({ of }: { readonly of: Consultation }) {
  const key = `${of.case.id}@${of.case.version}`;
  const opinions = useFetched(key, (signal) =>
    api.call("opinions", { params: { consultationId: of.case.id } }, { signal }),
  );
  return (
    <>
      {of.acknowledgement && <AcknowledgementCard of={of} />}
      <Loaded of={opinions} lines={6}>
        {(value) =>
          value.items.some((opinion) => opinion.versions.length > 0 || opinion.draft !== null) ? (
            value.items.map((opinion) => <OpinionCard key={opinion.id} of={opinion} />)
          ) : (
            <section class="card">
              <p class="mut">{t("cases.noOpinion")}</p>
            </section>
          )
        }
      </Loaded>
    </>
  );
}

function AcknowledgementCard({ of }: { readonly of: Consultation }) {
  const { acknowledgement: given } = of;
  if (!given) return null;
  return (
    <section class="card" data-testid="acknowledgement">
      <h2>{t("cases.acknowledgement")}</h2>
      <div class="row wrap">
        <Pill tone={given.adoption === "full" ? "ok" : "warn"}>{t(`cases.adoption_${given.adoption}`)}</Pill>
        <span class="sm faint">
          {given.by?.name} · {dateTime(given.at)}
        </span>
      </div>
      {given.reason !== "" && <p class="prose">{given.reason}</p>}
      {given.implementation !== "" && <p class="prose">{given.implementation}</p>}
    </section>
  );
}

function OpinionCard({ of }: { readonly of: Opinion }) {
  const newestFirst = [...of.versions].sort((one, other) => other.number - one.number);
  const [current, ...older] = newestFirst;
  return (
    <section class="card" data-testid="opinion" data-state={of.state}>
      <div class="sheet-head">
        <h2>{t("cases.opinionBy", { name: of.author.name })}</h2>
        <span class="sm faint">{personLine(of.author)}</span>
        <span class="grow" />
        {of.draft && <LinkButton href={`/cases/${of.consultationId}/opinion`}>{t("cases.opinionDraft")}</LinkButton>}
      </div>
      {current ? <Version of={current} opinionId={of.id} /> : <p class="mut">{t("cases.notIssued")}</p>}
      {older.map((version) => (
        <details key={version.number}>
          <summary>
            {t("cases.version", { n: version.number })} · {t(`cases.versionState_${version.state}`)}
          </summary>
          <div class="col version-old" style={{ marginTop: "10px" }}>
            <Version of={version} opinionId={of.id} />
          </div>
        </details>
      ))}
    </section>
  );
}

function Version({ of, opinionId }: { readonly of: OpinionVersion; readonly opinionId: string }) {
  const [found, setFound] = useState<Verification | null>(null);
  const act = useAct();
  const verify = () =>
    act.run(async () =>
      setFound(await api.call("verifyOpinion", { params: { opinionId, number: String(of.number) } })),
    );
  return (
    <>
      <div class="row wrap">
        <Pill tone={of.state === "issued" ? "ok" : "plain"}>
          {t("cases.version", { n: of.number })} · {t(`cases.versionState_${of.state}`)}
        </Pill>
        {of.issuedAt !== null && <span class="sm faint num">{dateTime(of.issuedAt)}</span>}
      </div>
      {of.amendedBecause !== "" && (
        <p class="sm">
          <span class="faint">{t("cases.amendedBecause")}</span> {of.amendedBecause}
        </p>
      )}
      <OpinionSheet of={of.content} />
      <div class="signed-line">
        {of.signature && (
          <span class="sm">
            {t("cases.signedBy", { name: of.signature.signer.name })}{" "}
            <span class="faint num">{dateTime(of.signature.signedAt)}</span>
          </span>
        )}
        <span class="grow" />
        <Button icon={ShieldCheck} isBusy={act.isBusy} onClick={() => void verify()} testId="verify">
          {t("cases.verify")}
        </Button>
        <LinkButton href={of.pdfPath} icon={FileText} opensTab testId="opinion-pdf">
          {t("cases.pdf")}
        </LinkButton>
      </div>
      <Failure error={act.error} />
      {found && (
        <Notice tone={found.isValid ? "ok" : "danger"} isAlert testId="verified">
          {found.isValid ? t("cases.verifyOk") : (lookUp(`cases.verify_${found.problem}`) ?? found.problem)}
        </Notice>
      )}
    </>
  );
}
