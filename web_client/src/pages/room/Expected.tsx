import { Avatar, Pill } from "../../components/Badge";
import { t } from "../../i18n";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import type { Session } from "../../wire/generated";

const EVERY_MS = 10_000;

/** Who is expected, who is in the room already, and whose devices were checked. */
export function Expected({ sessionId, first }: { readonly sessionId: string; readonly first: Session }) {
  const fetched = useFetched(
    sessionId,
    (signal) => api.call("session", { params: { sessionId } }, { signal }),
    EVERY_MS,
  );
  const { people } = fetched.value ?? first;
  return (
    <ul class="expected">
      {people.map((person) => (
        <li key={`${person.accountId}${person.name}`} class="row">
          <Avatar name={person.name} size={28} />
          <span class="grow">
            <span class="b">{person.name}</span>
            <span class="xs faint" style={{ display: "block" }}>
              {t(`room.role_${person.role}`)} · {person.facilityName}
            </span>
          </span>
          {person.isHere ? (
            <Pill tone="ok">{t("room.isHere")}</Pill>
          ) : person.checkedAt !== null ? (
            <Pill tone="info">{t("room.isReady")}</Pill>
          ) : (
            <Pill>{t("room.isAway")}</Pill>
          )}
        </li>
      ))}
    </ul>
  );
}
