import { Building2, Plus } from "lucide";
import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Pill } from "../../components/Badge";
import { EmptyState, Loaded } from "../../components/Feedback";
import { type Column, Pagination, Table } from "../../components/Table";
import { t } from "../../i18n";
import { number } from "../../i18n/format";
import { me } from "../../state/account";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import { query, setQuery } from "../../state/router";
import type { Facility, FacilityQuery } from "../../wire/generated";
import { oneOf } from "../worklist/filters";
import { FACILITY_TYPES, TIERS } from "./facility_words";
import { FacilityDialog } from "./FacilityDialog";
import { NewFacilityDialog } from "./NewFacilityDialog";
import { askedPage, SearchFilter, WordFilter } from "./filter_fields";

type Open = { readonly kind: "none" } | { readonly kind: "new" } | { readonly kind: "edit"; readonly id: string };

const columns = (onOpen: (id: string) => void): readonly Column<Facility>[] => [
  {
    key: "name",
    head: t("admin.facilityName"),
    isRowHead: true,
    cell: (of) => (
      <>
        <button type="button" class="link" onClick={() => onOpen(of.id)} data-testid="open-facility">
          {of.name}
        </button>
        <div class="xs faint num">{of.code}</div>
      </>
    ),
  },
  { key: "tier", head: t("admin.tier"), cell: (of) => t(`shell.tier_${of.tier}`) },
  { key: "type", head: t("admin.type"), cell: (of) => t(`admin.type_${of.type}`) },
  { key: "grade", head: t("admin.grade"), cell: (of) => of.grade || "—" },
  { key: "division", head: t("admin.division"), cell: (of) => of.divisionName || of.divisionCode },
  {
    key: "contact",
    head: t("admin.contact"),
    cell: (of) => [of.contactName, of.contactPhone].filter(Boolean).join(" ") || "—",
  },
  { key: "accounts", head: t("admin.accounts"), isRight: true, cell: (of) => number(of.accountCount) },
  {
    key: "status",
    head: t("admin.status"),
    cell: (of) => <Pill tone={of.isActive ? "ok" : "plain"}>{t(of.isActive ? "admin.active" : "admin.inactive")}</Pill>,
  },
];

/** Institutions of the region, their contacts and departments. */
export default function Facilities() {
  const [open, setOpen] = useState<Open>({ kind: "none" });
  const wanted: FacilityQuery = {
    q: query.value.get("find"),
    tier: oneOf(TIERS, query.value.get("tier")),
    type: oneOf(FACILITY_TYPES, query.value.get("type")),
    page: askedPage(),
    size: 50,
  };
  const found = useFetched(JSON.stringify(wanted), (signal) => api.call("facilities", { query: wanted }, { signal }));
  const close = () => setOpen({ kind: "none" });
  const done = () => {
    close();
    found.reload();
  };
  const mayCreate = me.value?.roles.includes("region_admin") === true;
  return (
    <>
      <div class="page-head">
        <h1>{t("admin.facilitiesTitle")}</h1>
        <span class="grow" />
        {mayCreate && (
          <Button look="primary" icon={Plus} onClick={() => setOpen({ kind: "new" })} testId="new-facility">
            {t("admin.newFacility")}
          </Button>
        )}
      </div>
      <div class="admin-filters">
        <SearchFilter name="find" label={t("admin.facilityFind")} />
        <WordFilter name="tier" label={t("admin.tier")} known={TIERS} labelOf={(tier) => t(`shell.tier_${tier}`)} />
        <WordFilter
          name="type"
          label={t("admin.type")}
          known={FACILITY_TYPES}
          labelOf={(type) => t(`admin.type_${type}`)}
        />
      </div>
      <Loaded of={found} lines={10}>
        {(value) => (
          <>
            <Table
              caption={t("admin.facilitiesTitle")}
              columns={columns((id) => setOpen({ kind: "edit", id }))}
              rows={value.items}
              keyOf={(of) => of.id}
              empty={<EmptyState icon={Building2} title={t("admin.emptyFacilities")} />}
              testId="facilities"
            />
            <Pagination page={value.page} onPage={(page) => setQuery({ page })} />
          </>
        )}
      </Loaded>
      {open.kind === "new" && <NewFacilityDialog onDone={done} onClose={close} />}
      {open.kind === "edit" && <FacilityDialog facilityId={open.id} onDone={done} onClose={close} />}
    </>
  );
}
