import { Plus, Users as UsersIcon } from "lucide";
import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Pill } from "../../components/Badge";
import { EmptyState, Loaded } from "../../components/Feedback";
import { type Column, Pagination, Table } from "../../components/Table";
import { t } from "../../i18n";
import { dateTime, list } from "../../i18n/format";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import { query, setQuery } from "../../state/router";
import type { User, UserQuery } from "../../wire/generated";
import { oneOf } from "../worklist/filters";
import { askedPage, SearchFilter, WordFilter } from "./filter_fields";
import { ROLES } from "./role_words";
import { NewUserDialog } from "./NewUserDialog";
import { UserDialog } from "./UserDialog";

const ACTIVITY = ["true", "false"] as const;

type Open = { readonly kind: "none" } | { readonly kind: "new" } | { readonly kind: "edit"; readonly user: User };

const columns = (onOpen: (user: User) => void): readonly Column<User>[] => [
  {
    key: "name",
    head: t("admin.displayName"),
    isRowHead: true,
    cell: (of) => (
      <>
        <button type="button" class="link" onClick={() => onOpen(of)} data-testid="open-user">
          {of.displayName}
        </button>
        <div class="xs faint">{of.login}</div>
      </>
    ),
  },
  { key: "roles", head: t("admin.roles"), cell: (of) => list(of.roles.map((role) => t(`shell.role_${role}`))) },
  {
    key: "facility",
    head: t("admin.facility"),
    cell: (of) => (
      <>
        {of.facility?.name ?? "—"}
        <div class="xs faint">{of.department}</div>
      </>
    ),
  },
  {
    key: "title",
    head: t("admin.title"),
    cell: (of) => [of.title, list(of.specialities)].filter(Boolean).join(" · ") || "—",
  },
  {
    key: "last",
    head: t("admin.lastSignIn"),
    cell: (of) => <span class="num sm">{of.lastSignInAt === null ? t("admin.never") : dateTime(of.lastSignInAt)}</span>,
  },
  {
    key: "status",
    head: t("admin.status"),
    cell: (of) => <Pill tone={of.isActive ? "ok" : "plain"}>{t(of.isActive ? "admin.active" : "admin.inactive")}</Pill>,
  },
];

/** Who may sign in, in which roles, and where they work. */
export default function Users() {
  const [open, setOpen] = useState<Open>({ kind: "none" });
  const active = oneOf(ACTIVITY, query.value.get("active"));
  const wanted: UserQuery = {
    q: query.value.get("find"),
    role: oneOf(ROLES, query.value.get("role")),
    active: active === null ? null : active === "true",
    page: askedPage(),
    size: 50,
  };
  const found = useFetched(JSON.stringify(wanted), (signal) => api.call("users", { query: wanted }, { signal }));
  const close = () => setOpen({ kind: "none" });
  const done = () => {
    close();
    found.reload();
  };
  return (
    <>
      <div class="page-head">
        <h1>{t("admin.usersTitle")}</h1>
        <span class="grow" />
        <Button look="primary" icon={Plus} onClick={() => setOpen({ kind: "new" })} testId="new-user">
          {t("admin.newUser")}
        </Button>
      </div>
      <div class="admin-filters">
        <SearchFilter name="find" label={t("admin.userFind")} />
        <WordFilter name="role" label={t("admin.role")} known={ROLES} labelOf={(role) => t(`shell.role_${role}`)} />
        <WordFilter
          name="active"
          label={t("admin.status")}
          known={ACTIVITY}
          labelOf={(word) => t(word === "true" ? "admin.active" : "admin.inactive")}
        />
      </div>
      <Loaded of={found} lines={10}>
        {(value) => (
          <>
            <Table
              caption={t("admin.usersTitle")}
              columns={columns((user) => setOpen({ kind: "edit", user }))}
              rows={value.items}
              keyOf={(of) => of.accountId}
              empty={<EmptyState icon={UsersIcon} title={t("admin.emptyUsers")} />}
              testId="users"
            />
            <Pagination page={value.page} onPage={(page) => setQuery({ page })} />
          </>
        )}
      </Loaded>
      {open.kind === "new" && <NewUserDialog onDone={done} onClose={close} />}
      {open.kind === "edit" && <UserDialog of={open.user} onDone={done} onClose={close} />}
    </>
  );
}
