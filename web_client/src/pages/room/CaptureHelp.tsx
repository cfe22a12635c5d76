import { Notice } from "../../components/Feedback";
import { t } from "../../i18n";
import type { CaptureProblem } from "./local_media";

export type BrowserName = "chrome" | "edge" | "firefox" | "safari" | "other";

export function browserOf(agent: string): BrowserName {
  if (/Edg\//.test(agent)) return "edge";
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Chrome\//.test(agent)) return "chrome";
  return /Safari\//.test(agent) ? "safari" : "other";
}

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
