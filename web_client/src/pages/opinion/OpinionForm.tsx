import { Plus, X } from "lucide";
import { Button, IconButton } from "../../components/Button";
import type { ProsePart } from "../../components/case/OpinionSheet";
import { Choices, Select } from "../../components/Choice";
import { TextArea, TextField } from "../../components/Field";
import { lookUp, t } from "../../i18n";
import type { Certainty, OpinionContent, OpinionDiagnosis, ReferralDirection, Urgency } from "../../wire/generated";

interface OpinionFormProps {
  readonly of: OpinionContent;
  readonly onChange: (next: OpinionContent) => void;
}

const CERTAINTIES: readonly Certainty[] = ["confirmed", "probable", "possible", "excluded"];
const DIRECTIONS: readonly ReferralDirection[] = ["none", "up", "down"];
const URGENCIES: readonly Urgency[] = ["routine", "urgent", "emergency"];
const PHRASES_AT_MOST = 3;

/** The structured opinion: what was found, what it is, what to do (N51). */
export function OpinionForm({ of, onChange }: OpinionFormProps) {
  const set = (change: Partial<OpinionContent>) => onChange({ ...of, ...change });
  const prose = (part: ProsePart, rows = 3, isRequired = false) => (
    <Prose
      key={part}
      part={part}
      rows={rows}
      isRequired={isRequired}
      value={of[part]}
      onChange={(text) => set({ [part]: text })}
    />
  );
  return (
    <div class="opinion-form">
      <section class="card">
        {prose("findings", 4, true)}
        {prose("imageFindings")}
        {prose("ecgFindings", 2)}
      </section>
      <section class="card">
        <Diagnoses of={of.diagnoses} onChange={(diagnoses) => set({ diagnoses })} />
        {prose("differential", 2)}
      </section>
      <section class="card">
        {prose("tests", 2)}
        {prose("treatment", 4, true)}
        {prose("medication", 2)}
        {prose("procedure", 2)}
        {prose("observation", 2)}
      </section>
      <section class="card">
        <Choices
          legend={t("cases.op_referral")}
          value={of.referral.direction}
          options={DIRECTIONS.map((value) => ({ value, label: t(`cases.referral_${value}`) }))}
          onChange={(direction) => set({ referral: { ...of.referral, direction } })}
          testId="op-referral"
        />
        {of.referral.direction !== "none" && (
          <div class="form-grid">
            <TextField
              label={t("cases.op_referralWhere")}
              value={of.referral.where}
              onInput={(where) => set({ referral: { ...of.referral, where } })}
            />
            <Select
              label={t("cases.op_referralUrgency")}
              value={of.referral.urgency}
              options={URGENCIES.map((value) => ({ value, label: t(`shell.urgency_${value}`) }))}
              onChange={(urgency) => set({ referral: { ...of.referral, urgency } })}
            />
          </div>
        )}
        {prose("followUp", 2)}
        {prose("teachingPoints", 2)}
      </section>
    </div>
  );
}

interface ProseProps {
  readonly part: ProsePart;
  readonly rows: number;
  readonly isRequired: boolean;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A part in prose with phrases that are often needed. */
function Prose({ part, rows, isRequired, value, onChange }: ProseProps) {
  const numbers = Array.from({ length: PHRASES_AT_MOST }, (_, index) => index + 1);
  const phrases = numbers.flatMap((number) => lookUp(`cases.phrase_${part}_${number}`) ?? []);
  return (
    <div>
      <TextArea
        label={t(`cases.op_${part}`)}
        hint={part === "medication" ? t("cases.op_medicationHint") : undefined}
        name={part}
        rows={rows}
        isRequired={isRequired}
        value={value}
        onInput={onChange}
        testId={`op-${part}`}
      />
      {phrases.length > 0 && (
        <div class="phrases" style={{ marginTop: "4px" }}>
          {phrases.map((text) => (
            <button
              key={text}
              type="button"
              class="chip"
              aria-label={t("cases.addPhrase", { text })}
              onClick={() => onChange(value === "" ? text : `${value}${/\s$/.test(value) ? "" : "\n"}${text}`)}
            >
              {text}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

interface DiagnosesProps {
  readonly of: readonly OpinionDiagnosis[];
  readonly onChange: (next: readonly OpinionDiagnosis[]) => void;
}

const EMPTY: OpinionDiagnosis = { text: "", code: "", certainty: "probable" };

function Diagnoses({ of, onChange }: DiagnosesProps) {
  const shown = of.length === 0 ? [EMPTY] : of;
  const put = (index: number, change: Partial<OpinionDiagnosis>) =>
    onChange(shown.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <fieldset class="field">
      <legend>
        {t("cases.op_diagnoses")}
        <span class="need" aria-hidden="true">
          *
        </span>
      </legend>
      {shown.map((one, index) => (
        <div key={index} class="opinion-diagnosis">
          <TextField
            label={t("cases.diagnosisText")}
            value={one.text}
            onInput={(text) => put(index, { text })}
            testId={`op-diagnosis-${index}`}
          />
          <TextField
            label={t("cases.diagnosisCode")}
            placeholder="ICD-10"
            value={one.code}
            maxLength={40}
            onInput={(code) => put(index, { code })}
          />
          <Select
            label={t("cases.certainty")}
            value={one.certainty}
            options={CERTAINTIES.map((value) => ({ value, label: t(`cases.certainty_${value}`) }))}
            onChange={(certainty) => put(index, { certainty })}
          />
          <IconButton
            of={X}
            label={t("cases.removeDiagnosis", { name: one.text })}
            isDisabled={of.length === 0}
            onClick={() => onChange(of.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button look="ghost" icon={Plus} onClick={() => onChange([...shown, EMPTY])}>
          {t("cases.addDiagnosis")}
        </Button>
      </div>
    </fieldset>
  );
}
