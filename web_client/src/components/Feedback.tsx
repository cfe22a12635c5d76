import { CircleAlert, CircleCheck, Info, RotateCw, TriangleAlert } from "lucide";
import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import { explain } from "../state/errors";
import type { Fetched } from "../state/resource";
import { Button } from "./Button";
import "./Feedback.css";
import { Icon } from "./Icon";

interface EmptyProps {
  readonly icon: IconNode;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** Nothing here, and what to do next. */
export function EmptyState({ icon, title, children }: EmptyProps) {
  return (
    <div class="empty" data-testid="empty">
      <Icon of={icon} size={32} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Grey lines where text will be. */
export function Skeleton({ lines = 6 }: { readonly lines?: number }) {
  return (
    <div class="skeleton" role="status" aria-label={t("shell.loading")}>
      {Array.from({ length: lines }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

const NOTICE_ICONS = { info: Info, ok: CircleCheck, warn: TriangleAlert, danger: CircleAlert };

interface NoticeProps {
  readonly tone: keyof typeof NOTICE_ICONS;
  readonly children: ComponentChildren;
  readonly testId?: string;
  /** Read out at once when it appears. */
  readonly isAlert?: boolean;
}

/** A sentence that stays on the page. */
export function Notice({ tone, children, testId, isAlert = false }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={isAlert ? "alert" : undefined} data-testid={testId}>
      <Icon of={NOTICE_ICONS[tone]} size={18} />
      <div class="grow">{children}</div>
    </div>
  );
}

/** What went wrong, as an alert; nothing when all is well. */
export function Failure({ error, testId = "failure" }: { readonly error: unknown; readonly testId?: string }) {
  if (error === null || error === undefined) return null;
  return (
    <Notice tone="danger" isAlert testId={testId}>
      {explain(error)}
    </Notice>
  );
}

interface LoadedProps<T> {
  readonly of: Fetched<T>;
  readonly lines?: number;
  readonly children: (value: T) => ComponentChildren;
}

/** Shows what was fetched; until then grey lines, or the failure with a way to try again. */
export function Loaded<T>({ of, lines, children }: LoadedProps<T>) {
  switch (of.state.kind) {
    case "loading":
      return <Skeleton {...(lines === undefined ? {} : { lines })} />;
    case "failed":
      return (
        <EmptyState icon={TriangleAlert} title={explain(of.state.error)}>
          <Button icon={RotateCw} onClick={of.reload}>
            {t("shell.tryAgain")}
          </Button>
        </EmptyState>
      );
    case "ready":
      return <>{children(of.state.value)}</>;
  }
}
