import { t } from "../i18n";
import "./Stepper.css";

interface StepperProps {
  readonly label: string;
  readonly steps: readonly string[];
  /** Index of the step that is on now; the length when all are done. */
  readonly current: number;
}

/** How far something has come. */
export function Stepper({ label, steps, current }: StepperProps) {
  return (
    <ol class="steps" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step}
          class={index < current ? "done" : index === current ? "current" : ""}
          aria-current={index === current ? "step" : undefined}
        >
          {step}
          {index < current && <span class="sr"> {t("shell.done")}</span>}
        </li>
      ))}
    </ol>
  );
}
