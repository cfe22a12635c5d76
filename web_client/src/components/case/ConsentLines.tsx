import { ShieldCheck } from "lucide";
import { t } from "../../i18n";
import { dateTime, list } from "../../i18n/format";
import type { Consent } from "../../wire/generated";
import { Icon } from "../Icon";

/** Consents that are recorded, one line each. */
export function ConsentLines({ of }: { readonly of: readonly Consent[] }) {
  if (of.length === 0) return <p class="mut">{t("cases.notGiven")}</p>;
  return (
    <ul class="col" style={{ gap: "8px" }}>
      {of.map((one) => (
        <li key={one.id} class="row" data-testid="consent">
          <span class="free">
            <Icon of={ShieldCheck} size={18} />
          </span>
          <div class="grow">
            <div>{list(one.scopes.map((scope) => t(`cases.scope_${scope}`)))}</div>
            <div class="xs faint">
              {t(`cases.form_${one.form}`)} ·{" "}
              {t("cases.consentBy", {
                name: one.signerName,
                relation: t(`cases.relation_${one.relation}`),
                when: dateTime(one.signedAt),
              })}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
