import { ChevronLeft, ChevronRight } from "lucide";
import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import { number } from "../i18n/format";
import type { Page } from "../wire/generated";
import { IconButton } from "./Button";
import "./Table.css";

export interface Column<Row> {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isRight?: boolean;
  /** The cell that names the row to screen readers. */
  readonly isRowHead?: boolean;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty?: ComponentChildren;
  readonly testId?: string;
  /** The table takes the height that is left and scrolls within itself. */
  readonly isFilling?: boolean;
}

/** A table that turns into cards on a phone. The caption is for screen readers. */
export function Table<Row>({ caption, columns, rows, keyOf, empty, testId, isFilling = true }: TableProps<Row>) {
  if (rows.length === 0 && empty !== undefined) return <div class="table-box">{empty}</div>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class={isFilling ? "table-box filling" : "table-box"} tabIndex={0} aria-label={caption}>
      <table class="table cards" data-testid={testId}>
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" class={column.isRight === true ? "r" : ""}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-testid={testId === undefined ? undefined : `${testId}-row`}>
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const shared = { class: column.isRight === true ? "r num" : "", "data-label": column.head };
  if (column.isRowHead === true) {
    return (
      <th scope="row" {...shared}>
        {column.cell(row)}
      </th>
    );
  }
  return <td {...shared}>{column.cell(row)}</td>;
}

interface PaginationProps {
  readonly page: Page;
  readonly onPage: (number: number) => void;
}

/** Where in a long list one is, and the way on. */
export function Pagination({ page, onPage }: PaginationProps) {
  const last = Math.max(1, Math.ceil(page.total / page.size));
  const from = page.total === 0 ? 0 : (page.number - 1) * page.size + 1;
  const to = Math.min(page.total, page.number * page.size);
  return (
    <nav class="pages" aria-label={t("shell.pages")}>
      <span class="num" data-testid="page-range">
        {t("shell.pageRange", { from: number(from), to: number(to), total: number(page.total) })}
      </span>
      <IconButton
        of={ChevronLeft}
        label={t("shell.pageBefore")}
        isDisabled={page.number <= 1}
        onClick={() => onPage(page.number - 1)}
        testId="page-before"
      />
      <IconButton
        of={ChevronRight}
        label={t("shell.pageNext")}
        isDisabled={page.number >= last}
        onClick={() => onPage(page.number + 1)}
        testId="page-next"
      />
    </nav>
  );
}
