import { CirclePlay, Video } from "lucide";
import { LinkButton } from "../../components/Button";
import { personLine } from "../../components/case/labels";
import { Pill } from "../../components/Badge";
import { t } from "../../i18n";
import { clock, dateTime, dayOfWeek } from "../../i18n/format";
import type { Consultation, Invitation } from "../../wire/generated";

/** Who is asked, when it takes place, and what was recorded. */
export function ArrangementTab({ of }: { readonly of: Consultation }) {
  const { planned, allowedSteps } = of.case;
  return (
    <>
      {planned && (
        <section class="card">
          <h2>{t("cases.plannedFor")}</h2>
          <p class="b">
            {dayOfWeek(planned.start)} {clock(planned.start)}–{clock(planned.end)}
          </p>
          <p class="sm faint">
            {t("cases.lobbyHint")} {t("cases.deviceHint")}
          </p>
          {allowedSteps.includes("join") && (
            <div>
              <LinkButton
                href={`/sessions/${planned.sessionId}/room`}
                look="primary"
                icon={Video}
                testId="join-session"
              >
                {t("cases.do_join")}
              </LinkButton>
            </div>
          )}
        </section>
      )}
      <section class="card">
        <h2>{t("cases.invitations")}</h2>
        {of.invitations.length === 0 && <p class="mut">{t("cases.noArrangement")}</p>}
        {of.invitations.map((invitation) => (
          <InvitationFacts key={invitation.id} of={invitation} />
        ))}
      </section>
      {of.recordingIds.length > 0 && (
        <section class="card">
          <h2>{t("cases.recordings")}</h2>
          <div class="row wrap">
            {of.recordingIds.map((id) => (
              <LinkButton key={id} href={`/recordings/${id}`} icon={CirclePlay} testId="play-recording">
                {t("cases.playRecording")}
              </LinkButton>
            ))}
          </div>
        </section>
      )}
    </>
  );
}

function InvitationFacts({ of }: { readonly of: Invitation }) {
  const isGood = ["accepted", "prereading", "joined", "left", "opinion_draft", "signed"].includes(of.state);
  const isBad = ["declined", "timed_out", "removed", "cancelled"].includes(of.state);
  return (
    <div data-testid="invitation" data-state={of.state}>
      <div class="row wrap">
        <span class="b">{personLine(of.expert)}</span>
        <Pill tone={isGood ? "ok" : isBad ? "danger" : "info"}>{t(`cases.invitation_${of.state}`)}</Pill>
      </div>
      <dl class="facts" style={{ marginTop: "6px" }}>
        {of.start !== null && of.end !== null && (
          <>
            <dt>{t("cases.slotTime")}</dt>
            <dd>
              {dayOfWeek(of.start)} {clock(of.start)}–{clock(of.end)}
            </dd>
          </>
        )}
        <dt>{t("cases.offeredAt")}</dt>
        <dd>{dateTime(of.offeredAt)}</dd>
        {of.answeredAt !== null && (
          <>
            <dt>{t("cases.answeredAt")}</dt>
            <dd>{dateTime(of.answeredAt)}</dd>
          </>
        )}
        {of.note !== "" && (
          <>
            <dt>{t("cases.inviteNote")}</dt>
            <dd>{of.note}</dd>
          </>
        )}
        {of.reason !== "" && (
          <>
            <dt>{t("cases.reason")}</dt>
            <dd>{of.reason}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
