import { Dialog } from "../../components/Dialog";
import { Check } from "../../components/Choice";
import { t } from "../../i18n";
import { areShortcutsOn, switchShortcuts } from "../../state/shortcuts";
import { ROOM_KEYS } from "./actions";

const VIEWER_KEYS = [
  ["↑ ↓", "keyScroll"],
  ["PgUp PgDn", "keyScroll10"],
  ["S W P Z", "keyTools"],
  ["L A O F T", "keyMarks"],
  ["X", "keyPointer"],
  ["1–6", "keyPresets"],
  ["+ −", "keyZoom"],
  ["I R H V", "keyPose"],
  ["0", "keyReset"],
  ["Space", "keyPlay"],
  ["Del", "keyErase"],
] as const;

/** Every key of the room and of the picture, and the switch that turns the picture's off. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={t("room.keys")} onClose={onClose} isWide testId="keys-dialog">
      <div class="keys">
        <section>
          <h3>{t("room.keysRoom")}</h3>
          <dl class="key-list">
            {ROOM_KEYS.map(([key, action]) => (
              <div key={key}>
                <dt>
                  <kbd>Alt</kbd> <kbd>{key.toUpperCase()}</kbd>
                </dt>
                <dd>{t(`room.key_${action}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>{t("room.keysStage")}</h3>
          <dl class="key-list">
            {VIEWER_KEYS.map(([keys, text]) => (
              <div key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{t(`room.${text}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <Check label={t("shell.shortcutsOn")} isChecked={areShortcutsOn.value} onChange={switchShortcuts} />
    </Dialog>
  );
}
