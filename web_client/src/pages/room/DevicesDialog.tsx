import { Dialog } from "../../components/Dialog";
import { t } from "../../i18n";
import { CameraPreview, MicrophoneCheck, SpeakerCheck } from "./DeviceChecks";
import { DevicePickers } from "./DevicePickers";
import { useRoom } from "./model";

/** Devices can be changed in the middle of a call. */
export function DevicesDialog({ onClose }: { readonly onClose: () => void }) {
  const { media } = useRoom();
  return (
    <Dialog title={t("room.devices")} onClose={onClose} testId="devices-dialog">
      <div class="col">
        <CameraPreview media={media} />
        <MicrophoneCheck media={media} />
        <DevicePickers media={media} />
        <SpeakerCheck media={media} onResult={() => undefined} />
      </div>
    </Dialog>
  );
}
