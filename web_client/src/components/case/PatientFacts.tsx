import { t } from "../../i18n";
import type { Patient } from "../../wire/generated";
import "./case.css";
import { age, sexLabel } from "./labels";

/** Who the patient is, as those who treat may know. */
export function PatientFacts({ of }: { readonly of: Patient }) {
  const rows: readonly (readonly [string, string])[] = [
    [t("cases.name"), of.isIdentityUnknown ? t("cases.identityUnknown") : of.name],
    [t("cases.sex"), sexLabel(of.sex)],
    [t("cases.age"), age(of.ageText)],
    [t("cases.birthDate"), of.birthDate ?? ""],
    ...of.identifiers.map((one) => [t(`cases.id_${one.system}`), one.masked] as const),
    [t("cases.ethnicity"), of.ethnicity],
    [t("cases.phone"), of.phone],
    [t("cases.address"), of.address],
    [t("cases.guardian"), [of.guardianName, of.guardianPhone].filter(Boolean).join(" ")],
  ];
  return (
    <dl class="facts two">
      {rows
        .filter(([, value]) => value !== "")
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
