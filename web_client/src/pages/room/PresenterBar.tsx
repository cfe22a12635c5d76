import { Eye, Presentation, Compass } from "lucide";
import { Avatar } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { t } from "../../i18n";
import { personOf, useRoom } from "./model";
import { may } from "./rights";
import type { StageModel } from "./stage_model";

/** Who presents, whether one follows, and asking for the token. */
export function PresenterBar({ stage }: { readonly stage: StageModel }) {
  const room = useRoom();
  const state = room.state.value;
  const holder = personOf(state, state.presenter.holderId);
  const isOwn = stage.mode.value === "presenting";
  return (
    <div class="presenter">
      {holder && <Avatar name={holder.displayName} />}
      <span class="grow clip" data-testid="presenter" data-presenter={state.presenter.holderId ?? ""}>
        {isOwn ? (
          <b>{t("room.youPresent")}</b>
        ) : holder ? (
          <>
            <b>{holder.displayName}</b> <span class="mut">{t("room.presents")}</span>
          </>
        ) : (
          <span class="mut">{t("room.nobodyPresents")}</span>
        )}
      </span>
      {!isOwn && <FollowToggle stage={stage} />}
      <TokenButtons isOwn={isOwn} hasHolder={holder !== null} />
    </div>
  );
}

function FollowToggle({ stage }: { readonly stage: StageModel }) {
  const isFree = stage.mode.value === "free";
  return (
    <fieldset class="segments" data-testid="follow-toggle" data-following={!isFree}>
      <legend class="sr">{t("room.following")}</legend>
      <button
        type="button"
        class={isFree ? "" : "on"}
        aria-pressed={!isFree}
        data-testid="follow"
        onClick={() => stage.follow()}
      >
        <Icon of={Eye} size={14} />
        {t("room.follow")}
      </button>
      <button
        type="button"
        class={isFree ? "on" : ""}
        aria-pressed={isFree}
        data-testid="free"
        onClick={() => stage.lookAround()}
      >
        <Icon of={Compass} size={14} />
        {t("room.free")}
      </button>
    </fieldset>
  );
}

function TokenButtons({ isOwn, hasHolder }: { readonly isOwn: boolean; readonly hasHolder: boolean }) {
  const room = useRoom();
  const { presenter } = room.state.value;
  const role = personOf(room.state.value, room.ownId)?.role ?? null;
  if (isOwn) {
    return (
      <Button
        testId="presenter-release"
        onClick={() => void room.act({ type: "presenter.release", epoch: presenter.epoch })}
      >
        {t("room.release")}
      </Button>
    );
  }
  if (!may(role, "present")) return null;
  const hasAsked = presenter.requests.includes(room.ownId);
  return (
    <>
      {hasHolder && (
        <Button
          icon={Presentation}
          isPressed={hasAsked}
          label={hasAsked ? t("room.asked") : t("room.request")}
          testId="presenter-request"
          onClick={() => void room.act({ type: "presenter.request", wanted: !hasAsked })}
        >
          <span class="hide-narrow">{hasAsked ? t("room.asked") : t("room.request")}</span>
        </Button>
      )}
      <Button
        testId="presenter-take"
        class="hide-narrow"
        title={t("room.takeHint")}
        onClick={() => void room.act({ type: "presenter.take", epoch: presenter.epoch })}
      >
        {t("room.take")}
      </Button>
    </>
  );
}

/** Requests for the token, shown to whoever can grant them. */
export function PresenterRequests() {
  const room = useRoom();
  const { presenter } = room.state.value;
  const state = room.state.value;
  const role = personOf(state, room.ownId)?.role ?? null;
  if (presenter.holderId !== room.ownId && !may(role, "moderate")) return null;
  const asking = presenter.requests
    .filter((id) => id !== room.ownId)
    .map((id) => personOf(state, id))
    .filter((one) => one !== null);
  return (
    <>
      {asking.map((one) => (
        <div class="banner-strip info" role="status" key={one.participantId}>
          {t("room.wantsToPresent", { name: one.displayName })}
          <Button
            look="primary"
            testId="presenter-grant-request"
            onClick={() =>
              void room.act({
                type: "presenter.grant",
                participantId: one.participantId,
                epoch: presenter.epoch,
              })
            }
          >
            {t("room.grant")}
          </Button>
        </div>
      ))}
    </>
  );
}
