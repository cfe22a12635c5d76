import { Check } from "lucide";
import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./Icon";
import "./Menu.css";

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconNode;
  readonly run: () => void;
  /** For items that can be on or off. */
  readonly isChecked?: boolean;
  readonly testId?: string;
}

interface MenuProps {
  readonly items: readonly MenuItem[];
  readonly button: ComponentChildren;
  readonly label: string;
  readonly buttonClass?: string;
  readonly place?: "left" | "right" | "up";
  readonly staysOpen?: boolean;
  readonly testId?: string;
}

/** A button that opens a list of commands; arrows move, Escape closes (ARIA menu pattern). */
export function Menu(props: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const own = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    itemsOf(own.current)[0]?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && !own.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div
      class="menu"
      ref={own}
      onKeyDown={(event) => {
        if (event.key === "Escape" && isOpen) {
          event.stopPropagation();
          close();
        } else moveFocus(own.current, event);
      }}
    >
      <button
        ref={button}
        type="button"
        class={props.buttonClass ?? "btn"}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={props.label}
        title={props.label}
        data-testid={props.testId}
        onClick={() => setOpen(!isOpen)}
      >
        {props.button}
      </button>
      {isOpen && (
        <div class={`menu-list ${props.place ?? ""}`} role="menu" aria-label={props.label}>
          {props.items.map((item) => (
            <button
              key={item.label}
              type="button"
              class="menu-item"
              role={item.isChecked === undefined ? "menuitem" : "menuitemcheckbox"}
              aria-checked={item.isChecked}
              data-testid={item.testId}
              onClick={() => {
                item.run();
                if (props.staysOpen !== true) close();
              }}
            >
              {item.isChecked !== undefined && <span class="tick">{item.isChecked && <Icon of={Check} />}</span>}
              {item.icon && <Icon of={item.icon} />}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

const itemsOf = (menu: HTMLElement | null): HTMLElement[] =>
  Array.from(menu?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? []);

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function moveFocus(menu: HTMLElement | null, event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const items = itemsOf(menu);
  if (step === undefined || items.length === 0) return;
  event.preventDefault();
  const at = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
  items[(at + step + items.length) % items.length]?.focus();
}
