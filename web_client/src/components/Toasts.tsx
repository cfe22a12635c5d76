import { CircleAlert, CircleCheck, Info, X } from "lucide";
import { t } from "../i18n";
import { dismiss, toasts } from "../state/toasts";
import { Button, IconButton } from "./Button";
import { Icon } from "./Icon";
import "./Toasts.css";

const ICONS = { ok: CircleCheck, info: Info, danger: CircleAlert };

/** The corner in which short messages appear; a live region that is always there. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.tone}`} data-testid="toast">
          <Icon of={ICONS[toast.tone]} size={18} />
          <span class="grow">{toast.text}</span>
          {toast.action && (
            <Button
              look="ghost"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton of={X} label={t("shell.close")} iconSize={16} onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  );
}
