import { useId, useState } from "preact/hooks";
import "./Combobox.css";
import { Field, type FieldProps } from "./Field";

interface ComboboxProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly suggestions: readonly string[];
  readonly placeholder?: string;
}

/** A text field with suggestions; what is not in the list can be written all the same (ARIA combobox pattern). */
export function Combobox(props: ComboboxProps) {
  const listId = useId();
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const wanted = props.value.trim().toLowerCase();
  const isExact = props.suggestions.some((text) => text.toLowerCase() === wanted);
  const found = isExact ? props.suggestions : props.suggestions.filter((text) => text.toLowerCase().includes(wanted));
  const isShown = isOpen && found.length > 0;
  const take = (text: string) => {
    props.onInput(text);
    setOpen(false);
    setAt(-1);
  };
  const move = (step: number) => {
    setOpen(true);
    setAt((old) => (old + step + found.length) % Math.max(1, found.length));
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    ...(isShown ? { Escape: () => setOpen(false) } : {}),
    ...(isShown && at >= 0 ? { Enter: () => take(found[at] ?? props.value) } : {}),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <Field {...props}>
      {(wiring) => (
        <div class="combo">
          <input
            {...wiring}
            class="input"
            type="text"
            role="combobox"
            autocomplete="off"
            maxLength={200}
            aria-expanded={isShown}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={isShown && at >= 0 ? `${listId}-${at}` : undefined}
            value={props.value}
            placeholder={props.placeholder}
            onFocus={() => setOpen(true)}
            onInput={(event) => {
              props.onInput(event.currentTarget.value);
              setOpen(true);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => {
              setOpen(false);
              props.onBlur?.();
            }}
          />
          <ul class="combo-list" role="listbox" id={listId} aria-label={props.label} hidden={!isShown}>
            {found.map((text, index) => (
              <li
                key={text}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                class={index === at ? "on" : ""}
                onPointerDown={(event) => {
                  event.preventDefault();
                  take(text);
                }}
              >
                {text}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Field>
  );
}
