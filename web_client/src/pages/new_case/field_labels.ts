import { t } from "../../i18n";
import type { FieldName } from "../../state/request_form";

const KEYS = {
  speciality: "cases.speciality",
  requiredTitle: "cases.requiredTitle",
  targetFacilityId: "cases.targetFacility",
  setting: "cases.setting",
  inpatientNumber: "cases.inpatientNumber",
  ward: "cases.ward",
  bed: "cases.bed",
  admittedAt: "cases.admittedAt",
  chiefComplaint: "cases.chiefComplaint",
  presentHistory: "cases.presentHistory",
  pastHistory: "cases.pastHistory",
  allergies: "cases.allergies",
  familyHistory: "cases.familyHistory",
  summary: "cases.caseSummary",
  vitalSigns: "cases.vitalSigns",
  examination: "cases.examination",
  preliminaryDiagnoses: "cases.preliminaryDiagnoses",
  treatment: "cases.treatment",
  reason: "cases.reasonFor",
  purpose: "cases.purpose",
  wishedTime: "cases.wishedTime",
  interpreter: "cases.interpreter",
  callbackPhone: "cases.callbackPhone",
} as const satisfies Record<FieldName, string>;

/** What a field of the request form is called. */
export const fieldLabel = (name: FieldName): string => t(KEYS[name]);

/** The field that the service names, such as "form.purpose"; null for what is no field of the form. */
export function fieldNamed(path: string): FieldName | null {
  const name = path.replace(/^form\./, "").split(/[.[]/)[0] ?? "";
  return isField(name) ? name : null;
}

const isField = (name: string): name is FieldName => name in KEYS;
