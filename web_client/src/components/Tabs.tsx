import { useId } from "preact/hooks";
import type { ComponentChildren } from "preact";
import "./Tabs.css";

export interface Tab<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number;
}

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly children: ComponentChildren;
  readonly class?: string;
}

/** Tabs over one panel (ARIA tabs pattern: arrows choose, Tab goes into the panel). */
export function Tabs<T extends string>(props: TabsProps<T>) {
  const id = useId();
  const choose = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const at = props.tabs.findIndex((tab) => tab.value === props.value);
    const next = props.tabs[(at + step + props.tabs.length) % props.tabs.length];
    if (!next) return;
    event.preventDefault();
    props.onChange(next.value);
    document.getElementById(`${id}-${next.value}`)?.focus();
  };
  return (
    <div class={props.class}>
      <div class="tabs" role="tablist" aria-label={props.label} onKeyDown={choose}>
        {props.tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-${tab.value}`}
            aria-selected={tab.value === props.value}
            aria-controls={`${id}-panel`}
            tabIndex={tab.value === props.value ? 0 : -1}
            data-testid={`tab-${tab.value}`}
            onClick={() => props.onChange(tab.value)}
          >
            {tab.label}
            {tab.count !== undefined && <span class="count num">{tab.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${props.value}`} tabIndex={-1}>
        {props.children}
      </div>
    </div>
  );
}
