import type { IconNode } from "lucide";
import { h } from "preact";

interface IconProps {
  readonly of: IconNode;
  readonly size?: number;
  /** Read out instead of the picture; without it the icon is decoration. */
  readonly label?: string;
}

/** A line icon in the colour of the text around it. */
export function Icon({ of, size = 16, label }: IconProps) {
  const spoken = label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label };
  return h(
    "svg",
    {
      class: "icon",
      width: size,
      height: size,
      viewBox: "0 0 24 24",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.75,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
      focusable: "false",
      ...spoken,
    },
    of.map(([tag, attributes]) => h(tag, attributes)),
  );
}
