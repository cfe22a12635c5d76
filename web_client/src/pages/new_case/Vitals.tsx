import { NumberField, FieldError } from "../../components/Field";
import { t } from "../../i18n";
import { isInRange, VITAL_RANGES } from "../../state/request_form";
import type { VitalSigns } from "../../wire/generated";

const SHOWN = [
  ["temperatureC", "cases.temperature", "°C"],
  ["pulsePerMin", "cases.pulse", null],
  ["respirationPerMin", "cases.respiration", null],
  ["systolicMmhg", "cases.systolic", "mmHg"],
  ["diastolicMmhg", "cases.diastolic", "mmHg"],
  ["oxygenSaturationPercent", "cases.saturation", "%"],
  ["weightKg", "cases.weight", "kg"],
] as const;

interface VitalsProps {
  readonly of: VitalSigns;
  readonly isRequired: boolean;
  readonly error: string | null;
  readonly onChange: (next: VitalSigns) => void;
  readonly onBlur: () => void;
}

/** What was measured, each with its unit. */
export function Vitals({ of, isRequired, error, onChange, onBlur }: VitalsProps) {
  return (
    <fieldset class="field">
      <legend>
        {t("cases.vitalSigns")}
        {isRequired && (
          <span class="need" aria-hidden="true">
            *
          </span>
        )}
      </legend>
      <div class="vitals">
        {SHOWN.map(([name, label, unit], index) => (
          <NumberField
            key={name}
            label={t(label)}
            unit={unit ?? t("cases.perMinute")}
            {...(index === 0 ? { name: "vitalSigns" } : {})}
            {...VITAL_RANGES[name]}
            value={of[name]}
            onInput={(value) => onChange({ ...of, [name]: value })}
            onBlur={onBlur}
            error={isInRange(name, of[name]) ? null : t("cases.outOfRange")}
            testId={`vital-${name}`}
          />
        ))}
      </div>
      {error !== null && <FieldError text={error} />}
    </fieldset>
  );
}
