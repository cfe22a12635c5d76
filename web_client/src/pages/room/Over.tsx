import { DoorOpen, LogOut } from "lucide";
import { Button, LinkButton } from "../../components/Button";
import { EmptyState } from "../../components/Feedback";
import { t } from "../../i18n";
import type { LiveSession, LiveState } from "../../live/session";
import type { Session } from "../../wire/generated";
import { reasonOf } from "./connection";
import { ConsentText } from "./RecordingDialog";

interface OverProps {
  readonly state: Exclude<LiveState, { readonly kind: "joining" | "live" | "lost" }>;
  readonly live: LiveSession;
  readonly session: Session;
  readonly onAgain: () => void;
}

/** Not in the room (any more): why, and where to go from here. */
export function Over({ state, live, session, onAgain }: OverProps) {
  if (state.kind === "consentNeeded") return <AskConsent live={live} session={session} />;
  return (
    <main class="room-message" data-testid="over" data-reason={state.kind === "ended" ? state.reason : state.kind}>
      <EmptyState icon={LogOut} title={titleOf(state)}>
        {state.kind === "refused" && <p class="mut">{reasonOf(state)}</p>}
        <div class="row wrap">
          {state.kind === "takenOver" && (
            <Button look="primary" onClick={() => live.takeBack()}>
              {t("room.here")}
            </Button>
          )}
          {state.kind !== "takenOver" && !(state.kind === "ended" && state.reason === "ended") && (
            <Button icon={DoorOpen} onClick={onAgain} testId="again">
              {t("room.backToRoom")}
            </Button>
          )}
          <LinkButton href={`/cases/${session.consultationId}`} look="primary" testId="to-case">
            {t("room.toCase")}
          </LinkButton>
        </div>
      </EmptyState>
    </main>
  );
}

function titleOf(state: OverProps["state"]): string {
  if (state.kind === "ended") return t(`room.over_${state.reason}`);
  return state.kind === "takenOver" ? t("room.over_takenOver") : t("room.over_refused");
}

function AskConsent({ live, session }: { readonly live: LiveSession; readonly session: Session }) {
  return (
    <main class="room-message" data-testid="consent-needed">
      <EmptyState icon={DoorOpen} title={t("room.consentNeededTitle")}>
        <p>{t("room.consentNeededText")}</p>
        <ConsentText />
        <div class="row wrap">
          <Button look="primary" onClick={() => live.consent()} testId="consent-enter">
            {t("room.consentEnter")}
          </Button>
          <LinkButton href={`/cases/${session.consultationId}`}>{t("room.consentNo")}</LinkButton>
        </div>
      </EmptyState>
    </main>
  );
}
