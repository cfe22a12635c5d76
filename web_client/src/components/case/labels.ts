import { language, lookUp, t } from "../../i18n";
import { list } from "../../i18n/format";
import type { FacilityRef, Material, PatientBrief, PersonRef, Sex, TimelineEntry } from "../../wire/generated";

const UNITS: Readonly<Record<string, string>> = { 月: "mo", 天: "d", 岁: "y" };

/** "58 岁", "18月", "12天" as the service tells it, in the language shown. */
export function age(text: string): string {
  if (text === "") return "";
  if (/^\d+$/.test(text)) return t("shell.years", { n: text });
  if (language.value === "zh") return text;
  return text.replace(/[月天岁]/, (unit) => ` ${UNITS[unit] ?? unit}`);
}

export const sexLabel = (sex: Sex): string => t(`shell.sex_${sex}`);

/** "男 · 58 岁" */
export const sexAndAge = (patient: Pick<PatientBrief, "sex" | "ageText">): string =>
  [sexLabel(patient.sex), age(patient.ageText)].filter(Boolean).join(" · ");

export const facilityName = (facility: FacilityRef | null): string => facility?.name ?? "";

/** "周明远 · 主任医师 · 市中心医院" */
export const personLine = (person: PersonRef): string =>
  [person.name, person.title, facilityName(person.facility)].filter(Boolean).join(" · ");

/** What a material is called where space is short. */
export function materialTitle(material: Material): string {
  if (material.title !== "") return material.title;
  if (material.kind === "series") return [material.modality, material.bodyPart].filter(Boolean).join(" ");
  return t(`cases.kind_${material.kind}`);
}

/** What happened, in words; a kind without a translation is shown as it is. */
export const eventLabel = (entry: TimelineEntry): string =>
  lookUp(`cases.event_${entry.kind}`) ?? entry.kind.replaceAll("_", " ");

/** What was said with it; a consent names its scopes by code. */
export const eventText = (entry: TimelineEntry): string =>
  entry.kind === "consent_given"
    ? list(entry.text.split(",").map((scope) => lookUp(`cases.scope_${scope.trim()}`) ?? scope))
    : entry.text;

export const specialityLabel = (speciality: string): string => lookUp(`cases.sp_${speciality}`) ?? speciality;

/** "HZ1502212026112500003" as "HZ 1125-00003" where space is short; other numbers as they are. */
export const shortNumber = (number: string): string => number.replace(/^(HZ)\d{6}\d{4}(\d{4})(\d{5})$/, "$1 $2-$3");
