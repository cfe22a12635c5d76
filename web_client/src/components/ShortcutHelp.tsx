import { t } from "../i18n";
import { areShortcutsOn, switchShortcuts } from "../state/shortcuts";
import { Check } from "./Choice";
import { Dialog } from "./Dialog";

/** All single-key shortcuts, and the switch that turns them off. */
export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const lines = [
    ["/", t("shell.shortcutSearch")],
    ["C", t("shell.shortcutNew")],
    ["J", t("shell.shortcutDown")],
    ["K", t("shell.shortcutUp")],
    ["Enter", t("shell.shortcutOpen")],
    ["?", t("shell.shortcutHelp")],
  ] as const;
  return (
    <Dialog title={t("shell.shortcuts")} onClose={onClose} testId="shortcut-help">
      <dl class="shortcut-list">
        {lines.map(([key, text]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
      <Check label={t("shell.shortcutsOn")} isChecked={areShortcutsOn.value} onChange={switchShortcuts} />
    </Dialog>
  );
}
