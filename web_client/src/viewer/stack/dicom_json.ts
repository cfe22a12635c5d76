/** Reads the DICOM JSON model (PS3.18 F.2), trusting nothing in it. */

export type Dataset = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Dataset {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function datasetsOf(value: unknown): readonly Dataset[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function values(dataset: Dataset | undefined, tag: string): readonly unknown[] {
  const element = dataset?.[tag];
  if (!isObject(element)) return [];
  const value = element["Value"];
  return Array.isArray(value) ? value : [];
}

export function numbers(dataset: Dataset | undefined, tag: string): readonly number[] {
  return values(dataset, tag)
    .map(Number)
    .filter((value) => Number.isFinite(value));
}

export function number(dataset: Dataset | undefined, tag: string): number | null {
  return numbers(dataset, tag)[0] ?? null;
}

export function text(dataset: Dataset | undefined, tag: string): string {
  const value = values(dataset, tag)[0];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A person's name as people read it: the ideographic group first, without carets. */
export function personName(dataset: Dataset | undefined, tag: string): string {
  const value = values(dataset, tag)[0];
  if (!isObject(value)) return "";
  const name = value["Ideographic"] ?? value["Alphabetic"];
  return typeof name === "string" ? name.replaceAll("^", " ").trim() : "";
}

export function items(dataset: Dataset | undefined, tag: string): readonly Dataset[] {
  return values(dataset, tag).filter(isObject);
}
