import type { Sex } from "../wire/generated";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";

export interface CitizenIdFacts {
  /** "1968-03-21" */
  readonly birthDate: string;
  readonly sex: Sex;
}

export type CitizenIdResult =
  | { readonly kind: "valid"; readonly facts: CitizenIdFacts }
  | { readonly kind: "malformed" }
  | { readonly kind: "check_digit_wrong" };

/** Read a citizen ID of 18 characters. Source: GB 11643-1999, ISO 7064 MOD 11-2. */
export function readCitizenId(text: string): CitizenIdResult {
  const id = text.trim().toUpperCase();
  if (!/^\d{17}[\dX]$/.test(id)) return { kind: "malformed" };
  const birthDate = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (!isDay(birthDate)) return { kind: "malformed" };
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(id[index]), 0);
  if (CHECKS[sum % 11] !== id[17]) return { kind: "check_digit_wrong" };
  return { kind: "valid", facts: { birthDate, sex: Number(id[16]) % 2 === 1 ? "male" : "female" } };
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whole years on a day; null when the birth date is not known. */
export function yearsOld(birthDate: string, on: Date): number | null {
  const born = new Date(`${birthDate}T00:00:00`);
  if (Number.isNaN(born.getTime())) return null;
  const years = on.getFullYear() - born.getFullYear();
  const isBefore =
    on.getMonth() < born.getMonth() || (on.getMonth() === born.getMonth() && on.getDate() < born.getDate());
  return isBefore ? years - 1 : years;
}
