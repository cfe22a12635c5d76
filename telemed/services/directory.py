"""Facilities, departments and users."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from telemed.domain.access import Action, Relation, may
from telemed.domain.audit import AuditEntity
from telemed.domain.errors import AccessRefused
from telemed.domain.facility import Contact, Department, Facility, FacilityType, Place, Tier
from telemed.domain.ids import AccountId, BrowserSessionId, DepartmentId, FacilityId
from telemed.domain.listing import Page, Paging
from telemed.domain.people import Account
from telemed.domain.roles import Actor, Role
from telemed.services.staff import (
    NewUser,
    UserChange,
    UserFilter,
    UserView,
    add_practitioner,
    change_practitioner,
    user_views,
)
from telemed.storage.accounts import AccountQuery
from telemed.storage.facilities import FacilityQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.auth.passwords import Passwords
    from telemed.services.desk import Act, Desk
    from telemed.services.ports import SignInWatcher

ROLES_OF_A_FACILITY = frozenset({Role.REQUESTING_DOCTOR, Role.SPECIALIST, Role.FACILITY_ADMIN, Role.OBSERVER})


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityFilter:
    """Which facilities, by code; empty asks for all."""

    text: str = ""
    tier: Tier | None = None
    type: FacilityType | None = None
    division: str = ""
    """Beginning of the division code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityView:
    """A facility and what stands around it."""

    facility: Facility
    parent: Facility | None
    departments: tuple[Department, ...]
    account_count: int
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFacility:
    """What a new facility needs."""

    code: str
    name: str
    short_name: str = ""
    tier: Tier
    type: FacilityType
    grade: str = ""
    division_code: str
    division_name: str = ""
    parent_id: FacilityId | None = None
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityChange:
    """The facility as it should stand."""

    name: str
    short_name: str
    grade: str
    contact: Contact
    is_active: bool


class Directory:
    """Who and what there is in the region."""

    def __init__(self, desk: Desk, passwords: Passwords, watcher: SignInWatcher) -> None:
        self._desk = desk
        self._passwords = passwords
        self._watcher = watcher

    async def facilities(self, actor: Actor, wanted: FacilityFilter, paging: Paging) -> Page[FacilityView]:
        """List facilities by code. Departments are filled in for each."""
        query = FacilityQuery(text=wanted.text, tier=wanted.tier, type=wanted.type, division=wanted.division)
        async with self._desk.look(actor) as act:
            page = await act.work.facilities.find(query, paging)
            return Page(await self._views(act, page.items), page.total, paging)

    async def facility(self, actor: Actor, facility_id: FacilityId) -> FacilityView:
        """Describe one. Raises NotFound."""
        async with self._desk.look(actor) as act:
            return await self._view(act, facility_id)

    async def create_facility(self, actor: Actor, new: NewFacility) -> FacilityView:
        """Add one. Raises AlreadyExists for a code in use."""
        async with self._desk.act(actor) as act:
            facility = Facility(
                id=FacilityId(act.ids.new()),
                code=new.code,
                name=new.name,
                short_name=new.short_name,
                tier=new.tier,
                type=new.type,
                grade=new.grade,
                place=Place(
                    division_code=new.division_code,
                    division_name=new.division_name,
                    parent_id=new.parent_id,
                ),
                contact=new.contact,
            )
            entity = _facility_entity(facility.id)
            act.permit(Action.CREATE_FACILITY, _relations(actor, facility.id), entity)
            if new.parent_id is not None:
                await act.work.facilities.get(new.parent_id)
            await act.work.facilities.add(facility)
            return await self._view(act, facility.id)

    async def update_facility(
        self, actor: Actor, facility_id: FacilityId, version: int, change: FacilityChange
    ) -> FacilityView:
        """Change one. Raises StaleVersion."""
        async with self._desk.act(actor) as act:
            facility = await act.work.facilities.get(facility_id)
            act.permit(Action.EDIT_FACILITY, _relations(actor, facility_id), _facility_entity(facility_id))
            changed = replace(
                facility,
                version=version,
                name=change.name,
                short_name=change.short_name,
                grade=change.grade,
                contact=change.contact,
                is_active=change.is_active,
            )
            await act.work.facilities.save(changed)
            return await self._view(act, facility_id)

    async def create_department(self, actor: Actor, facility_id: FacilityId, new: Department) -> FacilityView:
        """Add a department; its id and facility are set here. Raises AlreadyExists."""
        async with self._desk.act(actor) as act:
            await act.work.facilities.get(facility_id)
            act.permit(
                Action.EDIT_FACILITY,
                _relations(actor, facility_id),
                _facility_entity(facility_id),
                "department",
            )
            department = replace(new, id=DepartmentId(act.ids.new()), facility_id=facility_id)
            await act.work.facilities.add_department(department)
            return await self._view(act, facility_id)

    async def users(self, actor: Actor, wanted: UserFilter, paging: Paging) -> Page[UserView]:
        """List accounts of the own facility, or of the region."""
        async with self._desk.act(actor) as act:
            scope = wanted.facility_id
            if not actor.has(Role.REGION_ADMIN):
                scope = scope or actor.facility_id
            entity = _facility_entity(scope) if scope else AuditEntity(kind="region")
            act.permit(Action.READ_USERS, _relations(actor, scope), entity)
            query = AccountQuery(
                text=wanted.text, role=wanted.role, facility_id=scope, is_active=wanted.is_active
            )
            page = await act.work.accounts.find(query, paging)
            return Page(await user_views(act.work, page.items), page.total, paging)

    async def create_user(self, actor: Actor, new: NewUser) -> UserView:
        """Add an account. Raises AlreadyExists, FieldInvalid."""
        hashed = await self._passwords.hash(new.password)
        async with self._desk.act(actor) as act:
            account_id = AccountId(act.ids.new())
            entity = AuditEntity(kind="account", id=account_id, facility_id=new.facility_id)
            act.permit(Action.EDIT_USERS, _relations(actor, new.facility_id), entity, "create")
            _check_roles(actor, new.roles, new.facility_id)
            practitioner = await add_practitioner(act, new)
            account = Account(
                id=account_id,
                login=new.login.strip().lower(),
                display_name=new.display_name,
                roles=new.roles,
                facility_id=new.facility_id,
                practitioner_id=practitioner.id if practitioner else None,
            )
            await act.work.accounts.add(account, hashed)
            return (await user_views(act.work, [account]))[0]

    async def update_user(
        self, actor: Actor, account_id: AccountId, version: int, change: UserChange
    ) -> UserView:
        """Change or close an account; closing ends its sessions. Raises StaleVersion."""
        hashed = await self._passwords.hash(change.new_password) if change.new_password else None
        ended: tuple[BrowserSessionId, ...] = ()
        async with self._desk.act(actor) as act:
            account = await act.work.accounts.get(account_id)
            entity = AuditEntity(kind="account", id=account_id, facility_id=account.facility_id)
            act.permit(Action.EDIT_USERS, _relations(actor, account.facility_id), entity, "update")
            _check_roles(actor, change.roles | account.roles, account.facility_id)
            await act.work.accounts.save(
                replace(
                    account,
                    version=version,
                    display_name=change.display_name,
                    roles=change.roles,
                    is_active=change.is_active,
                )
            )
            await change_practitioner(act, account, change)
            if hashed is not None:
                await act.work.accounts.set_password_hash(account_id, hashed)
            if hashed is not None or not change.is_active:
                ended = await act.work.sign_ins.revoke_all(account_id, act.now)
            view = (await user_views(act.work, [await act.work.accounts.get(account_id)]))[0]
        self._watcher.ended(ended)
        return view

    async def _view(self, act: Act, facility_id: FacilityId) -> FacilityView:
        return (await self._views(act, [await act.work.facilities.get(facility_id)]))[0]

    async def _views(self, act: Act, facilities: Sequence[Facility]) -> tuple[FacilityView, ...]:
        ids = [facility.id for facility in facilities]
        departments = await act.work.facilities.departments_of(ids)
        counts = await act.work.facilities.account_counts(ids)
        parents = await act.work.facilities.of_ids(
            {each.place.parent_id for each in facilities if each.place.parent_id is not None}
        )
        return tuple(
            FacilityView(
                facility=each,
                parent=parents.get(each.place.parent_id) if each.place.parent_id else None,
                departments=departments.get(each.id, ()),
                account_count=counts.get(each.id, 0),
                may_edit=may(act.actor, Action.EDIT_FACILITY, _relations(act.actor, each.id)),
            )
            for each in facilities
        )


def _relations(actor: Actor, facility_id: FacilityId | None) -> frozenset[Relation]:
    if facility_id is not None and facility_id == actor.facility_id:
        return frozenset({Relation.ANY, Relation.REGION, Relation.FACILITY})
    return frozenset({Relation.ANY, Relation.REGION})


def _facility_entity(facility_id: FacilityId) -> AuditEntity:
    return AuditEntity(kind="facility", id=facility_id, facility_id=facility_id)


def _check_roles(actor: Actor, roles: frozenset[Role], facility_id: FacilityId | None) -> None:
    """A facility administrator hands out roles of the facility only, never those that oversee the region."""
    if actor.has(Role.REGION_ADMIN):
        return
    if not roles <= ROLES_OF_A_FACILITY or facility_id is None:
        raise AccessRefused("Only the region's administrator gives this role.")
