import { ChartColumn, Download } from "lucide";
import { Button, LinkButton } from "../../components/Button";
import { EmptyState, Loaded } from "../../components/Feedback";
import { type Column, Table } from "../../components/Table";
import { language, t } from "../../i18n";
import { dateTime, dayKey, number, percent } from "../../i18n/format";
import { api } from "../../state/api";
import { now } from "../../state/clock";
import { useFetched } from "../../state/resource";
import { query, setQuery } from "../../state/router";
import type { Figure, FigureRow, Figures as Answer } from "../../wire/generated";
import { DayFilter, isDay } from "./filter_fields";
import { Sparkline } from "./Sparkline";

const PERIODS = [7, 30, 90] as const;
/** Rates of fewer cases are shown greyed. */
const FEW = 10;

const daysAgo = (days: number) => dayKey(now.value - (days - 1) * 86_400_000);
const askedDay = (name: string, otherwise: string): string => {
  const day = query.value.get(name);
  return day !== null && isDay(day) ? day : otherwise;
};
const nameOf = (of: Figure) => (language.value === "zh" ? of.nameZh : of.nameEn);
const definitionOf = (of: Figure) => (language.value === "zh" ? of.definitionZh : of.definitionEn);

function inUnit(of: Figure, value: number | null): string {
  if (value === null) return "—";
  switch (of.unit) {
    case "count":
      return number(value);
    case "rate":
      return percent(value);
    case "hours":
      return t("admin.unit_hours", { n: number(value, 1) });
    case "minutes":
      return t("admin.unit_minutes", { n: number(value, 1) });
  }
}

/** How the region works: figures, their parts and how each is defined. */
export default function Figures() {
  const from = askedDay("from", daysAgo(30));
  const to = askedDay("to", daysAgo(1));
  const wanted = { from, to };
  const found = useFetched(`${from}|${to}`, (signal) => api.call("figures", { query: wanted }, { signal }));
  return (
    <>
      <div class="page-head">
        <h1>{t("admin.figuresTitle")}</h1>
        <span class="grow" />
        <LinkButton href={api.url("figuresCsv", { query: wanted })} icon={Download} isDownload testId="csv">
          {t("shell.exportCsv")}
        </LinkButton>
      </div>
      <div class="admin-filters">
        <DayFilter name="from" label={t("shell.from")} otherwise={from} />
        <DayFilter name="to" label={t("shell.to")} otherwise={to} />
        <div class="row" role="group" aria-label={t("admin.period")}>
          {PERIODS.map((days) => (
            <Button
              key={days}
              isPressed={from === daysAgo(days) && to === daysAgo(1)}
              onClick={() => setQuery({ from: daysAgo(days), to: daysAgo(1) })}
              testId={`period-${days}`}
            >
              {t(`admin.period_${days}`)}
            </Button>
          ))}
        </div>
      </div>
      <Loaded of={found} lines={10}>
        {(value) =>
          value.figures.length === 0 ? (
            <EmptyState icon={ChartColumn} title={t("admin.noFigures")} />
          ) : (
            <Shown of={value} />
          )
        }
      </Loaded>
    </>
  );
}

const figureColumns = (): readonly Column<Figure>[] => [
  { key: "name", head: t("admin.figureName"), isRowHead: true, cell: (of) => <span class="b">{nameOf(of)}</span> },
  { key: "value", head: t("admin.figureValue"), isRight: true, cell: (of) => inUnit(of, of.value) },
  { key: "p90", head: t("admin.figureP90"), isRight: true, cell: (of) => inUnit(of, of.percentile90) },
  { key: "target", head: t("admin.figureTarget"), isRight: true, cell: (of) => inUnit(of, of.target) },
  {
    key: "parts",
    head: t("admin.figureParts"),
    isRight: true,
    cell: (of) => `${number(of.numerator)} / ${number(of.denominator)}`,
  },
  {
    key: "definition",
    head: t("admin.figureDefinition"),
    cell: (of) => (
      <span class="sm mut">
        {of.key} · {definitionOf(of)}
      </span>
    ),
  },
];

function Shown({ of }: { readonly of: Answer }) {
  return (
    <>
      <div class="figure-cards">
        {of.figures.slice(0, 8).map((figure) => (
          <Card key={figure.key} of={figure} />
        ))}
      </div>
      <Table
        caption={t("admin.figuresTitle")}
        columns={figureColumns()}
        rows={of.figures}
        keyOf={(figure) => figure.key}
        testId="figures"
        isFilling={false}
      />
      <h2>{t("admin.byFacility")}</h2>
      <Rows of={of.byFacility} caption={t("admin.byFacility")} head={t("admin.facility")} />
      <h2>{t("admin.bySpeciality")}</h2>
      <Rows of={of.bySpeciality} caption={t("admin.bySpeciality")} head={t("admin.specialities")} />
      <p class="xs faint">{t("admin.computedAt", { when: dateTime(of.computedAt) })}</p>
    </>
  );
}

function Card({ of }: { readonly of: Figure }) {
  const isFew = of.unit !== "count" && of.denominator < FEW;
  return (
    <section class={isFew ? "figure-card few" : "figure-card"} data-testid="figure" data-key={of.key}>
      <h2 class="sm mut">{nameOf(of)}</h2>
      <span class="value num">{inUnit(of, of.value)}</span>
      <span class="xs faint">
        {isFew
          ? t("admin.figureSmall")
          : of.target === null
            ? ""
            : `${t("admin.figureTarget")} ${inUnit(of, of.target)}`}
      </span>
      <Sparkline values={of.trend.map((point) => point.value)} label={`${t("admin.figureTrend")}：${nameOf(of)}`} />
    </section>
  );
}

interface RowsProps {
  readonly of: readonly FigureRow[];
  readonly caption: string;
  readonly head: string;
}

function Rows({ of, caption, head }: RowsProps) {
  const most = Math.max(1, ...of.map((row) => row.requests));
  const hours = (value: number | null) => (value === null ? "—" : number(value, 1));
  const columns: readonly Column<FigureRow>[] = [
    { key: "name", head, isRowHead: true, cell: (row) => row.name },
    {
      key: "requests",
      head: t("admin.requests"),
      isRight: true,
      cell: (row) => (
        <span class="bar-cell">
          <svg width="80" height="8" aria-hidden="true">
            <rect width={(80 * row.requests) / most} height="8" rx="2" fill="var(--brand)" />
          </svg>
          {number(row.requests)}
        </span>
      ),
    },
    { key: "completed", head: t("admin.completed"), isRight: true, cell: (row) => number(row.completed) },
    { key: "waiting", head: t("admin.waitingHours"), isRight: true, cell: (row) => hours(row.waitingMedianHours) },
    { key: "opinion", head: t("admin.opinionHours"), isRight: true, cell: (row) => hours(row.opinionMedianHours) },
  ];
  return <Table caption={caption} columns={columns} rows={of} keyOf={(row) => row.name} isFilling={false} />;
}
