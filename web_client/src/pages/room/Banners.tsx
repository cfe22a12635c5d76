import { TriangleAlert, WifiOff } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { t } from "../../i18n";
import { useRoom } from "./model";
import { ConsentWaiting } from "./RecordingDialog";

/** What must be known and hinders nobody: connection, devices, waiting for consent. */
export function Banners() {
  return (
    <div class="banners">
      <Reconnecting />
      <WeakNet />
      <ConsentWaiting />
      <RefusedDevices />
    </div>
  );
}

/** A short break is not worth a word. */
const QUIET_MS = 1500;

function Reconnecting() {
  const room = useRoom();
  const link = room.link.value;
  const [isLong, setLong] = useState(false);
  const isLost = link.kind === "lost";
  useEffect(() => {
    if (!isLost) {
      setLong(false);
      return undefined;
    }
    const timer = setTimeout(() => setLong(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [isLost]);
  if (!isLost || !isLong) return null;
  return (
    <div class="banner-strip warn" role="status" data-testid="reconnecting">
      <Icon of={WifiOff} />
      {t("room.reconnecting")}
    </div>
  );
}

function WeakNet() {
  const room = useRoom();
  if (room.net.value.quality !== "poor" || room.isSavingData.value) return null;
  return (
    <div class="banner-strip warn" role="status">
      <Icon of={TriangleAlert} />
      {t("room.weakNet")}
      <Button
        onClick={() => {
          room.isSavingData.value = true;
        }}
      >
        {t("room.saver")}
      </Button>
    </div>
  );
}

function RefusedDevices() {
  const { media } = useRoom();
  const { problem } = media.microphone.value;
  const [isHidden, hide] = useState(false);
  if (!problem || isHidden) return null;
  return (
    <div class="banner-strip warn" role="status">
      <Icon of={TriangleAlert} />
      {t(`room.problem_${problem}`, { device: t("room.microphone") })}
      <Button onClick={() => void media.openMicrophone()}>{t("shell.tryAgain")}</Button>
      <Button look="ghost" onClick={() => hide(true)}>
        {t("shell.close")}
      </Button>
    </div>
  );
}
