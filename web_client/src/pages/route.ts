import type { JSX } from "preact";
import type { Area as Texts } from "../i18n";
import { match, type Params } from "../state/router";
import type { Area, Theme } from "../wire/generated";

/** What a page is given. A page's module has it as its default export. */
export interface PageProps<Path extends string> {
  readonly params: Params<Path>;
}

export type Opened = () => JSX.Element | null;

/** A page that is loaded when it is needed. */
export interface Route {
  readonly path: string;
  /** Dictionaries that the page needs beside the shell's. */
  readonly texts: readonly Texts[];
  /** shell: with navigation; bare: the page has the whole window. */
  readonly frame: "shell" | "bare";
  /** A theme of its own, whatever the account prefers. */
  readonly theme: Theme | null;
  /** The area of the navigation it belongs to. */
  readonly area: Area | null;
  /** How to load the page for an address, or null when the address is another's. */
  readonly open: (pathname: string) => (() => Promise<Opened>) | null;
}

interface Options {
  readonly texts?: readonly Texts[];
  readonly frame?: "shell" | "bare";
  readonly theme?: Theme;
  readonly area?: Area;
}

interface PageModule<Path extends string> {
  readonly default: (props: PageProps<Path>) => JSX.Element | null;
}

/** Tie a path such as `/cases/:caseId` to a page whose parameters are typed by it. */
export function page<Path extends string>(
  path: Path,
  load: () => Promise<PageModule<Path>>,
  { texts = [], frame = "shell", theme, area }: Options = {},
): Route {
  return {
    path,
    texts,
    frame,
    theme: theme ?? null,
    area: area ?? null,
    open: (pathname) => {
      const params = match(path, pathname);
      if (!params) return null;
      return async () => {
        const { default: Page } = await load();
        return () => Page({ params });
      };
    },
  };
}
