"""Facilities, departments and users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.facility import Contact, Department
from telemed.domain.ids import AccountId, DepartmentId, FacilityId
from telemed.domain.listing import Paging
from telemed.http.accounts import ordered
from telemed.http.exchange import path_text, read_body, read_query, reply
from telemed.http.gate import actor_of
from telemed.http.reference_bodies import optional_facility, page_of
from telemed.services.directory import FacilityChange, FacilityFilter, NewFacility
from telemed.services.staff import NewUser, Profession, UserChange, UserFilter
from telemed.wire import http_admin as wire

if TYPE_CHECKING:
    from aiohttp import web

    from telemed.http.registry import Handler
    from telemed.services.directory import Directory, FacilityView
    from telemed.services.staff import UserView


class DirectoryHandlers:
    """Who and what there is in the region."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "facilities": self.facilities,
            "facility": self.facility,
            "createFacility": self.create_facility,
            "updateFacility": self.update_facility,
            "createDepartment": self.create_department,
            "users": self.users,
            "createUser": self.create_user,
            "updateUser": self.update_user,
        }

    async def facilities(self, request: web.Request) -> web.StreamResponse:
        """List facilities."""
        query = read_query(request, wire.FacilityQuery)
        wanted = FacilityFilter(
            text=query.q or "", tier=query.tier, type=query.type, division=query.division or ""
        )
        page = await self._directory.facilities(actor_of(request), wanted, Paging(query.page, query.size))
        items = tuple(facility_body(view) for view in page.items)
        return reply(wire.FacilityPage(items=items, page=page_of(page)))

    async def facility(self, request: web.Request) -> web.StreamResponse:
        """Describe one."""
        return reply(facility_body(await self._directory.facility(actor_of(request), _facility(request))))

    async def create_facility(self, request: web.Request) -> web.StreamResponse:
        """Add one."""
        given = await read_body(request, wire.CreateFacility)
        new = NewFacility(
            code=given.code,
            name=given.name,
            short_name=given.short_name,
            tier=given.tier,
            type=given.type,
            grade=given.grade,
            division_code=given.division_code,
            parent_id=FacilityId(given.parent_id) if given.parent_id else None,
            contact=Contact(name=given.contact_name, phone=given.contact_phone),
        )
        return reply(facility_body(await self._directory.create_facility(actor_of(request), new)), 201)

    async def update_facility(self, request: web.Request) -> web.StreamResponse:
        """Change one."""
        given = await read_body(request, wire.UpdateFacility)
        change = FacilityChange(
            name=given.name,
            short_name=given.short_name,
            grade=given.grade,
            contact=Contact(name=given.contact_name, phone=given.contact_phone),
            is_active=given.is_active,
        )
        view = await self._directory.update_facility(
            actor_of(request), _facility(request), given.version, change
        )
        return reply(facility_body(view))

    async def create_department(self, request: web.Request) -> web.StreamResponse:
        """Add a department."""
        given, facility_id = await read_body(request, wire.CreateDepartment), _facility(request)
        new = Department(
            id=DepartmentId(""),
            facility_id=facility_id,
            code=given.code,
            name=given.name,
            specialities=given.specialities,
            phone=given.phone,
        )
        view = await self._directory.create_department(actor_of(request), facility_id, new)
        return reply(facility_body(view), 201)

    async def users(self, request: web.Request) -> web.StreamResponse:
        """List accounts."""
        query = read_query(request, wire.UserQuery)
        wanted = UserFilter(
            text=query.q or "",
            role=query.role,
            facility_id=FacilityId(query.facility) if query.facility else None,
            is_active=query.active,
        )
        page = await self._directory.users(actor_of(request), wanted, Paging(query.page, query.size))
        items = tuple(user_body(view) for view in page.items)
        return reply(wire.UserPage(items=items, page=page_of(page)))

    async def create_user(self, request: web.Request) -> web.StreamResponse:
        """Add an account."""
        given = await read_body(request, wire.CreateUser)
        new = NewUser(
            login=given.login,
            display_name=given.display_name,
            password=given.password,
            roles=frozenset(given.roles),
            facility_id=FacilityId(given.facility_id) if given.facility_id else None,
            profession=Profession(
                title=given.title,
                licence_number=given.licence_number,
                department_id=DepartmentId(given.department_id) if given.department_id else None,
                specialities=given.specialities,
            ),
        )
        return reply(user_body(await self._directory.create_user(actor_of(request), new)), 201)

    async def update_user(self, request: web.Request) -> web.StreamResponse:
        """Change or close an account."""
        given = await read_body(request, wire.UpdateUser)
        change = UserChange(
            display_name=given.display_name,
            roles=frozenset(given.roles),
            is_active=given.is_active,
            title=given.title,
            specialities=given.specialities,
            new_password=given.new_password,
        )
        account_id = AccountId(path_text(request, "accountId"))
        view = await self._directory.update_user(actor_of(request), account_id, given.version, change)
        return reply(user_body(view))


def _facility(request: web.Request) -> FacilityId:
    return FacilityId(path_text(request, "facilityId"))


def facility_body(view: FacilityView) -> wire.Facility:
    """Show a facility."""
    facility = view.facility
    return wire.Facility(
        id=facility.id,
        version=facility.version,
        code=facility.code,
        name=facility.name,
        short_name=facility.short_name,
        tier=facility.tier,
        type=facility.type,
        grade=facility.grade,
        division_code=facility.place.division_code,
        division_name=facility.place.division_name,
        parent=optional_facility(view.parent),
        contact_name=facility.contact.name,
        contact_phone=facility.contact.phone,
        is_active=facility.is_active,
        departments=tuple(_department(one) for one in view.departments),
        account_count=view.account_count,
        may_edit=view.may_edit,
    )


def _department(one: Department) -> wire.Department:
    return wire.Department(
        id=one.id, code=one.code, name=one.name, specialities=one.specialities, phone=one.phone
    )


def user_body(view: UserView) -> wire.User:
    """Show an account."""
    account, practitioner = view.account, view.practitioner
    return wire.User(
        account_id=account.id,
        version=account.version,
        login=account.login,
        display_name=account.display_name,
        roles=ordered(account.roles),
        facility=optional_facility(view.facility),
        practitioner_id=account.practitioner_id,
        title=practitioner.title if practitioner else "",
        department=view.department_name,
        specialities=practitioner.specialities if practitioner else (),
        is_active=account.is_active,
        last_sign_in_at=account.last_sign_in_at,
    )
