import { t } from "../../i18n";
import type { ConsentForm, ConsentScope, GiveConsent, SignerRelation, Urgency } from "../../wire/generated";
import { Check, Choices, Select } from "../Choice";
import { FieldError, TextArea, TextField } from "../Field";
import { Notice } from "../Feedback";

/** Version of the notice below; it is stored with the signature (N25). */
export const CONSENT_TEXT_VERSION = "2026-1";

export interface ConsentDraft {
  readonly scopes: readonly ConsentScope[];
  readonly form: ConsentForm;
  readonly signerName: string;
  readonly relation: SignerRelation;
  readonly witness: string;
  readonly emergencyApprover: string;
  readonly emergencyReason: string;
}

export const newConsent = (signerName: string): ConsentDraft => ({
  scopes: ["consultation", "sharing", "recording"],
  form: "paper",
  signerName,
  relation: "self",
  witness: "",
  emergencyApprover: "",
  emergencyReason: "",
});

export type ConsentProblem = "scopes" | "signer" | "approver";

/** What is wrong with a consent (N20 to N22); null when nothing is. */
export function consentProblem(of: ConsentDraft): ConsentProblem | null {
  const isEmergency = of.form === "verbal_emergency" || of.relation === "none";
  if (!of.scopes.includes("consultation") || !of.scopes.includes("sharing")) return "scopes";
  if (isEmergency && (of.emergencyApprover.trim() === "" || of.emergencyReason.trim() === "")) return "approver";
  if (of.relation !== "none" && of.signerName.trim() === "") return "signer";
  return null;
}

export const toRequest = (of: ConsentDraft, at: Date): GiveConsent => ({
  ...of,
  signerName: of.relation === "none" ? of.emergencyApprover.trim() : of.signerName.trim(),
  textVersion: CONSENT_TEXT_VERSION,
  signedAt: at.toISOString(),
});

const SCOPES: readonly ConsentScope[] = ["consultation", "sharing", "recording", "teaching"];
const FORMS: readonly ConsentForm[] = ["paper", "signature", "verbal_emergency"];
const RELATIONS: readonly SignerRelation[] = ["self", "guardian", "relative", "none"];

interface ConsentFieldsProps {
  readonly of: ConsentDraft;
  readonly onChange: (next: ConsentDraft) => void;
  readonly urgency: Urgency;
  readonly problem: ConsentProblem | null;
}

/** The notice, what is agreed to, and by whom. */
export function ConsentFields({ of, onChange, urgency, problem }: ConsentFieldsProps) {
  const set = (change: Partial<ConsentDraft>) => onChange({ ...of, ...change });
  const isEmergency = of.form === "verbal_emergency" || of.relation === "none";
  const forms = FORMS.filter((form) => form !== "verbal_emergency" || urgency === "emergency");
  const relations = RELATIONS.filter((relation) => relation !== "none" || urgency === "emergency");
  return (
    <>
      <Notice tone="info">{t("cases.consentText")}</Notice>
      <fieldset class="field">
        <legend>{t("cases.consentScopes")}</legend>
        {SCOPES.map((scope) => (
          <Check
            key={scope}
            label={t(`cases.scope_${scope}`)}
            isChecked={of.scopes.includes(scope)}
            testId={`scope-${scope}`}
            onChange={(isOn) =>
              set({ scopes: SCOPES.filter((one) => (one === scope ? isOn : of.scopes.includes(one))) })
            }
          />
        ))}
        {problem === "scopes" && <FieldError text={t("cases.consentNeeded")} />}
      </fieldset>
      <Choices
        legend={t("cases.consentForm")}
        value={of.form}
        options={forms.map((value) => ({ value, label: t(`cases.form_${value}`) }))}
        onChange={(form) => set({ form })}
        testId="consent-form"
      />
      <div class="form-grid">
        <Select
          label={t("cases.relation")}
          value={of.relation}
          options={relations.map((value) => ({ value, label: t(`cases.relation_${value}`) }))}
          onChange={(relation) => set({ relation })}
          testId="consent-relation"
        />
        {of.relation !== "none" && (
          <TextField
            label={t("cases.signerName")}
            name="signerName"
            value={of.signerName}
            onInput={(signerName) => set({ signerName })}
            isRequired
            error={problem === "signer" ? t("cases.signerNeeded") : null}
            testId="consent-signer"
          />
        )}
        <TextField
          label={t("cases.witness")}
          hint={t("shell.optional")}
          value={of.witness}
          onInput={(witness) => set({ witness })}
          testId="consent-witness"
        />
      </div>
      {isEmergency && (
        <div class="form-grid">
          <TextField
            label={t("cases.emergencyApprover")}
            value={of.emergencyApprover}
            onInput={(emergencyApprover) => set({ emergencyApprover })}
            isRequired
            error={problem === "approver" ? t("cases.approverNeeded") : null}
            testId="consent-approver"
          />
          <TextArea
            class="wide"
            label={t("cases.emergencyReason")}
            value={of.emergencyReason}
            onInput={(emergencyReason) => set({ emergencyReason })}
            isRequired
            rows={2}
            testId="consent-emergency-reason"
          />
        </div>
      )}
    </>
  );
}
