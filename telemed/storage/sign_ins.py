"""Browser sessions, machine tokens and room tokens: only hashes of the secrets are stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from telemed.domain.ids import AccountId, BrowserSessionId, ParticipantId, SessionId
from telemed.storage.rows import insert
from telemed.storage.tables import browser_sessions, machine_tokens, room_tokens

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

B = browser_sessions.c
M = machine_tokens.c
R = room_tokens.c


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """A sign-in."""

    id: BrowserSessionId
    account_id: AccountId
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPass:
    """What a room token stands for."""

    session_id: SessionId
    participant_id: ParticipantId
    account_id: AccountId
    expires_at: datetime


class SignInStore:
    """Repository of proofs of identity."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, session: BrowserSession, token_hash: str) -> None:
        """Insert a browser session."""
        values = {
            "id": session.id,
            "token_hash": token_hash,
            "account_id": session.account_id,
            "created_at": session.created_at,
            "seen_at": session.seen_at,
            "expires_at": session.expires_at,
            "revoked_at": session.revoked_at,
            "address": session.address,
        }
        await insert(self._connection, browser_sessions, values)

    async def by_token(self, token_hash: str) -> BrowserSession | None:
        """Find by the hash of the cookie."""
        return await self._one(B.token_hash == token_hash)

    async def by_id(self, session_id: BrowserSessionId) -> BrowserSession | None:
        """Find by id."""
        return await self._one(B.id == session_id)

    async def seen(self, session_id: BrowserSessionId, at: datetime) -> None:
        """Note that it is in use."""
        await self._connection.execute(update(browser_sessions).where(B.id == session_id).values(seen_at=at))

    async def revoke(self, session_id: BrowserSessionId, at: datetime) -> None:
        """End one."""
        await self._connection.execute(
            update(browser_sessions).where(B.id == session_id, B.revoked_at.is_(None)).values(revoked_at=at)
        )

    async def revoke_all(
        self, account_id: AccountId, at: datetime, *, keep: BrowserSessionId | None = None
    ) -> tuple[BrowserSessionId, ...]:
        """End all of an account but one; gives the ended ones."""
        open_ones = (B.account_id == account_id, B.revoked_at.is_(None), B.id != (keep or ""))
        ended = await self._connection.scalars(select(B.id).where(*open_ones))
        ids = tuple(BrowserSessionId(found) for found in ended)
        await self._connection.execute(update(browser_sessions).where(*open_ones).values(revoked_at=at))
        return ids

    async def seen_since(self, at: datetime) -> frozenset[AccountId]:
        """List accounts that were active since a moment."""
        query = select(B.account_id).where(B.seen_at >= at, B.revoked_at.is_(None))
        return frozenset(AccountId(found) for found in await self._connection.scalars(query))

    async def add_machine(self, account_id: AccountId, name: str, token_hash: str, at: datetime) -> None:
        """Insert a bearer token."""
        values = {"token_hash": token_hash, "account_id": account_id, "name": name, "created_at": at}
        await insert(self._connection, machine_tokens, values)

    async def machine_account(self, token_hash: str) -> AccountId | None:
        """Find whose a bearer token is."""
        query = select(M.account_id).where(M.token_hash == token_hash, M.revoked_at.is_(None))
        found = await self._connection.scalar(query)
        return AccountId(found) if found is not None else None

    async def add_room_pass(self, token_hash: str, granted: RoomPass, now: datetime) -> None:
        """Insert a room token and drop those that are over."""
        await self._connection.execute(delete(room_tokens).where(R.expires_at < now))
        values = {
            "token_hash": token_hash,
            "session_id": granted.session_id,
            "participant_id": granted.participant_id,
            "account_id": granted.account_id,
            "expires_at": granted.expires_at,
        }
        await insert(self._connection, room_tokens, values)

    async def use_room_pass(self, token_hash: str, account_id: AccountId, now: datetime) -> RoomPass | None:
        """Take a room token: gives it the first time, to the right account, before it is over."""
        taken = (
            update(room_tokens)
            .where(
                R.token_hash == token_hash,
                R.account_id == account_id,
                R.used_at.is_(None),
                R.expires_at > now,
            )
            .values(used_at=now)
            .returning(R.session_id, R.participant_id, R.expires_at)
        )
        row = (await self._connection.execute(taken)).first()
        if row is None:
            return None
        return RoomPass(
            session_id=SessionId(row[0]),
            participant_id=ParticipantId(row[1]),
            account_id=account_id,
            expires_at=row[2],
        )

    async def _one(self, where: object) -> BrowserSession | None:
        query = select(browser_sessions).where(where)  # type: ignore[arg-type]  # a condition of this module
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            return None
        return BrowserSession(
            id=BrowserSessionId(row["id"]),
            account_id=AccountId(row["account_id"]),
            created_at=row["created_at"],
            seen_at=row["seen_at"],
            expires_at=row["expires_at"],
            revoked_at=row["revoked_at"],
            address=row["address"],
        )
