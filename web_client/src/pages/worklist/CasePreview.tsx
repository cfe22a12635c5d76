import { X } from "lucide";
import type { ComponentChildren } from "preact";
import { IconButton } from "../../components/Button";
import { CaseActions } from "../../components/case/CaseActions";
import { CaseSteps } from "../../components/case/CaseSteps";
import { facilityName, personLine, sexAndAge, specialityLabel } from "../../components/case/labels";
import { MaterialTiles } from "../../components/case/Materials";
import { SpecialistLine } from "../../components/case/SpecialistLine";
import { ReturnedItems } from "../../components/case/ReturnedItems";
import { TimelineList } from "../../components/case/TimelineList";
import { Loaded } from "../../components/Feedback";
import { StateBadge, UrgencyMark } from "../../components/Status";
import { t } from "../../i18n";
import { clock, dayOfWeek } from "../../i18n/format";
import { api } from "../../state/api";
import { loadCase } from "../../state/case_steps";
import { now } from "../../state/clock";
import { useFetched } from "../../state/resource";
import type { Case, Consultation } from "../../wire/generated";

interface CasePreviewProps {
  readonly of: Case;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** One case beside the list: enough to decide, and the buttons for it. */
export function CasePreview({ of, onClose, onChanged }: CasePreviewProps) {
  const key = `${of.id}@${of.version}`;
  const whole = useFetched(key, (signal) => loadCase(of.id, signal));
  const shown = whole.value?.case ?? of;
  return (
    <>
      <div class="preview-head">
        <div class="row">
          <h2>
            <a href={`/cases/${of.id}`} style={{ color: "inherit" }} data-testid="open-case">
              {of.patient?.name ?? t("cases.hiddenPatient")}
            </a>
          </h2>
          {of.patient && <span class="mut">{sexAndAge(of.patient)}</span>}
          <span class="grow" />
          <span class="faint num xs">{of.number}</span>
          <IconButton of={X} label={t("cases.closePreview")} onClick={onClose} testId="close-preview" />
        </div>
        <div class="row" style={{ marginTop: "4px", marginBottom: "12px" }}>
          <UrgencyMark urgency={of.urgency} />
          <StateBadge state={shown.state} />
          <span class="xs faint">{t(`shell.mode_${of.mode}`)}</span>
        </div>
        <CaseSteps state={shown.state} mode={of.mode} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section class="preview-body" tabIndex={0} aria-label={t("cases.summary")}>
        <Loaded of={whole}>{(value) => <Parts of={value} />}</Loaded>
      </section>
      <div class="preview-actions">
        <CaseActions
          key={key}
          of={shown}
          size="big"
          shown={1}
          onChanged={(changed) => {
            if (changed) whole.put(changed);
            onChanged();
          }}
        />
      </div>
    </>
  );
}

function Part({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="preview-part">
      <h3>
        <span>{title}</span>
        {aside !== undefined && <span class="faint">{aside}</span>}
      </h3>
      {children}
    </section>
  );
}

function Parts({ of }: { readonly of: Consultation }) {
  const { case: row, form } = of;
  const count = of.materials.filter((material) => material.kind !== "record").length;
  const mayOffer = row.allowedSteps.includes("offer") || row.allowedSteps.includes("accept");
  return (
    <>
      <Part title={t("cases.summary")}>
        {of.returnedFor && row.state === "returned" && <ReturnedItems of={of.returnedFor} />}
        <p class="sm prose">{form.summary || form.presentHistory || form.chiefComplaint || t("cases.notWritten")}</p>
        <dl class="facts" style={{ marginTop: "10px" }}>
          <dt>{t("cases.purpose")}</dt>
          <dd class="b">{form.purpose || t("cases.notWritten")}</dd>
          <dt>{t("cases.speciality")}</dt>
          <dd>{[specialityLabel(form.speciality), form.requiredTitle].filter(Boolean).join(" · ")}</dd>
          <dt>{t("cases.requester")}</dt>
          <dd>{personLine(row.requester)}</dd>
          <dt>{t("cases.allergies")}</dt>
          <dd>{form.allergies || t("cases.notWritten")}</dd>
          {row.expert && (
            <>
              <dt>{t("cases.expert")}</dt>
              <dd>{personLine(row.expert)}</dd>
            </>
          )}
          {row.planned && (
            <>
              <dt>{t("cases.plannedFor")}</dt>
              <dd>
                {dayOfWeek(row.planned.start)} {clock(row.planned.start)}–{clock(row.planned.end)}
              </dd>
            </>
          )}
          {of.endReason !== "" && (
            <>
              <dt>{t("cases.endReason")}</dt>
              <dd>{of.endReason}</dd>
            </>
          )}
        </dl>
      </Part>
      <Part title={t("cases.materials")} aside={t("cases.materialsCount", { n: count })}>
        {of.reach === "full" ? (
          <MaterialTiles of={of.materials} caseId={row.id} />
        ) : (
          <p class="sm faint">{t("cases.summaryOnly")}</p>
        )}
      </Part>
      {mayOffer && <Suggested of={row} />}
      {of.reach === "full" && <Activity of={row} />}
    </>
  );
}

/** The best three to ask. */
function Suggested({ of }: { readonly of: Case }) {
  const found = useFetched(of.id, (signal) =>
    api.call(
      "specialists",
      {
        query: {
          speciality: of.speciality || null,
          from: new Date(now.value).toISOString(),
          to: new Date(now.value + 7 * 86_400_000).toISOString(),
        },
      },
      { signal },
    ),
  );
  return (
    <Part title={t("cases.recommended")}>
      <Loaded of={found} lines={2}>
        {(value) =>
          value.items.length === 0 ? (
            <p class="sm faint">{t("cases.offerNone")}</p>
          ) : (
            <div class="col" style={{ gap: "8px" }}>
              {value.items.slice(0, 3).map((person) => (
                <div key={person.practitionerId} class="doc" title={facilityName(person.facility)}>
                  <SpecialistLine of={person} />
                </div>
              ))}
            </div>
          )
        }
      </Loaded>
    </Part>
  );
}

function Activity({ of }: { readonly of: Case }) {
  const timeline = useFetched(`${of.id}@${of.version}`, (signal) =>
    api.call("timeline", { params: { consultationId: of.id } }, { signal }),
  );
  return (
    <Part title={t("cases.activity")}>
      <Loaded of={timeline} lines={3}>
        {(value) => <TimelineList entries={value.entries.slice(-6)} />}
      </Loaded>
    </Part>
  );
}
