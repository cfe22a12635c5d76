import { LogOut, Settings, SunMoon } from "lucide";
import type { IconNode } from "lucide";
import { t } from "../i18n";
import { chooseTheme, me, signOut } from "../state/account";
import { explain } from "../state/errors";
import { navigate } from "../state/router";
import { toast } from "../state/toasts";
import type { Me } from "../wire/generated";
import { Avatar } from "./Badge";
import { Brand } from "./Brand";
import { Icon } from "./Icon";
import { Menu } from "./Menu";

export interface NavigationLink {
  readonly href: string;
  readonly label: string;
  readonly icon: IconNode;
  readonly group: "work" | "management";
  readonly isCurrent: boolean;
  readonly count: number | null;
  readonly testId: string;
}

/** The left column: where one can go, and who one is. */
export function Side({ links }: { readonly links: readonly NavigationLink[] }) {
  const own = me.value;
  const management = links.filter((link) => link.group === "management");
  return (
    <nav class="side" aria-label={t("shell.navigation")}>
      <div class="side-top">
        <Brand />
      </div>
      <div class="side-links">
        <Links of={links.filter((link) => link.group === "work")} />
        {management.length > 0 && <h2>{t("shell.management")}</h2>}
        <Links of={management} />
      </div>
      {own && <Self of={own} />}
    </nav>
  );
}

function Links({ of }: { readonly of: readonly NavigationLink[] }) {
  return (
    <ul>
      {of.map((link) => (
        <li key={link.href}>
          <a href={link.href} aria-current={link.isCurrent ? "page" : undefined} data-testid={link.testId}>
            <Icon of={link.icon} size={18} />
            {link.label}
            {link.count !== null && link.count > 0 && <span class="count num">{link.count}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Self({ of }: { readonly of: Me }) {
  const [role] = of.roles;
  const facility = of.facility?.shortName || of.facility?.name;
  const details = [role === undefined ? "" : t(`shell.role_${role}`), facility].filter(Boolean).join(" · ");
  const say = (error: unknown) => toast("danger", explain(error));
  return (
    <div class="self">
      <Avatar name={of.displayName} size={32} />
      <div class="grow">
        <div class="b clip" data-testid="own-name">
          {of.displayName}
        </div>
        <div class="xs faint clip">{details}</div>
      </div>
      <Menu
        label={t("shell.settings")}
        place="up"
        buttonClass="btn ghost square"
        testId="account-menu"
        button={<Icon of={Settings} size={18} />}
        items={[
          { label: t("shell.settings"), icon: Settings, run: () => navigate("/settings") },
          {
            label: t(of.theme === "clinic" ? "shell.theme_reading" : "shell.theme_clinic"),
            icon: SunMoon,
            run: () => void chooseTheme(of.theme === "clinic" ? "reading" : "clinic").catch(say),
            testId: "theme",
          },
          { label: t("shell.signOut"), icon: LogOut, run: () => void signOut().catch(say), testId: "sign-out" },
        ]}
      />
    </div>
  );
}
