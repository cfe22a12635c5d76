import { LinkButton } from "../../components/Button";
import { t } from "../../i18n";
import { useRoom } from "./model";

/** The draft of one's opinion, written while the others look on at the images. */
export function OpinionDraft() {
  const room = useRoom();
  return (
    <div class="opinion-draft">
      <p class="mut">{t("room.opinionHint")}</p>
      <LinkButton href={`/cases/${room.session.consultationId}/opinion`} opensTab>
        {t("room.opinionOpen")}
      </LinkButton>
    </div>
  );
}
