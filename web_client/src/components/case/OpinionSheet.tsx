import { lookUp, t } from "../../i18n";
import type { OpinionContent } from "../../wire/generated";
import "./opinion.css";

/** Parts of prose, in the order of the printed opinion. */
const PROSE_BEFORE = ["findings", "imageFindings", "ecgFindings"] as const;
const PROSE_AFTER = ["differential", "tests", "treatment", "medication", "procedure", "observation"] as const;
const PROSE_LAST = ["followUp", "teachingPoints"] as const;
export type ProsePart = (typeof PROSE_BEFORE)[number] | (typeof PROSE_AFTER)[number] | (typeof PROSE_LAST)[number];

/** An opinion as it is read and printed: only what is written. */
export function OpinionSheet({ of }: { readonly of: OpinionContent }) {
  const prose = (part: ProsePart) =>
    of[part].trim() === "" ? null : (
      <section key={part}>
        <h3>{t(`cases.op_${part}`)}</h3>
        <p class="prose">{of[part]}</p>
      </section>
    );
  return (
    <div class="opinion-sheet" data-testid="opinion-sheet">
      {PROSE_BEFORE.map(prose)}
      {of.diagnoses.length > 0 && (
        <section>
          <h3>{t("cases.op_diagnoses")}</h3>
          <ol>
            {of.diagnoses.map((one) => (
              <li key={one.text + one.code}>
                {one.text} {one.code !== "" && <span class="num mut">({one.code})</span>}{" "}
                <span class="mut">{t(`cases.certainty_${one.certainty}`)}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      {PROSE_AFTER.map(prose)}
      {of.referral.direction !== "none" && (
        <section>
          <h3>{t("cases.op_referral")}</h3>
          <p>
            {[
              t(`cases.referral_${of.referral.direction}`),
              of.referral.where,
              lookUp(`shell.urgency_${of.referral.urgency}`) ?? "",
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </section>
      )}
      {PROSE_LAST.map(prose)}
    </div>
  );
}
