import { computed, signal } from "@preact/signals";

/** Names of the `:parts` of a path. */
export type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
export type Params<Path extends string> = Readonly<Record<ParamNames<Path>, string>>;

const here = () => new URL(globalThis.location?.href ?? "http://localhost/");

/** Where the browser is. */
export const place = signal<URL>(here());
export const path = computed(() => place.value.pathname);
export const query = computed(() => place.value.searchParams);

/** Asked before leaving a page; false keeps the user there. */
const guards = new Set<() => boolean>();

/** Hold the user on the page while `mayLeave` says no. Returns how to let go. */
export function guard(mayLeave: () => boolean): () => void {
  guards.add(mayLeave);
  return () => guards.delete(mayLeave);
}

/** Go to an address of this application. */
export function navigate(to: string, how: "push" | "replace" = "push"): void {
  const next = new URL(to, place.value);
  const isOtherPage = next.pathname !== place.value.pathname;
  if (isOtherPage && [...guards].some((mayLeave) => !mayLeave())) return;
  if (how === "push") history.pushState(null, "", next);
  else history.replaceState(null, "", next);
  place.value = next;
}

/** Change parts of the query and stay on the page; null and "" take a part away. */
export function setQuery(
  changes: Readonly<Record<string, string | number | null>>,
  how: "push" | "replace" = "replace",
): void {
  const next = new URL(place.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.searchParams.delete(name);
    else next.searchParams.set(name, String(value));
  }
  navigate(next.pathname + next.search, how);
}

/** Values of the `:parts` when the path fits the pattern. */
export function match<Path extends string>(pattern: Path, pathname: string): Params<Path> | null {
  const wanted = pattern.split("/");
  const given = pathname.replace(/\/+$/, "").split("/");
  if (wanted.length !== given.length && !(pattern === "/" && pathname === "/")) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return isComplete<Path>(params) ? params : null;
}

function isComplete<Path extends string>(params: Readonly<Record<string, string>>): params is Params<Path> {
  return Object.values(params).every((value) => value !== "");
}

/** Listen to the browser's buttons and to clicks on links. Called once, by main. */
export function startRouter(): void {
  addEventListener("popstate", () => {
    place.value = here();
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || !isOurs(link, event)) return;
    event.preventDefault();
    navigate(link.href);
  });
}

function isOurs(link: HTMLAnchorElement, event: MouseEvent): boolean {
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const isElsewhere = link.origin !== location.origin || link.target !== "" || link.hasAttribute("download");
  const isServer = /^\/(api|dicom-web)\//.test(link.pathname);
  return isPlain && !event.defaultPrevented && !isElsewhere && !isServer && link.getAttribute("href") !== null;
}
