"""Signing in and out, and one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.people import Preferences
from telemed.domain.roles import Actor, Role
from telemed.http.exchange import nothing, read_body, reply
from telemed.http.faults import Unprocessable
from telemed.http.gate import actor_of
from telemed.http.reference_bodies import optional_facility
from telemed.wire import http_account as wire
from telemed.wire.routes import ROUTES

if TYPE_CHECKING:
    from aiohttp import web

    from telemed.http.gate import Cookie
    from telemed.http.registry import Handler
    from telemed.services.accounts import Accounts, Me
    from telemed.services.worklists import Worklists

AREA_OF_ROUTE: dict[str, wire.Area] = {
    "worklist": "worklist",
    "createConsultation": "new_case",
    "calendar": "calendar",
    "startOpinion": "opinions",
    "recordings": "recordings",
    "consultations": "cases",
    "facilities": "facilities",
    "users": "users",
    "figures": "figures",
    "audit": "audit",
}
"""A page is offered to those who may call its first endpoint."""
ROLES_OF_AREA = {
    AREA_OF_ROUTE[route.name]: route.access.roles for route in ROUTES if route.name in AREA_OF_ROUTE
}
WORKING = frozenset(ROLES_OF_AREA["worklist"])


class AccountHandlers:
    """Who is asking."""

    def __init__(self, accounts: Accounts, worklists: Worklists, cookie: Cookie) -> None:
        self._accounts = accounts
        self._worklists = worklists
        self._cookie = cookie

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "signIn": self.sign_in,
            "signOut": self.sign_out,
            "me": self.me,
            "updateMe": self.update_me,
        }

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """Open a browser session."""
        given = await read_body(request, wire.SignIn)
        signed_in = await self._accounts.sign_in(given.login, given.password, request.remote or "")
        answer = reply(await self._show(signed_in.actor))
        self._cookie.give(answer, signed_in.token)
        return answer

    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        """End it at once."""
        await self._accounts.sign_out(actor_of(request))
        answer = nothing()
        self._cookie.take(answer)
        return answer

    async def me(self, request: web.Request) -> web.StreamResponse:
        """Describe the own account."""
        return reply(await self._show(actor_of(request)))

    async def update_me(self, request: web.Request) -> web.StreamResponse:
        """Change preferences or password."""
        actor, given = actor_of(request), await read_body(request, wire.UpdateMe)
        if given.new_password is not None:
            if given.current_password is None:
                raise Unprocessable(
                    "body_invalid", "The current password is needed too.", field="currentPassword"
                )
            await self._accounts.change_password(actor, given.current_password, given.new_password)
        if given.language is not None or given.theme is not None:
            kept = (await self._accounts.me(actor)).account.preferences
            wanted = Preferences(language=given.language or kept.language, theme=given.theme or kept.theme)
            await self._accounts.set_preferences(actor, wanted)
        return reply(await self._show(actor))

    async def _show(self, actor: Actor) -> wire.Me:
        waiting = 0 if actor.roles.isdisjoint(WORKING) else await self._worklists.waiting(actor)
        return me_body(await self._accounts.me(actor), waiting)


def me_body(me: Me, waiting: int) -> wire.Me:
    """Show the own account and what the client may offer it."""
    account, person = me.account, me.person
    return wire.Me(
        account_id=account.id,
        login=account.login,
        display_name=account.display_name,
        roles=ordered(account.roles),
        practitioner_id=account.practitioner_id,
        title=person.practitioner.title if person else "",
        department=person.department_name if person else "",
        facility=optional_facility(me.facility),
        language=account.preferences.language,
        theme=account.preferences.theme,
        areas=tuple(area for area, roles in ROLES_OF_AREA.items() if not account.roles.isdisjoint(roles)),
        waiting=waiting,
        session_expires_at=me.session_expires_at,
    )


def ordered(roles: frozenset[Role]) -> tuple[Role, ...]:
    """Put roles into the order of the enumeration."""
    return tuple(role for role in Role if role in roles)
