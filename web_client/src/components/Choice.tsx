import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Field, FieldError, type FieldProps } from "./Field";

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

interface SelectProps<T extends string> extends FieldProps {
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly onBlur?: () => void;
  readonly isDisabled?: boolean;
}

/** The browser's own list, which every keyboard and screen reader knows. */
export function Select<T extends string>(props: SelectProps<T>) {
  const pick = (raw: string) => {
    const found = props.options.find((option) => option.value === raw);
    if (found) props.onChange(found.value);
  };
  return (
    <Field {...props}>
      {(wiring) => (
        <select
          {...wiring}
          class="input"
          value={props.value}
          disabled={props.isDisabled}
          onChange={(event) => pick(event.currentTarget.value)}
          onBlur={() => props.onBlur?.()}
        >
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckProps {
  readonly label: ComponentChildren;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly testId?: string;
  readonly isDisabled?: boolean;
}

export function Check({ label, isChecked, onChange, testId, isDisabled }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

interface ChoicesProps<T extends string> {
  readonly legend: string;
  readonly value: T | null;
  readonly options: readonly (Option<T> & { readonly detail?: ComponentChildren })[];
  readonly onChange: (value: T) => void;
  readonly isRequired?: boolean;
  readonly error?: string | null | undefined;
  readonly testId?: string;
  readonly class?: string;
}

/** A few alternatives side by side. */
export function Choices<T extends string>(props: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset class={`field ${props.class ?? ""}`} data-testid={props.testId}>
      <legend>
        {props.legend}
        {props.isRequired === true && (
          <span class="need" aria-hidden="true">
            *
          </span>
        )}
      </legend>
      <div class="choices">
        {props.options.map((option) => (
          <label key={option.value} class="choice">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={props.value === option.value}
              data-testid={props.testId === undefined ? undefined : `${props.testId}-${option.value}`}
              onChange={() => props.onChange(option.value)}
            />
            <span>{option.detail ?? option.label}</span>
          </label>
        ))}
      </div>
      {props.error ? <FieldError text={props.error} /> : null}
    </fieldset>
  );
}
