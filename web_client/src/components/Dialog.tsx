import { X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n";
import { IconButton } from "./Button";
import "./Dialog.css";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly footer?: ComponentChildren;
  readonly isWide?: boolean;
  readonly testId?: string;
}

/** A modal window. It is open as long as it is rendered; Escape asks to close it, focus goes back by itself. */
export function Dialog({ title, onClose, children, footer, isWide = false, testId }: DialogProps) {
  const own = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useModal(own);
  return (
    <dialog
      ref={own}
      class={isWide ? "dialog wide" : "dialog"}
      aria-labelledby={titleId}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={titleId}>{title}</h2>
        <IconButton of={X} label={t("shell.close")} onClick={onClose} />
      </header>
      <div class="dialog-body">{children}</div>
      {footer !== undefined && <footer>{footer}</footer>}
    </dialog>
  );
}

interface DrawerProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly side?: "left" | "right";
  readonly testId?: string;
}

/** A modal sheet at the side, for small screens. */
export function Drawer({ label, onClose, children, side = "right", testId }: DrawerProps) {
  const own = useRef<HTMLDialogElement>(null);
  useModal(own);
  return (
    <dialog
      ref={own}
      class={side === "left" ? "drawer left" : "drawer"}
      aria-label={label}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === own.current) onClose();
      }}
    >
      {children}
    </dialog>
  );
}

/** Open as a modal when it appears; give the focus back to what had it. */
function useModal(own: { readonly current: HTMLDialogElement | null }): void {
  useEffect(() => {
    const before = document.activeElement;
    const dialog = own.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
}
