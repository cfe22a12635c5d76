import { Search } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { me } from "../state/account";
import { navigate, path, query, setQuery } from "../state/router";
import { Icon } from "./Icon";

const LISTS = ["/worklist", "/consultations"];

/** Search in the list that is open, or in one's first list. */
export function SearchBox() {
  const areas = me.value?.areas ?? [];
  const asked = query.value.get("q") ?? "";
  const [text, setText] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(asked), [asked]);
  if (!areas.includes("worklist") && !areas.includes("cases")) return <span class="grow" />;
  const search = (wanted: string) => {
    if (LISTS.includes(path.value)) setQuery({ q: wanted, page: null });
    else navigate(`${areas.includes("worklist") ? "/worklist" : "/consultations"}?q=${encodeURIComponent(wanted)}`);
  };
  return (
    <search class="search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(text.trim());
        }}
      >
        <Icon of={Search} />
        <input
          ref={input}
          id="search"
          class="input"
          type="search"
          value={text}
          placeholder={t("shell.searchHint")}
          aria-label={t("shell.searchHint")}
          data-testid="search"
          onInput={(event) => {
            setText(event.currentTarget.value);
            if (event.currentTarget.value === "" && asked !== "") search("");
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </form>
    </search>
  );
}
