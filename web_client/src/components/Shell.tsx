import { Menu as MenuIcon, Plus } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { me } from "../state/account";
import { place } from "../state/router";
import { IconButton, LinkButton } from "./Button";
import { Drawer } from "./Dialog";
import { Icon } from "./Icon";
import { LanguageMenu } from "./LanguageMenu";
import { SearchBox } from "./SearchBox";
import "./Shell.css";
import { Side, type NavigationLink } from "./Side";
import { UploadsPill } from "./UploadsPill";

interface ShellProps {
  readonly links: readonly NavigationLink[];
  readonly children: ComponentChildren;
}

/** Navigation, top bar and the place for the page. */
export function Shell({ links, children }: ShellProps) {
  const [isOpen, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const pathname = place.value.pathname;
  const mayCreate = me.value?.areas.includes("new_case") === true;
  useEffect(() => setOpen(false), [pathname]);
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => skip(event, main.current)}>
        {t("shell.skipToContent")}
      </a>
      <Side links={links} />
      <header class="top-bar">
        <IconButton
          class="only-small"
          of={MenuIcon}
          label={t("shell.menu")}
          hasPopup="dialog"
          onClick={() => setOpen(true)}
          testId="menu"
        />
        <SearchBox />
        <span class="grow only-wide" />
        <UploadsPill />
        <LanguageMenu />
        {mayCreate && (
          <>
            <LinkButton href="/cases/new" look="primary" icon={Plus} class="only-wide" testId="new-case">
              {t("shell.newCase")} <kbd aria-hidden="true">C</kbd>
            </LinkButton>
            <a class="btn primary square only-small" href="/cases/new" aria-label={t("shell.newCase")}>
              <Icon of={Plus} />
            </a>
          </>
        )}
      </header>
      <main class="main" id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      {isOpen && (
        <Drawer label={t("shell.navigation")} side="left" onClose={() => setOpen(false)}>
          <Side links={links} />
        </Drawer>
      )}
    </div>
  );
}

function skip(event: Event, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}
