"""Signing in and out, own account, machine tokens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from telemed.auth.passwords import Passwords
from telemed.auth.throttle import Throttle
from telemed.auth.tokens import new_token, token_hash
from telemed.domain.access import Action, Relation
from telemed.domain.audit import AuditAgent, AuditEntity, AuditEvent
from telemed.domain.errors import AlreadyExists, NotFound, NotSignedIn, SignInRefused, StepUpRefused
from telemed.domain.facility import Facility
from telemed.domain.ids import AccountId, BrowserSessionId
from telemed.domain.listing import Paging
from telemed.domain.people import Account, Preferences
from telemed.domain.roles import Actor, Role
from telemed.services.case_view import Person
from telemed.services.desk import agent_of
from telemed.services.people_reader import persons
from telemed.storage.accounts import AccountQuery
from telemed.storage.sign_ins import BrowserSession

if TYPE_CHECKING:
    from telemed.config import SignIn
    from telemed.services.desk import Desk
    from telemed.services.ports import SignInWatcher
    from telemed.storage.work import Work

SEEN_EVERY = timedelta(seconds=60)
"""A session in use is noted at most this often: a write for each request would be too many."""
OWN = frozenset({Relation.OWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new browser session. The token goes into the cookie and is stored only as a hash."""

    actor: Actor
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The account that is signed in."""

    account: Account
    facility: Facility | None
    person: Person | None
    """Set for practitioners."""
    session_expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """What proves an identity."""

    passwords: Passwords
    throttle: Throttle


class Accounts:
    """Who is asking."""

    def __init__(self, desk: Desk, proofs: Proofs, settings: SignIn, watcher: SignInWatcher) -> None:
        self._desk = desk
        self._proofs = proofs
        self._settings = settings
        self._watcher = watcher

    async def sign_in(self, login: str, password: str, address: str) -> SignedIn:
        """Open a browser session. Raises SignInRefused, TooManyTries, Overloaded."""
        name = login.strip().lower()
        await self._proofs.throttle.admit(name, address, self._desk.clock.now())
        async with self._desk.database.reading() as work:
            found = await work.accounts.by_login(name)
        is_right = await self._proofs.passwords.verify(found[1] if found else None, password)
        if found is None or not is_right or not found[0].is_active:
            await self._note_failure(name, address, found[0] if found else None)
            raise SignInRefused
        await self._proofs.throttle.succeeded(name)
        return await self._open(found[0], address)

    async def authenticate(self, token: str, address: str) -> Actor:
        """Find who a cookie's token belongs to, and keep the session alive. Raises NotSignedIn."""
        now = self._desk.clock.now()
        async with self._desk.database.reading() as work:
            session = await work.sign_ins.by_token(token_hash(token))
            if session is None or not self._is_alive(session, now):
                raise NotSignedIn
            actor = await self._actor(work, session.account_id, address, session.id)
        if now - session.seen_at >= SEEN_EVERY:
            async with self._desk.database.transaction() as work:
                await work.sign_ins.seen(session.id, now)
        return actor

    async def authenticate_machine(self, token: str, address: str) -> Actor:
        """Find who a bearer token belongs to. Raises NotSignedIn."""
        async with self._desk.database.reading() as work:
            account_id = await work.sign_ins.machine_account(token_hash(token))
            if account_id is None:
                raise NotSignedIn
            return await self._actor(work, account_id, address, None)

    async def sign_out(self, actor: Actor) -> None:
        """End the browser session at once."""
        if actor.browser_session_id is None:
            return
        async with self._desk.act(actor) as act:
            act.permit(Action.OWN_ACCOUNT, OWN, _account_entity(actor.account_id), "sign_out")
            await act.work.sign_ins.revoke(actor.browser_session_id, act.now)
        self._watcher.ended((actor.browser_session_id,))

    async def me(self, actor: Actor) -> Me:
        """Describe the own account."""
        async with self._desk.look(actor) as act:
            return await self._me(act.work, actor)

    async def set_preferences(self, actor: Actor, preferences: Preferences) -> Me:
        """Keep what was chosen for the pages."""
        async with self._desk.act(actor) as act:
            act.permit(Action.OWN_ACCOUNT, OWN, _account_entity(actor.account_id), "preferences")
            account = await act.work.accounts.get(actor.account_id)
            await act.work.accounts.save(replace(account, preferences=preferences))
            return await self._me(act.work, actor)

    async def change_password(self, actor: Actor, current: str, new: str) -> None:
        """Set a new password; other browser sessions end. Raises StepUpRefused, FieldInvalid."""
        await self.confirm_password(actor, current)
        hashed = await self._proofs.passwords.hash(new)
        async with self._desk.act(actor) as act:
            act.permit(Action.OWN_ACCOUNT, OWN, _account_entity(actor.account_id), "password")
            await act.work.accounts.set_password_hash(actor.account_id, hashed)
            ended = await act.work.sign_ins.revoke_all(
                actor.account_id, act.now, keep=actor.browser_session_id
            )
        self._watcher.ended(ended)

    async def confirm_password(self, actor: Actor, password: str) -> None:
        """Step up before signing. Raises StepUpRefused, TooManyTries."""
        name, now = f"step-up:{actor.account_id}", self._desk.clock.now()
        await self._proofs.throttle.admit(name, actor.address, now)
        async with self._desk.database.reading() as work:
            stored = await work.accounts.password_hash(actor.account_id)
        if await self._proofs.passwords.verify(stored, password):
            await self._proofs.throttle.succeeded(name)
            return
        await self._proofs.throttle.failed(name, actor.address, now)
        await self._note(agent_of(actor), "step_up", actor.account_id, is_allowed=False)
        raise StepUpRefused

    async def issue_machine_token(self, login: str, name: str) -> str:
        """Make a bearer token for an account; called from the command line, not over HTTP.

        login: empty takes the first active administrator of the region. Raises NotFound.
        """
        token = new_token()
        async with self._desk.database.transaction() as work:
            account = await _machine_account(work, login.strip().lower())
            now = self._desk.clock.now()
            await work.sign_ins.add_machine(account.id, name, token_hash(token), now)
        await self._note(AuditAgent(name="command line"), "issue_machine_token", account.id)
        return token

    async def create_first_administrator(self, login: str, password: str, display_name: str) -> Account:
        """Make the first region administrator. Raises AlreadyExists when there is any account."""
        hashed = await self._proofs.passwords.hash(password)
        account = Account(
            id=AccountId(self._desk.ids.new()),
            login=login.strip().lower(),
            display_name=display_name,
            roles=frozenset({Role.REGION_ADMIN}),
        )
        async with self._desk.database.transaction() as work:
            if await work.accounts.count():
                raise AlreadyExists("There are accounts already.", remedy="Sign in as an administrator.")
            await work.accounts.add(account, hashed)
        await self._note(AuditAgent(name="command line"), "create_first_administrator", account.id)
        return account

    async def has_any(self) -> bool:
        """Say whether there is any account yet."""
        async with self._desk.database.reading() as work:
            return await work.accounts.count() > 0

    async def _open(self, account: Account, address: str) -> SignedIn:
        token, now = new_token(), self._desk.clock.now()
        session = BrowserSession(
            id=BrowserSessionId(self._desk.ids.new()),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(seconds=self._settings.absolute_s),
            address=address,
        )
        async with self._desk.database.transaction() as work:
            await work.sign_ins.add(session, token_hash(token))
            await work.accounts.note_sign_in(account.id, now)
            actor = await self._actor(work, account.id, address, session.id)
            work.audit.add(_event(agent_of(actor), "sign_in", account.id, now, is_allowed=True))
        return SignedIn(actor=actor, token=token, expires_at=session.expires_at)

    def _is_alive(self, session: BrowserSession, now: datetime) -> bool:
        idle_until = session.seen_at + timedelta(seconds=self._settings.idle_s)
        return session.revoked_at is None and now < session.expires_at and now < idle_until

    async def _actor(
        self, work: Work, account_id: AccountId, address: str, session_id: BrowserSessionId | None
    ) -> Actor:
        account = await work.accounts.get(account_id)
        if not account.is_active:
            raise NotSignedIn
        facility = await work.facilities.get(account.facility_id) if account.facility_id else None
        return Actor(
            account_id=account.id,
            display_name=account.display_name,
            roles=account.roles,
            practitioner_id=account.practitioner_id,
            facility_id=account.facility_id,
            facility_name=facility.name if facility else "",
            address=address,
            browser_session_id=session_id,
        )

    async def _me(self, work: Work, actor: Actor) -> Me:
        account = await work.accounts.get(actor.account_id)
        found = await persons(work, [account.practitioner_id])
        facility = await work.facilities.get(account.facility_id) if account.facility_id else None
        session = await work.sign_ins.by_id(actor.browser_session_id) if actor.browser_session_id else None
        return Me(
            account=account,
            facility=facility,
            person=found.get(account.practitioner_id) if account.practitioner_id else None,
            session_expires_at=session.expires_at if session else None,
        )

    async def _note_failure(self, name: str, address: str, account: Account | None) -> None:
        await self._proofs.throttle.failed(name, address, self._desk.clock.now())
        agent = AuditAgent(
            account_id=account.id if account else None,
            name=account.display_name if account else "",
            address=address,
        )
        await self._note(agent, "sign_in", account.id if account else "", is_allowed=False)

    async def _note(self, agent: AuditAgent, action: str, object_id: str, *, is_allowed: bool = True) -> None:
        async with self._desk.database.transaction() as work:
            work.audit.add(_event(agent, action, object_id, self._desk.clock.now(), is_allowed=is_allowed))


def _account_entity(account_id: AccountId) -> AuditEntity:
    return AuditEntity(kind="account", id=account_id)


def _event(agent: AuditAgent, action: str, object_id: str, at: datetime, *, is_allowed: bool) -> AuditEvent:
    entity = AuditEntity(kind="account", id=object_id)
    return AuditEvent(at=at, agent=agent, action=action, entity=entity, is_allowed=is_allowed)


async def _machine_account(work: Work, login: str) -> Account:
    if login:
        found = await work.accounts.by_login(login)
        if found is None:
            raise NotFound("account")
        return found[0]
    administrators = await work.accounts.find(
        AccountQuery(role=Role.REGION_ADMIN, is_active=True), Paging(1, 1)
    )
    if not administrators.items:
        raise NotFound("account")
    return administrators.items[0]
