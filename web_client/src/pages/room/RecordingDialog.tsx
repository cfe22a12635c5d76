import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { t } from "../../i18n";
import { personOf, useRoom } from "./model";

/** Asks for one's consent. Closing it is no answer: the question stays as a banner. */
export function RecordingDialog() {
  const room = useRoom();
  const [postponed, setPostponed] = useState<string | null>(null);
  const { recording } = room.state.value;
  const asker = personOf(room.state.value, recording.askedById);
  if (!useIsAsked() || postponed === recording.recordingId) return null;
  return (
    <Dialog
      title={t("room.consentTitle")}
      onClose={() => setPostponed(recording.recordingId)}
      testId="consent"
      footer={<ConsentButtons size="big" />}
    >
      <p>{t("room.consentAsked", { name: asker?.displayName ?? t("room.someone") })}</p>
      <ConsentText />
    </Dialog>
  );
}

function useIsAsked(): boolean {
  const room = useRoom();
  const own = personOf(room.state.value, room.ownId);
  return room.state.value.recording.phase === "consent_pending" && own?.consent === "unknown";
}

function ConsentButtons({ size }: { readonly size: "normal" | "big" }) {
  const { act } = useRoom();
  const answer = (given: boolean) => void act({ type: "recording.consent", given });
  const suffix = size === "big" ? "" : "-later";
  return (
    <>
      <Button size={size} onClick={() => answer(false)} testId={`consent-no${suffix}`}>
        {t("room.consentNo")}
      </Button>
      <Button size={size} look="primary" onClick={() => answer(true)} testId={`consent-yes${suffix}`}>
        {t("room.consentYes")}
      </Button>
    </>
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
  const isAsked = useIsAsked();
  if (recording.phase !== "consent_pending") return null;
  const missing = participants.filter((one) => one.consent === "unknown").map((one) => one.displayName);
  const refused = participants.filter((one) => one.consent === "declined").map((one) => one.displayName);
  return (
    <div class="banner-strip info" role="status">
      {isAsked && t("room.consentTitle")}
      {!isAsked && missing.length > 0 && t("room.consentMissing", { names: missing.join(", ") })}
      {refused.length > 0 && ` ${t("room.consentRefused", { names: refused.join(", ") })}`}
      {isAsked && <ConsentButtons size="normal" />}
    </div>
  );
}
