import type { ComponentChildren } from "preact";
import "./Badge.css";

export type Tone = "plain" | "danger" | "warn" | "info" | "ok" | "brand";

interface PillProps {
  readonly tone?: Tone;
  readonly children: ComponentChildren;
  readonly testId?: string;
}

/** A word on a coloured ground; the word alone says everything. */
export function Pill({ tone = "plain", children, testId }: PillProps) {
  return (
    <span class={`pill ${tone}`} data-testid={testId}>
      {children}
    </span>
  );
}

/** White letters reach 4.5:1 on each of these. */
const GROUNDS = ["#3d6a8a", "#8a5a00", "#7a4d78", "#2f6b4f", "#8c4a3c", "#4f5d8f", "#5f6a2d", "#2a6f77"];

/** A round initial, in a colour that stays with the name. */
export function Avatar({ name, size = 24 }: { readonly name: string; readonly size?: number }) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  const [initial = "?"] = name.trim();
  return (
    <span
      class="avatar"
      aria-hidden="true"
      style={{
        width: `${size}px`,
        height: `${size}px`,
        fontSize: `${Math.round(size * 0.44)}px`,
        background: GROUNDS[sum % GROUNDS.length],
      }}
    >
      {initial.toUpperCase()}
    </span>
  );
}
