import type { Mode, RequestForm, Urgency, VitalSigns } from "../wire/generated";

/** What is saved of a request: the form and the two choices beside it. */
export interface Request {
  readonly urgency: Urgency;
  readonly mode: Mode;
  readonly form: RequestForm;
}

export type TextName = {
  [K in keyof RequestForm]: RequestForm[K] extends string ? (string extends RequestForm[K] ? K : never) : never;
}[keyof RequestForm];
export type FieldName = keyof RequestForm;

/** N30 and the consultation record: what must be filled before submitting, in the order of the page. */
const NEEDED: readonly FieldName[] = [
  "speciality",
  "requiredTitle",
  "wishedTime",
  "chiefComplaint",
  "presentHistory",
  "summary",
  "vitalSigns",
  "examination",
  "preliminaryDiagnoses",
  "treatment",
  "reason",
  "purpose",
];
/** An emergency goes on with less; the rest is due within six hours (N40). */
const NEEDED_AT_ONCE: readonly FieldName[] = ["callbackPhone", "chiefComplaint", "purpose"];

export const neededFields = (urgency: Urgency): readonly FieldName[] =>
  urgency === "emergency" ? NEEDED_AT_ONCE : NEEDED;

export function isFilled(form: RequestForm, name: FieldName): boolean {
  const value = form[name];
  if (typeof value === "string") return value.trim() !== "";
  if (name === "vitalSigns") return Object.values(form.vitalSigns).some((measured) => measured !== null);
  if (name === "preliminaryDiagnoses") return form.preliminaryDiagnoses.length > 0;
  return value !== null;
}

/** Needed fields that are still empty. */
export const emptyFields = ({ form, urgency }: Request): readonly FieldName[] =>
  neededFields(urgency).filter((name) => !isFilled(form, name));

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** What a person can have; the bounds of the wire. */
export const VITAL_RANGES: Readonly<Record<keyof VitalSigns, Range>> = {
  temperatureC: { min: 20, max: 46, step: 0.1 },
  pulsePerMin: { min: 0, max: 400, step: 1 },
  respirationPerMin: { min: 0, max: 150, step: 1 },
  systolicMmhg: { min: 0, max: 400, step: 1 },
  diastolicMmhg: { min: 0, max: 300, step: 1 },
  oxygenSaturationPercent: { min: 0, max: 100, step: 1 },
  weightKg: { min: 0, max: 500, step: 0.1 },
};

export function isInRange(name: keyof VitalSigns, value: number | null): boolean {
  const range = VITAL_RANGES[name];
  if (value === null) return true;
  const isWhole = range.step < 1 || Number.isInteger(value);
  return isWhole && value >= range.min && value <= range.max;
}

/** Only what the server will take: a diagnosis without words and a number out of range stay out. */
export function sendable(request: Request): Request {
  const { vitalSigns, preliminaryDiagnoses } = request.form;
  const measured: Mutable<VitalSigns> = { ...vitalSigns };
  for (const name of vitalNames) if (!isInRange(name, measured[name])) measured[name] = null;
  const diagnoses = preliminaryDiagnoses.filter((one) => one.text.trim() !== "");
  return { ...request, form: { ...request.form, vitalSigns: measured, preliminaryDiagnoses: diagnoses } };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
const vitalNames: readonly (keyof Mutable<VitalSigns>)[] = [
  "temperatureC",
  "pulsePerMin",
  "respirationPerMin",
  "systolicMmhg",
  "diastolicMmhg",
  "oxygenSaturationPercent",
  "weightKg",
];

/** What this browser kept of an earlier visit, when it has the shape of a request made from `template`. */
export function asKept(
  value: unknown,
  template: Request,
): { readonly version: number; readonly request: Request } | null {
  if (!isObject(value) || typeof value["version"] !== "number" || !isLike(value["request"], template)) return null;
  return { version: value["version"], request: value["request"] };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function isLike(value: unknown, template: Request): value is Request {
  if (!isObject(value) || !isObject(value["form"])) return false;
  const form = value["form"];
  const hasAll = Object.entries(template.form).every(
    ([name, known]) => name in form && (known === null || form[name] === null || typeof form[name] === typeof known),
  );
  return hasAll && typeof value["urgency"] === "string" && typeof value["mode"] === "string";
}
