import { t } from "../../i18n";
import type { PageProps } from "../route";

export default function Replay({ params }: PageProps<"/recordings/:recordingId">) {
  return (
    <main>
      <h1>{t("replay.title")}</h1>
      <p>{params.recordingId}</p>
    </main>
  );
}
