import { Upload } from "lucide";
import { t } from "../i18n";
import { uploadsRunning } from "../state/uploads";
import { Pill } from "./Badge";
import { Icon } from "./Icon";

/** How many files are on their way, wherever one is. */
export function UploadsPill() {
  const count = uploadsRunning.value;
  if (count === 0) return null;
  return (
    <span class="only-wide">
      <Pill tone="warn" testId="uploads-running">
        <Icon of={Upload} size={14} />
        {t("shell.uploadsRunning", { n: count })}
      </Pill>
    </span>
  );
}
