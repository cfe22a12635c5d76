import { signal } from "@preact/signals";
import type { Language } from "../wire/generated";
import { shell } from "./zh/shell";

/** The Chinese dictionaries say which keys there are; every other language is checked against them. */
interface Dictionaries {
  shell: typeof shell;
  cases: typeof import("./zh/cases").cases;
  room: typeof import("./zh/room").room;
  viewer: typeof import("./zh/viewer").viewer;
  replay: typeof import("./zh/replay").replay;
  admin: typeof import("./zh/admin").admin;
}
export type Area = keyof Dictionaries;
export type Key = { [A in Area]: `${A}.${string & keyof Dictionaries[A]}` }[Area];
/** What a translation of a dictionary must hold. */
export type Messages<Zh> = { readonly [K in keyof Zh]: string };

type TextOf<K extends Key> = K extends `${infer A extends Area}.${infer Name}`
  ? Name extends keyof Dictionaries[A]
    ? Dictionaries[A][Name]
    : never
  : never;
type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<K extends Key> = [Names<TextOf<K>>] extends [never]
  ? []
  : [values: Readonly<Record<Names<TextOf<K>>, string | number>>];

type Loaded = Readonly<Record<string, string>>;
type Loader = () => Promise<Loaded>;

const LOADERS: Record<Language, Record<Area, Loader>> = {
  zh: {
    shell: () => Promise.resolve(shell),
    cases: () => import("./zh/cases").then((module) => module.cases),
    room: () => import("./zh/room").then((module) => module.room),
    viewer: () => import("./zh/viewer").then((module) => module.viewer),
    replay: () => import("./zh/replay").then((module) => module.replay),
    admin: () => import("./zh/admin").then((module) => module.admin),
  },
  en: {
    shell: () => import("./en/shell").then((module) => module.shell),
    cases: () => import("./en/cases").then((module) => module.cases),
    room: () => import("./en/room").then((module) => module.room),
    viewer: () => import("./en/viewer").then((module) => module.viewer),
    replay: () => import("./en/replay").then((module) => module.replay),
    admin: () => import("./en/admin").then((module) => module.admin),
  },
};

/** The language shown now. */
export const language = signal<Language>("zh");
const texts = signal<Readonly<Record<string, Loaded | undefined>>>({ shell });

/** The language that the browser prefers; Chinese unless English comes first. */
export function preferredLanguage(wishes: readonly string[]): Language {
  const found = wishes.find((wish) => /^(zh|en)\b/i.test(wish));
  return found?.toLowerCase().startsWith("en") === true ? "en" : "zh";
}

/** Load the dictionaries that a page needs, in the language shown now. */
export async function loadAreas(areas: readonly Area[]): Promise<void> {
  const wanted = areas.filter((area) => texts.value[area] === undefined);
  if (wanted.length > 0) texts.value = { ...texts.value, ...(await load(language.value, wanted)) };
}

/** Show everything in another language; all dictionaries in use come first, so nothing flickers. */
export async function setLanguage(next: Language): Promise<void> {
  const areas = AREAS.filter((area) => texts.value[area] !== undefined);
  const loaded = await load(next, areas);
  texts.value = loaded;
  language.value = next;
  if (typeof document !== "undefined") document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
}

const AREAS: readonly Area[] = ["shell", "cases", "room", "viewer", "replay", "admin"];

async function load(of: Language, areas: readonly Area[]): Promise<Record<string, Loaded>> {
  const loaded = await Promise.all(areas.map(async (area) => [area, await LOADERS[of][area]()] as const));
  return Object.fromEntries(loaded);
}

/** The text for a key. `{name}` takes a value; "one|many" chooses by `n` in languages that have a plural. */
export function t<K extends Key>(key: K, ...[values]: Values<K>): string {
  const [area = "", name = ""] = split(key);
  return fill(textAt(area, name) ?? key, values ?? {});
}

/** The text for a key that only the running program knows, such as a server's code; undefined when unknown. */
export function lookUp(key: string): string | undefined {
  const [area = "", name = ""] = split(key);
  return textAt(area, name);
}

function textAt(area: string, name: string): string | undefined {
  return texts.value[area]?.[name];
}

function split(key: string): [string, string] {
  const dot = key.indexOf(".");
  return [key.slice(0, dot), key.slice(dot + 1)];
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  const [one = "", many] = text.split("|");
  const chosen = many === undefined || Number(values["n"]) === 1 ? one : many;
  return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
