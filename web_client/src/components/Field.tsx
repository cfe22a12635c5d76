import { CircleAlert } from "lucide";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./Field.css";
import { Icon } from "./Icon";
import { Input, type InputType } from "./Input";

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value; shown below and read out. */
  readonly error?: string | null | undefined;
  readonly isRequired?: boolean;
  readonly class?: string;
  readonly testId?: string;
  /** Name of the field in the API's errors; focus can be moved to it by this name. */
  readonly name?: string;
}

export interface Wiring {
  readonly id: string;
  readonly name?: string | undefined;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: boolean;
  readonly "aria-required"?: boolean;
  readonly "data-testid"?: string | undefined;
}

interface FieldFrameProps extends FieldProps {
  readonly children: (wiring: Wiring) => ComponentChildren;
}

/** Label above, hint and error below; tells the control inside how to refer to them. */
export function Field(props: FieldFrameProps) {
  const id = useId();
  const hintId = props.hint === undefined ? "" : `${id}-hint`;
  const errorId = props.error ? `${id}-error` : "";
  const described = [hintId, errorId].filter(Boolean).join(" ");
  const wiring: Wiring = {
    id,
    name: props.name,
    "data-testid": props.testId,
    ...(described === "" ? {} : { "aria-describedby": described }),
    ...(props.error ? { "aria-invalid": true } : {}),
    ...(props.isRequired === true ? { "aria-required": true } : {}),
  };
  return (
    <div class={`field ${props.class ?? ""}`}>
      <label for={id}>
        {props.label}
        {props.isRequired === true && (
          <span class="need" aria-hidden="true">
            *
          </span>
        )}
      </label>
      {props.children(wiring)}
      {props.hint !== undefined && (
        <div class="hint" id={hintId}>
          {props.hint}
        </div>
      )}
      {props.error ? <FieldError id={errorId} text={props.error} /> : null}
    </div>
  );
}

export function FieldError({ id, text }: { readonly id?: string; readonly text: string }) {
  return (
    <div class="wrong" id={id} role="alert">
      <Icon of={CircleAlert} size={14} />
      <span>{text}</span>
    </div>
  );
}

interface TextProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly type?: InputType;
  readonly placeholder?: string;
  readonly autocomplete?: string;
  readonly isDisabled?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: "text" | "numeric" | "decimal" | "tel";
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

export function TextField(props: TextProps) {
  return (
    <Field {...props}>
      {(wiring) => (
        <Input
          wiring={wiring}
          type={props.type ?? "text"}
          value={props.value}
          placeholder={props.placeholder}
          autocomplete={props.autocomplete ?? "off"}
          isDisabled={props.isDisabled === true}
          maxLength={props.maxLength ?? 200}
          inputMode={props.inputMode}
          onInput={props.onInput}
          onBlur={props.onBlur}
          onKey={props.onKeyDown}
        />
      )}
    </Field>
  );
}

interface AreaProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly rows?: number;
  readonly placeholder?: string;
  readonly maxLength?: number;
}

export function TextArea(props: AreaProps) {
  return (
    <Field {...props}>
      {(wiring) => (
        <textarea
          {...wiring}
          class="input"
          rows={props.rows ?? 3}
          value={props.value}
          placeholder={props.placeholder}
          maxLength={props.maxLength ?? 20_000}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={() => props.onBlur?.()}
        />
      )}
    </Field>
  );
}

interface NumberProps extends FieldProps {
  readonly value: number | null;
  readonly onInput: (value: number | null) => void;
  readonly onBlur?: () => void;
  readonly unit?: string;
  readonly step?: number;
  readonly min?: number;
  readonly max?: number;
}

export function NumberField(props: NumberProps) {
  return (
    <Field {...props}>
      {(wiring) => (
        <span class="with-unit">
          <input
            {...wiring}
            class="input num"
            type="number"
            inputMode="decimal"
            step={props.step ?? 1}
            min={props.min}
            max={props.max}
            value={props.value ?? ""}
            onInput={({ currentTarget: { value, valueAsNumber } }) =>
              props.onInput(value === "" || Number.isNaN(valueAsNumber) ? null : valueAsNumber)
            }
            onBlur={() => props.onBlur?.()}
          />
          {props.unit !== undefined && <span class="unit">{props.unit}</span>}
        </span>
      )}
    </Field>
  );
}
