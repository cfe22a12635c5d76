import { Notice } from "../../components/Feedback";
import { t } from "../../i18n";
import { browserOf } from "./browser_name";
import type { CaptureProblem } from "./local_media";

/** What to do about a device that cannot be used, in the words of this browser. */
export function CaptureHelp({
  of,
  problem,
}: {
  readonly of: "camera" | "microphone";
  readonly problem: CaptureProblem;
}) {
  const device = t(`room.${of}`);
  return (
    <Notice tone="warn" testId={`${of}-problem`}>
      <b>{t(`room.problem_${problem}`, { device })}</b>
      {problem === "denied" && <p>{t(`room.allowIn_${browserOf(navigator.userAgent)}`)}</p>}
    </Notice>
  );
}
