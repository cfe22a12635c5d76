import { ArrowUpDown, ChevronDown, X } from "lucide";
import type { ComponentChildren } from "preact";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Menu, type MenuItem } from "../../components/Menu";
import { t } from "../../i18n";
import { query, setQuery } from "../../state/router";
import { oneOf, someOf, SORTS, STATES, URGENCIES } from "./filters";

/** A menu of words of which several can be on; the address holds them. */
export function FilterMenu<T extends string>(props: {
  readonly name: string;
  readonly label: string;
  readonly known: readonly T[];
  readonly labelOf: (word: T) => string;
}) {
  const on = someOf(props.known, query.value.get(props.name));
  const items: MenuItem[] = props.known.map((word) => ({
    label: props.labelOf(word),
    isChecked: on.includes(word),
    testId: `filter-${props.name}-${word}`,
    run: () => {
      const next = on.includes(word) ? on.filter((other) => other !== word) : [...on, word];
      setQuery({ [props.name]: next.join(","), page: null });
    },
  }));
  const text = on.length === 0 ? props.label : `${props.label}：${on.map(props.labelOf).join("、")}`;
  return (
    <ChipMenu label={props.label} text={text} isSet={on.length > 0} items={items} testId={`filter-${props.name}`} />
  );
}

function ChipMenu(props: {
  readonly label: string;
  readonly text: string;
  readonly isSet: boolean;
  readonly items: readonly MenuItem[];
  readonly testId: string;
}) {
  return (
    <Menu
      label={props.text}
      place="left"
      staysOpen
      buttonClass={props.isSet ? "chip set" : "chip"}
      items={props.items}
      testId={props.testId}
      button={
        <>
          <span class="clip">{props.text}</span>
          <Icon of={ChevronDown} size={14} />
        </>
      }
    />
  );
}

/** Filters above a list of cases, and the order. */
export function FilterBar({
  children,
  sortFirst,
}: {
  readonly children?: ComponentChildren;
  readonly sortFirst: "deadline" | "newest";
}) {
  const sort = oneOf(SORTS, query.value.get("sort")) ?? sortFirst;
  const isFiltered = ["state", "urgency", "speciality", "q", "mode", "facility"].some((name) => query.value.has(name));
  return (
    <div class="filters" role="group" aria-label={t("cases.filters")}>
      <FilterMenu
        name="state"
        label={t("cases.filterState")}
        known={STATES}
        labelOf={(state) => t(`shell.state_${state}`)}
      />
      <FilterMenu
        name="urgency"
        label={t("cases.filterUrgency")}
        known={URGENCIES}
        labelOf={(urgency) => t(`shell.urgency_${urgency}`)}
      />
      {children}
      {isFiltered && (
        <Button
          look="ghost"
          icon={X}
          testId="filter-clear"
          onClick={() =>
            setQuery({ state: null, urgency: null, speciality: null, q: null, mode: null, facility: null, page: null })
          }
        >
          {t("cases.filterClear")}
        </Button>
      )}
      <span class="grow" />
      <Menu
        label={`${t("cases.sort")}：${t(`cases.sort_${sort}`)}`}
        buttonClass="chip"
        testId="sort"
        items={SORTS.map((word) => ({
          label: t(`cases.sort_${word}`),
          isChecked: word === sort,
          run: () => setQuery({ sort: word === sortFirst ? null : word }),
        }))}
        button={
          <>
            <Icon of={ArrowUpDown} size={14} />
            {t(`cases.sort_${sort}`)}
          </>
        }
      />
    </div>
  );
}
