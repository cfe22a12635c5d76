import type { OpinionContent } from "../wire/generated";

/** Only what the server takes: a diagnosis without words stays out. */
export const sendableOpinion = (of: OpinionContent): OpinionContent => ({
  ...of,
  diagnoses: of.diagnoses.filter((one) => one.text.trim() !== ""),
});

/** Whether an opinion is concrete enough to be signed (N51): assessment, a diagnosis and a treatment. */
export const isSignable = (of: OpinionContent): boolean =>
  of.findings.trim() !== "" && of.treatment.trim() !== "" && of.diagnoses.some((one) => one.text.trim() !== "");

/** What this browser kept, when it has the shape of an opinion. */
export function asKeptOpinion(
  value: unknown,
  template: OpinionContent,
): { readonly version: number; readonly content: OpinionContent } | null {
  if (!isObject(value) || typeof value["version"] !== "number" || !isLike(value["content"], template)) return null;
  return { version: value["version"], content: value["content"] };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isLike = (value: unknown, template: OpinionContent): value is OpinionContent =>
  isObject(value) && Object.entries(template).every(([name, known]) => typeof value[name] === typeof known);
