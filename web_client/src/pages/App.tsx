import { useEffect, useErrorBoundary, useRef, useState } from "preact/hooks";
import { EmptyState, Notice, Skeleton } from "../components/Feedback";
import { Button, LinkButton } from "../components/Button";
import { Shell } from "../components/Shell";
import { ShortcutHelp } from "../components/ShortcutHelp";
import { Toasts } from "../components/Toasts";
import { SearchX, TriangleAlert, WifiOff } from "lucide";
import { language, loadAreas, t } from "../i18n";
import { account, findAccount, me } from "../state/account";
import { isOnline } from "../state/connection";
import { navigate, path } from "../state/router";
import { listenForKeys } from "../state/shortcuts";
import { resumeKept, stopUploads } from "../state/uploads";
import { NAVIGATION } from "./navigation";
import type { Opened, Route } from "./route";
import { ROUTES } from "./routes";

type View =
  | { readonly kind: "loading" }
  | { readonly kind: "shown"; readonly route: Route; readonly Page: Opened; readonly key: string }
  | { readonly kind: "missing" }
  | { readonly kind: "failed" };

/** The whole client: finds the page for the address, loads it with its texts, and frames it. */
export function App() {
  const pathname = path.value;
  const kind = account.value.kind;
  const [view, setView] = useState<View>({ kind: "loading" });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const isOpenToAll = pathname === "/sign-in";
    if (kind === "unknown" || kind === "unreachable") return undefined;
    if (kind === "signed_out" && !isOpenToAll) {
      navigate(
        pathname === "/" ? "/sign-in" : `/sign-in?back=${encodeURIComponent(pathname + location.search)}`,
        "replace",
      );
      return undefined;
    }
    let isWanted = true;
    findPage(pathname).then((found) => {
      if (isWanted) setView(found);
    });
    return () => {
      isWanted = false;
    };
  }, [pathname, kind, turn]);
  useEffect(() => {
    if (kind === "signed_in") void resumeKept();
    if (kind === "signed_out") stopUploads();
  }, [kind]);
  const route = view.kind === "shown" ? view.route : null;
  const theme = route?.theme ?? me.value?.theme ?? "clinic";
  useEffect(() => {
    document.body.className = theme;
  }, [theme]);
  useTitle(route);
  useTopOfPage(view.kind === "shown" ? view.key : null);
  const [broken, mend] = useErrorBoundary();
  if (kind === "unreachable") return <Unreachable />;
  if (broken !== undefined) return <Broken onRetry={mend} />;
  return (
    <>
      <Framed view={view} onRetry={() => setTurn(turn + 1)} />
      <Toasts />
      {!isOnline.value && (
        <div class="banner" role="status">
          <Notice tone="warn">{t("shell.offline")}</Notice>
        </div>
      )}
    </>
  );
}

/** Load the page of an address ahead of knowing who is there, so that the two waits are one. */
export function warmUp(pathname: string): void {
  findPage(pathname).catch(() => undefined);
}

async function findPage(pathname: string): Promise<View> {
  for (const route of ROUTES) {
    const open = route.open(pathname);
    if (!open) continue;
    try {
      const [Page] = await Promise.all([open(), loadAreas(route.texts)]);
      return { kind: "shown", route, Page, key: pathname };
    } catch {
      return { kind: "failed" };
    }
  }
  return { kind: "missing" };
}

/** A new page begins at its top, for the eye and for the keyboard. */
function useTopOfPage(key: string | null): void {
  const before = useRef<string | null>(null);
  useEffect(() => {
    const main = document.getElementById("main");
    if (key !== null && before.current !== null && before.current !== key) {
      main?.scrollTo({ top: 0 });
      main?.focus({ preventScroll: true });
    }
    if (key !== null) before.current = key;
  }, [key]);
}

function useTitle(route: Route | null): void {
  const spoken = language.value;
  useEffect(() => {
    const name = route?.area ? t(`shell.nav_${route.area}`) : "";
    document.title = [name, t("shell.appName")].filter(Boolean).join(" · ");
  }, [route, spoken]);
}

function Framed({ view, onRetry }: { readonly view: View; readonly onRetry: () => void }) {
  const [isHelp, setHelp] = useState(false);
  useEffect(
    () =>
      listenForKeys(() => ({
        "/": () => document.getElementById("search")?.focus(),
        "?": () => setHelp(true),
        ...(me.value?.areas.includes("new_case") === true ? { c: () => navigate("/cases/new") } : {}),
      })),
    [],
  );
  if (view.kind === "shown" && view.route.frame === "bare") return <view.Page key={view.key} />;
  if (!me.value) return null;
  return (
    <Shell links={links(view.kind === "shown" ? view.route : null)}>
      <Body view={view} onRetry={onRetry} />
      {isHelp && <ShortcutHelp onClose={() => setHelp(false)} />}
    </Shell>
  );
}

function Body({ view, onRetry }: { readonly view: View; readonly onRetry: () => void }) {
  switch (view.kind) {
    case "loading":
      return <Skeleton />;
    case "shown":
      return <view.Page key={view.key} />;
    case "missing":
      return (
        <EmptyState icon={SearchX} title={t("shell.notFoundTitle")}>
          <LinkButton href="/">{t("shell.toStart")}</LinkButton>
        </EmptyState>
      );
    case "failed":
      return (
        <EmptyState icon={WifiOff} title={t("shell.pageFailed")}>
          <div class="row">
            <Button onClick={onRetry}>{t("shell.tryAgain")}</Button>
            <Button look="primary" onClick={() => location.reload()}>
              {t("shell.reload")}
            </Button>
          </div>
        </EmptyState>
      );
  }
}

function links(route: Route | null) {
  const areas = me.value?.areas ?? [];
  return NAVIGATION.filter((item) => areas.includes(item.area)).map((item) => ({
    ...item,
    label: t(`shell.nav_${item.area}`),
    isCurrent: route?.area === item.area,
    count: item.area === "worklist" ? (me.value?.waiting ?? null) : null,
    testId: `nav-${item.area}`,
  }));
}

/** A fault of ours: nothing that was saved is lost. */
function Broken({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <main>
      <EmptyState icon={TriangleAlert} title={t("shell.errorUnknown")}>
        <div class="row">
          <Button onClick={onRetry}>{t("shell.tryAgain")}</Button>
          <Button look="primary" onClick={() => location.reload()}>
            {t("shell.reload")}
          </Button>
        </div>
      </EmptyState>
    </main>
  );
}

function Unreachable() {
  return (
    <main>
      <EmptyState icon={WifiOff} title={t("shell.error_network")}>
        <Button onClick={() => void findAccount()}>{t("shell.tryAgain")}</Button>
      </EmptyState>
    </main>
  );
}
