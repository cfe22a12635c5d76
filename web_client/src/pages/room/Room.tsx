import { t } from "../../i18n";
import type { PageProps } from "../route";

export default function Room({ params }: PageProps<"/sessions/:sessionId/room">) {
  return (
    <main>
      <h1>{t("room.title")}</h1>
      <p>{params.sessionId}</p>
    </main>
  );
}
