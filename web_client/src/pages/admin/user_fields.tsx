import { useState } from "preact/hooks";
import { Check } from "../../components/Choice";
import { Combobox } from "../../components/Combobox";
import { FieldError } from "../../components/Field";
import { t } from "../../i18n";
import { me } from "../../state/account";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import type { Role } from "../../wire/generated";
import { ROLES } from "./role_words";

interface RoleFieldProps {
  readonly value: readonly Role[];
  readonly onChange: (next: readonly Role[]) => void;
  readonly error: string | null;
}

/** Several roles can be on. */
export function RoleField({ value, onChange, error }: RoleFieldProps) {
  return (
    <fieldset class="field">
      <legend>
        {t("admin.roles")}
        <span class="need" aria-hidden="true">
          *
        </span>
      </legend>
      <div class="form-grid" style={{ gap: "0 16px" }}>
        {ROLES.map((role) => (
          <Check
            key={role}
            label={t(`shell.role_${role}`)}
            isChecked={value.includes(role)}
            testId={`role-${role}`}
            onChange={(isOn) => onChange(ROLES.filter((one) => (one === role ? isOn : value.includes(one))))}
          />
        ))}
      </div>
      {error !== null && <FieldError text={error} />}
    </fieldset>
  );
}

interface FacilityFieldProps {
  readonly onChange: (facilityId: string | null) => void;
  readonly error: string | null;
}

/** A facility found by its name. */
export function FacilityField({ onChange, error }: FacilityFieldProps) {
  const own = me.value?.facility ?? null;
  const isRegional = me.value?.roles.includes("region_admin") === true;
  const [text, setText] = useState(isRegional ? "" : (own?.name ?? ""));
  const found = useFetched(text.trim().length >= 2 ? text.trim() : null, (signal) =>
    api.call("facilities", { query: { q: text.trim(), size: 12 } }, { signal }),
  );
  const items = found.value?.items ?? [];
  return (
    <Combobox
      label={t("admin.facility")}
      value={text}
      placeholder={t("admin.facilitySearch")}
      suggestions={items.map((facility) => facility.name)}
      onInput={(next) => {
        setText(next);
        onChange(items.find((facility) => facility.name === next)?.id ?? null);
      }}
      error={error}
      testId="user-facility"
    />
  );
}

/** "心内科、急诊科" to its parts. */
export const splitWords = (text: string): readonly string[] =>
  text
    .split(/[、，,;；]/)
    .map((word) => word.trim())
    .filter(Boolean);
