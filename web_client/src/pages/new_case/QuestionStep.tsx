import { useEffect, useState } from "preact/hooks";
import { SPECIALITIES, TITLES } from "../../components/case/specialities";
import { Choices } from "../../components/Choice";
import { Combobox } from "../../components/Combobox";
import { Notice } from "../../components/Feedback";
import { TextArea, TextField } from "../../components/Field";
import { t } from "../../i18n";
import { type FieldName, isFilled, neededFields, type Request, type TextName } from "../../state/request_form";
import { focusField } from "../../state/focus";
import { query } from "../../state/router";
import type { Mode, RequestForm, Setting, Urgency } from "../../wire/generated";
import { Diagnoses } from "./Diagnoses";
import { fieldLabel } from "./field_labels";
import { Vitals } from "./Vitals";

interface QuestionStepProps {
  readonly request: Request;
  readonly onChange: (next: Request) => void;
}

const URGENCIES: readonly Urgency[] = ["routine", "urgent", "emergency"];
const MODES: readonly Mode[] = ["live", "written"];
const SETTINGS: readonly Setting[] = ["outpatient", "inpatient", "village_visit"];

/** Second step: what is asked (N30), of whom, and what is known. Fields are checked when they are left. */
export function QuestionStep({ request, onChange }: QuestionStepProps) {
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const { form, urgency, mode } = request;
  const sought = query.value.get("field");
  useEffect(() => {
    if (sought !== null) focusField(sought);
  }, [sought]);
  const needed = neededFields(urgency);
  const set = (change: Partial<RequestForm>) => onChange({ ...request, form: { ...form, ...change } });
  const leave = (name: FieldName) => setLeft((old) => new Set(old).add(name));
  const errorOf = (name: FieldName) =>
    left.has(name) && needed.includes(name) && !isFilled(form, name)
      ? t("cases.needed", { field: fieldLabel(name) })
      : null;
  const shared = (name: FieldName) => ({
    name,
    label: fieldLabel(name),
    isRequired: needed.includes(name),
    error: errorOf(name),
    onBlur: () => leave(name),
    testId: `form-${name}`,
  });
  const text = (name: TextName) => ({
    ...shared(name),
    value: form[name],
    onInput: (value: string) => set({ [name]: value }),
  });
  return (
    <>
      <section class="card">
        <h2>{t("cases.questionTitle")}</h2>
        <div class="form-grid">
          <Choices
            legend={t("cases.urgency")}
            value={urgency}
            options={URGENCIES.map((value) => ({ value, label: t(`shell.urgency_${value}`) }))}
            onChange={(next) => onChange({ ...request, urgency: next })}
            testId="urgency-choice"
          />
          <Choices
            legend={t("cases.mode")}
            value={mode}
            options={MODES.map((value) => ({ value, label: t(`shell.mode_${value}`) }))}
            onChange={(next) => onChange({ ...request, mode: next })}
            testId="mode-choice"
          />
        </div>
        {urgency === "emergency" && <Notice tone="warn">{t("cases.emergencyHint")}</Notice>}
        <div class="form-grid">
          <Combobox {...text("speciality")} suggestions={SPECIALITIES} />
          <Combobox {...text("requiredTitle")} suggestions={TITLES} />
          <TextField {...text("wishedTime")} placeholder={t("cases.wishedTimeHint")} />
          <TextField {...text("callbackPhone")} type="tel" />
        </div>
        <TextArea {...text("purpose")} hint={t("cases.purposeHint")} rows={3} />
        <TextArea {...text("reason")} rows={2} />
      </section>
      <section class="card">
        <h2>{t("cases.recordTitle")}</h2>
        <TextField {...text("chiefComplaint")} maxLength={500} />
        <TextArea {...text("presentHistory")} rows={4} />
        <div class="form-grid">
          <TextArea {...text("pastHistory")} rows={2} />
          <TextArea {...text("allergies")} rows={2} />
          <TextArea {...text("familyHistory")} rows={2} />
        </div>
        <Vitals
          of={form.vitalSigns}
          error={errorOf("vitalSigns")}
          isRequired={needed.includes("vitalSigns")}
          onChange={(vitalSigns) => set({ vitalSigns })}
          onBlur={() => leave("vitalSigns")}
        />
        <TextArea {...text("examination")} rows={3} />
        <Diagnoses
          of={form.preliminaryDiagnoses}
          isRequired={needed.includes("preliminaryDiagnoses")}
          error={errorOf("preliminaryDiagnoses")}
          onChange={(preliminaryDiagnoses) => set({ preliminaryDiagnoses })}
          onBlur={() => leave("preliminaryDiagnoses")}
        />
        <TextArea {...text("treatment")} rows={3} />
        <TextArea {...text("summary")} rows={4} />
      </section>
      <section class="card">
        <h2>{t("cases.stayTitle")}</h2>
        <Choices
          legend={t("cases.setting")}
          value={form.setting}
          options={SETTINGS.map((value) => ({ value, label: t(`cases.setting_${value}`) }))}
          onChange={(setting) => set({ setting })}
        />
        {form.setting === "inpatient" && (
          <div class="form-grid">
            <TextField {...text("inpatientNumber")} />
            <TextField {...text("ward")} />
            <TextField {...text("bed")} />
          </div>
        )}
        <div class="form-grid">
          <TextField {...text("interpreter")} />
        </div>
      </section>
    </>
  );
}
