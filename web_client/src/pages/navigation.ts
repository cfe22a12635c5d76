import { Building2, CalendarDays, ChartColumn, FolderOpen, Inbox, Play, ShieldCheck, SquarePen, Users } from "lucide";
import type { IconNode } from "lucide";
import type { Area } from "../wire/generated";

export interface NavigationItem {
  readonly area: Exclude<Area, "new_case">;
  readonly href: string;
  readonly icon: IconNode;
  readonly group: "work" | "management";
}

/** The main navigation; an account sees the areas that the server names for it. */
export const NAVIGATION: readonly NavigationItem[] = [
  { area: "worklist", href: "/worklist", icon: Inbox, group: "work" },
  { area: "calendar", href: "/calendar", icon: CalendarDays, group: "work" },
  { area: "opinions", href: "/opinions", icon: SquarePen, group: "work" },
  { area: "cases", href: "/consultations", icon: FolderOpen, group: "work" },
  { area: "recordings", href: "/recordings", icon: Play, group: "work" },
  { area: "facilities", href: "/admin/facilities", icon: Building2, group: "management" },
  { area: "users", href: "/admin/users", icon: Users, group: "management" },
  { area: "figures", href: "/admin/figures", icon: ChartColumn, group: "management" },
  { area: "audit", href: "/admin/audit", icon: ShieldCheck, group: "management" },
];
