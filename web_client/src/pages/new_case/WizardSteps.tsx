import { Check } from "lucide";
import { Icon } from "../../components/Icon";
import { t } from "../../i18n";
import "./wizard.css";

export const WIZARD = ["patient", "question", "materials", "submit"] as const;
export type WizardStep = (typeof WIZARD)[number];

interface WizardStepsProps {
  readonly current: WizardStep;
  /** Steps that have all they need. */
  readonly ready: readonly WizardStep[];
  /** Address of a step; null while there is no case yet. */
  readonly hrefOf: ((step: WizardStep) => string) | null;
}

/** The four steps of a new case; one can go to any of them at any time. */
export function WizardSteps({ current, ready, hrefOf }: WizardStepsProps) {
  return (
    <nav aria-label={t("cases.wizard")}>
      <ol class="wizard-steps">
        {WIZARD.map((step) => (
          <li key={step} class={ready.includes(step) ? "ready" : ""}>
            <Entry
              step={step}
              isCurrent={step === current}
              isReady={ready.includes(step)}
              href={hrefOf === null ? null : hrefOf(step)}
            />
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface EntryProps {
  readonly step: WizardStep;
  readonly isCurrent: boolean;
  readonly isReady: boolean;
  readonly href: string | null;
}

function Entry({ step, isCurrent, isReady, href }: EntryProps) {
  const current = isCurrent ? "step" : undefined;
  const content = (
    <>
      <span class="no" aria-hidden="true">
        {isReady ? <Icon of={Check} size={14} /> : WIZARD.indexOf(step) + 1}
      </span>
      <span>
        {t(`cases.wizard_${step}`)}
        {isReady && <span class="sr"> {t("shell.done")}</span>}
      </span>
    </>
  );
  if (href === null) {
    return (
      <span class="off" aria-current={current}>
        {content}
      </span>
    );
  }
  return (
    <a href={href} aria-current={current} data-testid={`wizard-${step}`}>
      {content}
    </a>
  );
}
