import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import "./Button.css";
import { Icon } from "./Icon";

type Look = "plain" | "primary" | "ghost" | "danger";

interface Common {
  readonly look?: Look;
  readonly size?: "normal" | "big";
  readonly icon?: IconNode;
  readonly children?: ComponentChildren;
  readonly class?: string;
  readonly testId?: string;
}

interface ButtonProps extends Common {
  readonly onClick?: (event: MouseEvent) => void;
  readonly type?: "button" | "submit";
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
  readonly title?: string;
  readonly label?: string;
  readonly expanded?: boolean;
  readonly hasPopup?: "menu" | "dialog";
  readonly form?: string;
}

const classes = ({ look = "plain", size = "normal", class: more = "" }: Common, extra = "") =>
  ["btn", look === "plain" ? "" : look, size === "big" ? "big" : "", extra, more].filter(Boolean).join(" ");

/** A button. While busy it shows a spinner and takes no further click. */
export function Button(props: ButtonProps) {
  const { type = "button", isBusy = false, isDisabled = false, icon, children, onClick } = props;
  return (
    <button
      type={type}
      class={classes(props, props.isPressed === true ? "on" : "")}
      disabled={isDisabled || isBusy}
      aria-busy={isBusy || undefined}
      aria-pressed={props.isPressed}
      aria-label={props.label}
      aria-expanded={props.expanded}
      aria-haspopup={props.hasPopup}
      title={props.title}
      form={props.form}
      data-testid={props.testId}
      {...(onClick ? { onClick } : {})}
    >
      {isBusy ? <span class="spinner" aria-hidden="true" /> : icon ? <Icon of={icon} /> : null}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, "children" | "icon" | "label"> {
  readonly of: IconNode;
  /** What the button does, for screen readers and as its tooltip. */
  readonly label: string;
  readonly iconSize?: number;
}

/** A square button that shows only an icon. */
export function IconButton({ of, label, iconSize = 18, look = "ghost", ...rest }: IconButtonProps) {
  return (
    <Button {...rest} look={look} label={label} title={rest.title ?? label} class={`square ${rest.class ?? ""}`}>
      <Icon of={of} size={iconSize} />
    </Button>
  );
}

interface LinkButtonProps extends Common {
  readonly href: string;
  /** Save the answer as a file instead of showing it. */
  readonly isDownload?: boolean;
  readonly opensTab?: boolean;
}

/** A link that looks like a button. */
export function LinkButton(props: LinkButtonProps) {
  return (
    <a
      href={props.href}
      class={classes(props)}
      data-testid={props.testId}
      download={props.isDownload}
      {...(props.opensTab === true ? { target: "_blank", rel: "noopener" } : {})}
    >
      {props.icon ? <Icon of={props.icon} /> : null}
      {props.children}
    </a>
  );
}
