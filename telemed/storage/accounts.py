"""Accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, true, update

from telemed.domain.errors import NotFound
from telemed.domain.ids import AccountId, FacilityId, PractitionerId
from telemed.domain.listing import Page, Paging
from telemed.domain.people import Account, Language, Preferences, Theme
from telemed.domain.roles import Role
from telemed.storage.rows import from_json, insert, save, to_json
from telemed.storage.tables import accounts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

A = accounts.c


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQuery:
    """Which accounts; empty asks for all."""

    text: str = ""
    role: Role | None = None
    facility_id: FacilityId | None = None
    is_active: bool | None = None


class AccountStore:
    """Repository of accounts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, account_id: AccountId) -> Account:
        """Find one. Raises NotFound."""
        found = await self.of_ids([account_id])
        if account_id not in found:
            raise NotFound("account")
        return found[account_id]

    async def of_ids(self, ids: Iterable[AccountId]) -> dict[AccountId, Account]:
        """Find several."""
        rows = await self._connection.execute(select(accounts).where(A.id.in_(set(ids))))
        return {AccountId(row["id"]): _account(row) for row in rows.mappings()}

    async def of_practitioners(self, ids: Iterable[PractitionerId]) -> dict[PractitionerId, Account]:
        """Find the accounts of practitioners."""
        rows = await self._connection.execute(select(accounts).where(A.practitioner_id.in_(set(ids))))
        return {PractitionerId(row["practitioner_id"]): _account(row) for row in rows.mappings()}

    async def by_login(self, login: str) -> tuple[Account, str] | None:
        """Find an account and the hash of its password."""
        row = (await self._connection.execute(select(accounts).where(A.login == login))).mappings().first()
        return (_account(row), str(row["password_hash"])) if row is not None else None

    async def password_hash(self, account_id: AccountId) -> str:
        """Read the hash of a password. Raises NotFound."""
        found = await self._connection.scalar(select(A.password_hash).where(A.id == account_id))
        if found is None:
            raise NotFound("account")
        return str(found)

    async def set_password_hash(self, account_id: AccountId, password_hash: str) -> None:
        """Replace the hash of a password."""
        await self._connection.execute(
            update(accounts).where(A.id == account_id).values(password_hash=password_hash)
        )

    async def note_sign_in(self, account_id: AccountId, at: datetime) -> None:
        """Note when somebody came; no new version, nothing was decided."""
        await self._connection.execute(update(accounts).where(A.id == account_id).values(last_sign_in_at=at))

    async def find(self, query: AccountQuery, paging: Paging) -> Page[Account]:
        """List accounts by login."""
        where = and_(true(), *_conditions(query))
        total = await self._connection.scalar(select(func.count()).select_from(accounts).where(where))
        rows = await self._connection.execute(
            select(accounts).where(where).order_by(A.login).limit(paging.size).offset(paging.offset)
        )
        return Page(tuple(_account(row) for row in rows.mappings()), int(total or 0), paging)

    async def add(self, account: Account, password_hash: str) -> None:
        """Insert one. Raises AlreadyExists for a login in use."""
        await insert(self._connection, accounts, {**_values(account), "password_hash": password_hash})

    async def save(self, account: Account) -> None:
        """Update one. Raises StaleVersion."""
        await save(self._connection, accounts, account.id, account.version, _values(account))

    async def count(self) -> int:
        """Count all."""
        return int(await self._connection.scalar(select(func.count()).select_from(accounts)) or 0)


def _conditions(query: AccountQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.text:
        columns = (A.login, A.display_name)
        found.append(or_(*(column.contains(query.text, autoescape=True) for column in columns)))
    if query.role is not None:
        found.append(A.roles.contains(f'"{query.role.value}"'))
    if query.facility_id is not None:
        found.append(A.facility_id == query.facility_id)
    if query.is_active is not None:
        found.append(A.is_active.is_(query.is_active))
    return found


def _values(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "version": account.version,
        "login": account.login,
        "display_name": account.display_name,
        "roles": to_json(sorted(role.value for role in account.roles)),
        "facility_id": account.facility_id,
        "practitioner_id": account.practitioner_id,
        "language": account.preferences.language.value,
        "theme": account.preferences.theme.value,
        "is_active": account.is_active,
        "last_sign_in_at": account.last_sign_in_at,
    }


def _account(row: RowMapping) -> Account:
    return Account(
        id=AccountId(row["id"]),
        version=row["version"],
        login=row["login"],
        display_name=row["display_name"],
        roles=from_json(row["roles"], frozenset[Role]),
        facility_id=FacilityId(row["facility_id"]) if row["facility_id"] else None,
        practitioner_id=PractitionerId(row["practitioner_id"]) if row["practitioner_id"] else None,
        preferences=Preferences(language=Language(row["language"]), theme=Theme(row["theme"])),
        is_active=row["is_active"],
        last_sign_in_at=row["last_sign_in_at"],
    )
