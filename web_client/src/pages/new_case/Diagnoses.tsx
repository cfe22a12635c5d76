import { Plus, X } from "lucide";
import { Button, IconButton } from "../../components/Button";
import { FieldError, TextField } from "../../components/Field";
import { t } from "../../i18n";
import type { Diagnosis } from "../../wire/generated";

interface DiagnosesProps {
  readonly of: readonly Diagnosis[];
  readonly isRequired: boolean;
  readonly error: string | null;
  readonly onChange: (next: readonly Diagnosis[]) => void;
  readonly onBlur: () => void;
}

const EMPTY: Diagnosis = { text: "", code: "", system: "" };

/** Preliminary diagnoses, most important first. There is always a line to write in. */
export function Diagnoses({ of, isRequired, error, onChange, onBlur }: DiagnosesProps) {
  const shown = of.length === 0 ? [EMPTY] : of;
  const put = (index: number, change: Partial<Diagnosis>) =>
    onChange(shown.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <fieldset class="field">
      <legend>
        {t("cases.preliminaryDiagnoses")}
        {isRequired && (
          <span class="need" aria-hidden="true">
            *
          </span>
        )}
      </legend>
      {shown.map((one, index) => (
        <div key={index} class="diagnosis">
          <TextField
            label={t("cases.diagnosisText")}
            {...(index === 0 ? { name: "preliminaryDiagnoses" } : {})}
            value={one.text}
            onInput={(text) => put(index, { text })}
            onBlur={onBlur}
            testId={`diagnosis-${index}`}
          />
          <TextField
            label={t("cases.diagnosisCode")}
            placeholder="ICD-10"
            value={one.code}
            maxLength={40}
            onInput={(code) => put(index, { code, system: code.trim() === "" ? "" : "icd10" })}
          />
          <IconButton
            of={X}
            label={t("cases.removeDiagnosis", { name: one.text })}
            isDisabled={of.length === 0}
            onClick={() => onChange(of.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {error !== null && <FieldError text={error} />}
      <div>
        <Button look="ghost" icon={Plus} onClick={() => onChange([...shown, EMPTY])}>
          {t("cases.addDiagnosis")}
        </Button>
      </div>
    </fieldset>
  );
}
