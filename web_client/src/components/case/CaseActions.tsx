import {
  CalendarPlus,
  Check,
  ClipboardCheck,
  CornerUpLeft,
  Ellipsis,
  PenLine,
  Send,
  ShieldCheck,
  Signature,
  Trash2,
  Upload,
  Video,
  X,
} from "lucide";
import type { IconNode } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { attempt } from "../../state/act";
import { api } from "../../state/api";
import { afterStep, loadCase, stepsOffered } from "../../state/case_steps";
import { navigate } from "../../state/router";
import { toast } from "../../state/toasts";
import type { Case, CaseStep, Consultation } from "../../wire/generated";
import { Button } from "../Button";
import { Icon } from "../Icon";
import { Menu } from "../Menu";
import { StepDialog, type DialogStep } from "./StepDialog";

interface CaseActionsProps {
  readonly of: Case;
  /** Called with the case as it stands after a step. */
  readonly onChanged: (now: Consultation | null) => void;
  /** How many buttons stand beside the primary one; the rest is in a menu. */
  readonly shown?: number;
  readonly size?: "normal" | "big";
}

const ICONS: Partial<Record<CaseStep, IconNode>> = {
  accept: Check,
  offer: CalendarPlus,
  answer: Check,
  join: Video,
  submit: Send,
  resubmit: Send,
  edit: PenLine,
  write_opinion: PenLine,
  sign_opinion: Signature,
  amend_opinion: PenLine,
  acknowledge: ClipboardCheck,
  close: ClipboardCheck,
  consent: ShieldCheck,
  upload: Upload,
  return: CornerUpLeft,
  reject: X,
  cancel: X,
  delete: Trash2,
};

const DIALOGS: readonly DialogStep[] = [
  "return",
  "reject",
  "cancel",
  "delete",
  "offer",
  "answer",
  "resubmit",
  "acknowledge",
  "close",
  "consent",
];
const dialogOf = (step: CaseStep): DialogStep | null => DIALOGS.find((known) => known === step) ?? null;

/** The pages to which a step leads. */
function pageOf(step: CaseStep, of: Case): string | null {
  switch (step) {
    case "edit":
      return `/cases/${of.id}/edit`;
    case "submit":
      return `/cases/${of.id}/edit?step=submit`;
    case "upload":
      return `/cases/${of.id}?tab=materials`;
    case "join":
      return of.planned ? `/sessions/${of.planned.sessionId}/room` : null;
    case "write_opinion":
    case "sign_opinion":
    case "amend_opinion":
      return `/cases/${of.id}/opinion`;
    default:
      return null;
  }
}

/** What one can do with a case now: one primary button, some others, the rest in a menu. */
export function CaseActions({ of, onChanged, shown = 2, size = "normal" }: CaseActionsProps) {
  const [dialog, setDialog] = useState<DialogStep | "decline" | null>(null);
  const { primary, others } = stepsOffered(of);
  const done = (step: CaseStep | "decline", now: Consultation | null) => {
    setDialog(null);
    const text = didText(step);
    if (text) toast("ok", text);
    afterStep();
    onChanged(now);
  };
  const start = (step: CaseStep) => {
    const page = pageOf(step, of);
    if (page) navigate(page);
    else if (step === "accept") {
      attempt(async () =>
        done("accept", await api.call("accept", { params: { consultationId: of.id }, body: { version: of.version } })),
      );
    } else setDialog(dialogOf(step));
  };
  const visible = others.slice(0, shown);
  const rest = others.slice(shown);
  return (
    <>
      {primary && (
        <Button
          look="primary"
          size={size}
          icon={ICONS[primary] ?? Check}
          class="grow"
          testId={`do-${primary}`}
          onClick={() => start(primary)}
        >
          {label(primary, of)}
        </Button>
      )}
      {(primary === "answer" || others.includes("answer")) && (
        <Button size={size} onClick={() => setDialog("decline")} testId="do-decline">
          {t("cases.do_decline")}
        </Button>
      )}
      {visible.map((step) => (
        <Button
          key={step}
          size={size}
          {...(ICONS[step] ? { icon: ICONS[step] } : {})}
          testId={`do-${step}`}
          onClick={() => start(step)}
        >
          {label(step, of)}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu
          label={t("cases.moreActions")}
          place="up"
          testId="do-more"
          buttonClass={`btn square ${size === "big" ? "big" : ""}`}
          button={<Icon of={Ellipsis} />}
          items={rest.map((step) => ({
            label: label(step, of),
            ...(ICONS[step] ? { icon: ICONS[step] } : {}),
            run: () => start(step),
            testId: `do-${step}`,
          }))}
        />
      )}
      {dialog && (
        <StepDialog step={dialog} of={of} load={() => loadCase(of.id)} onDone={done} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

const label = (step: CaseStep, of: Case): string =>
  step === "offer" && of.urgency === "emergency"
    ? t("cases.do_offer_now")
    : step === "start"
      ? t("cases.do_join")
      : t(`cases.do_${step}`);

function didText(step: CaseStep | "decline"): string | null {
  switch (step) {
    case "accept":
    case "return":
    case "reject":
    case "cancel":
    case "delete":
    case "offer":
    case "answer":
    case "decline":
    case "resubmit":
    case "acknowledge":
    case "close":
    case "consent":
      return t(`cases.did_${step}`);
    default:
      return null;
  }
}
