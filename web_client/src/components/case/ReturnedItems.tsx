import { t } from "../../i18n";
import type { ReturnedFor } from "../../wire/generated";
import { Notice } from "../Feedback";

/** What the coordinator asked to supplement. */
export function ReturnedItems({ of }: { readonly of: ReturnedFor }) {
  return (
    <Notice tone="warn" testId="returned-for">
      <p class="b">{t("cases.returnedFor")}</p>
      <ul style={{ listStyle: "disc", paddingLeft: "20px" }}>
        {of.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      {of.note !== "" && <p class="prose">{of.note}</p>}
    </Notice>
  );
}
