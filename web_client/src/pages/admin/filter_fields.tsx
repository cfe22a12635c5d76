import { Select } from "../../components/Choice";
import { TextField } from "../../components/Field";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import { query, setQuery } from "../../state/router";
import "./admin.css";

/** A text of the address that is looked for when Enter is pressed or the field is left. */
export function SearchFilter({ name, label }: { readonly name: string; readonly label: string }) {
  const asked = query.value.get(name) ?? "";
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const go = () => {
    if (text.trim() !== asked) setQuery({ [name]: text.trim(), page: null });
  };
  return (
    <TextField
      class="wide"
      label={label}
      type="search"
      value={text}
      onInput={setText}
      onBlur={go}
      onKeyDown={(event) => {
        if (event.key === "Enter") go();
      }}
      testId={`filter-${name}`}
    />
  );
}

interface WordFilterProps<T extends string> {
  readonly name: string;
  readonly label: string;
  readonly known: readonly T[];
  readonly labelOf: (word: T) => string;
}

/** One word of the address out of a list, or all. */
export function WordFilter<T extends string>({ name, label, known, labelOf }: WordFilterProps<T>) {
  const options: readonly { readonly value: T | ""; readonly label: string }[] = [
    { value: "", label: t("shell.all") },
    ...known.map((value) => ({ value, label: labelOf(value) })),
  ];
  return (
    <Select
      label={label}
      value={known.find((word) => word === query.value.get(name)) ?? ""}
      options={options}
      onChange={(value) => setQuery({ [name]: value, page: null })}
      testId={`filter-${name}`}
    />
  );
}

interface DayFilterProps {
  readonly name: string;
  readonly label: string;
  /** Shown while the address names no day. */
  readonly otherwise?: string;
}

/** A day of the address. */
export function DayFilter({ name, label, otherwise = "" }: DayFilterProps) {
  return (
    <TextField
      label={label}
      type="date"
      value={query.value.get(name) ?? otherwise}
      onInput={(value) => setQuery({ [name]: value, page: null })}
      testId={`filter-${name}`}
    />
  );
}

export const askedPage = (): number => Math.max(1, Number(query.value.get("page")) || 1);

/** The beginning of a local day as a moment; null when none is asked for. */
export function dayStart(name: string): string | null {
  const day = query.value.get(name);
  return day === null || !isDay(day) ? null : new Date(`${day}T00:00:00`).toISOString();
}

/** The end of a local day as a moment: the beginning of the next one. */
export function dayEnd(name: string): string | null {
  const start = dayStart(name);
  return start === null ? null : new Date(Date.parse(start) + 86_400_000).toISOString();
}

export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
