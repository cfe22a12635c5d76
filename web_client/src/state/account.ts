import { computed, signal } from "@preact/signals";
import { loadAreas, preferredLanguage, setLanguage } from "../i18n";
import type { Language, Me, Theme } from "../wire/generated";
import { api, ApiError, onSignedOut } from "./api";
import { forgetEverything } from "./local_store";
import { navigate, path } from "./router";

/** Who uses this browser, as far as known. */
export type Account =
  | { readonly kind: "unknown" }
  | { readonly kind: "signed_out" }
  | { readonly kind: "unreachable"; readonly error: unknown }
  | { readonly kind: "signed_in"; readonly me: Me };

export const account = signal<Account>({ kind: "unknown" });
export const me = computed<Me | null>(() => (account.value.kind === "signed_in" ? account.value.me : null));

const LANGUAGE_KEY = "telemed.language";

/** The language chosen in this browser, or the one it prefers. */
export function startLanguage(): Language {
  const kept = localStorage.getItem(LANGUAGE_KEY);
  return kept === "zh" || kept === "en" ? kept : preferredLanguage(navigator.languages);
}

/** Ask the server who is signed in. */
export async function findAccount(): Promise<void> {
  try {
    await enter(await api.call("me"));
  } catch (error) {
    const isSignedOut = error instanceof ApiError && error.status === 401;
    account.value = isSignedOut ? { kind: "signed_out" } : { kind: "unreachable", error };
  }
}

/** Sign in; throws ApiError when refused. */
export async function signIn(login: string, password: string): Promise<void> {
  await enter(await api.call("signIn", { body: { login, password } }));
}

/** Sign out here and on the server. What this browser kept for the account goes too. */
export async function signOut(): Promise<void> {
  try {
    await api.call("signOut");
  } finally {
    await forgetEverything();
    account.value = { kind: "signed_out" };
    navigate("/sign-in");
  }
}

async function enter(found: Me): Promise<void> {
  account.value = { kind: "signed_in", me: found };
  await loadAreas(["shell"]);
}

/** Show another language and remember it, for the account when there is one. */
export async function chooseLanguage(next: Language): Promise<void> {
  localStorage.setItem(LANGUAGE_KEY, next);
  await setLanguage(next);
  if (me.value) account.value = { kind: "signed_in", me: await api.call("updateMe", { body: { language: next } }) };
}

/** Show the other theme and remember it for the account. */
export async function chooseTheme(theme: Theme): Promise<void> {
  account.value = { kind: "signed_in", me: await api.call("updateMe", { body: { theme } }) };
}

/** Ask for a number of things that wait, after something changed. */
export async function refreshAccount(): Promise<void> {
  if (account.value.kind !== "signed_in") return;
  account.value = { kind: "signed_in", me: await api.call("me") };
}

onSignedOut(() => {
  if (account.value.kind !== "signed_in") return;
  account.value = { kind: "signed_out" };
  const back = encodeURIComponent(path.value + location.search);
  navigate(`/sign-in?expired=1&back=${back}`);
});
