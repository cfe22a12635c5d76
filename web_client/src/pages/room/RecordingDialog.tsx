import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { t } from "../../i18n";
import { personOf, useRoom } from "./model";

/** Asks for one's consent as long as it is asked for and not answered. Closing it is no answer. */
export function RecordingDialog() {
  const room = useRoom();
  const { recording } = room.state.value;
  const own = personOf(room.state.value, room.ownId);
  const asker = personOf(room.state.value, recording.askedById);
  if (recording.phase !== "consent_pending" || own?.consent !== "unknown") return null;
  const answer = (given: boolean) => void room.act({ type: "recording.consent", given });
  return (
    <Dialog
      title={t("room.consentTitle")}
      onClose={() => answer(false)}
      testId="consent"
      footer={
        <>
          <Button size="big" onClick={() => answer(false)} testId="consent-no">
            {t("room.consentNo")}
          </Button>
          <Button size="big" look="primary" onClick={() => answer(true)} testId="consent-yes">
            {t("room.consentYes")}
          </Button>
        </>
      }
    >
      <p>{t("room.consentAsked", { name: asker?.displayName ?? t("room.someone") })}</p>
      <ConsentText />
    </Dialog>
  );
}

export function ConsentText() {
  return (
    <ul class="consent-text">
      <li>{t("room.consentWhat")}</li>
      <li>{t("room.consentWho")}</li>
      <li>{t("room.consentWithdraw")}</li>
    </ul>
  );
}

/** Who has not answered yet, for whoever waits for the recording to begin. */
export function ConsentWaiting() {
  const room = useRoom();
  const { recording, participants } = room.state.value;
  const own = personOf(room.state.value, room.ownId);
  if (recording.phase !== "consent_pending" || own?.consent === "unknown") return null;
  const missing = participants.filter((one) => one.consent === "unknown").map((one) => one.displayName);
  const refused = participants.filter((one) => one.consent === "declined").map((one) => one.displayName);
  return (
    <div class="banner-strip info" role="status">
      {missing.length > 0 && t("room.consentMissing", { names: missing.join(", ") })}
      {refused.length > 0 && ` ${t("room.consentRefused", { names: refused.join(", ") })}`}
    </div>
  );
}
