import { h } from "preact";
import type { Wiring } from "./Field";

export type InputType = "text" | "password" | "tel" | "date" | "datetime-local" | "search";

interface InputProps {
  readonly wiring: Wiring;
  readonly type: InputType;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly onKey?: ((event: KeyboardEvent) => void) | undefined;
  readonly placeholder?: string | undefined;
  readonly autocomplete?: string;
  readonly isDisabled?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: "text" | "numeric" | "decimal" | "tel" | undefined;
}

/** The bare text input. The types of JSX tie roles to each literal type, so it is made without JSX. */
export function Input(props: InputProps) {
  return h("input", {
    ...props.wiring,
    class: "input",
    type: props.type,
    value: props.value,
    placeholder: props.placeholder,
    autocomplete: props.autocomplete,
    disabled: props.isDisabled,
    maxLength: props.maxLength,
    inputMode: props.inputMode,
    onInput: (event: Event) => {
      if (event.currentTarget instanceof HTMLInputElement) props.onInput(event.currentTarget.value);
    },
    onBlur: () => props.onBlur?.(),
    onKeyDown: (event: KeyboardEvent) => props.onKey?.(event),
  });
}
