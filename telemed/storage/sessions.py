"""Live sessions, seats and device checks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from telemed.domain.errors import AlreadyExists, NotFound
from telemed.domain.ids import AccountId, ConsultationId, ParticipantId, PractitionerId, SessionId
from telemed.domain.live_session import LiveSession, Participant, SeatRole, SessionState
from telemed.domain.scheduling import Span
from telemed.storage.rows import insert, save, to_json
from telemed.storage.tables import device_checks, participants, sessions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telemed.domain.live_session import DeviceCheck

S = sessions.c
P = participants.c
D = device_checks.c


class SessionStore:
    """Repository of live sessions."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, session_id: SessionId) -> LiveSession:
        """Find one. Raises NotFound."""
        row = (await self._connection.execute(select(sessions).where(S.id == session_id))).mappings().first()
        if row is None:
            raise NotFound("session")
        return _session(row)

    async def of_cases(self, ids: Iterable[ConsultationId]) -> dict[ConsultationId, tuple[LiveSession, ...]]:
        """List the sessions of several cases, in the order they were planned."""
        query = select(sessions).where(S.consultation_id.in_(set(ids))).order_by(S.planned_start, S.id)
        found: dict[ConsultationId, list[LiveSession]] = {}
        for row in (await self._connection.execute(query)).mappings():
            found.setdefault(ConsultationId(row["consultation_id"]), []).append(_session(row))
        return {case_id: tuple(those) for case_id, those in found.items()}

    async def of_ids(self, ids: Iterable[SessionId]) -> dict[SessionId, LiveSession]:
        """Find several."""
        rows = await self._connection.execute(select(sessions).where(S.id.in_(set(ids))))
        return {SessionId(row["id"]): _session(row) for row in rows.mappings()}

    async def add(self, session: LiveSession) -> None:
        """Insert one."""
        await insert(self._connection, sessions, _session_values(session))

    async def save(self, session: LiveSession) -> LiveSession:
        """Update one and give it with its new version. Raises StaleVersion."""
        await save(self._connection, sessions, session.id, session.version, _session_values(session))
        return replace(session, version=session.version + 1)

    async def seats(self, session_id: SessionId) -> tuple[Participant, ...]:
        """List the seats of a session."""
        return (await self.seats_of([session_id])).get(session_id, ())

    async def seats_of(self, ids: Iterable[SessionId]) -> dict[SessionId, tuple[Participant, ...]]:
        """List the seats of several sessions."""
        query = select(participants).where(P.session_id.in_(set(ids))).order_by(P.id)
        found: dict[SessionId, list[Participant]] = {}
        for row in (await self._connection.execute(query)).mappings():
            found.setdefault(SessionId(row["session_id"]), []).append(_participant(row))
        return {session_id: tuple(those) for session_id, those in found.items()}

    async def seat(self, participant_id: ParticipantId) -> Participant:
        """Find one seat. Raises NotFound."""
        query = select(participants).where(P.id == participant_id)
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound("participant")
        return _participant(row)

    async def keep_seat(self, wanted: Participant) -> Participant:
        """Give the account's seat in this session: the one it has, else the wanted one, now stored."""
        mine = (P.session_id == wanted.session_id, P.account_id == wanted.account_id)
        row = (await self._connection.execute(select(participants).where(*mine))).mappings().first()
        if row is not None:
            return _participant(row)
        try:
            async with self._connection.begin_nested():
                await insert(self._connection, participants, _participant_values(wanted))
        except AlreadyExists:
            row = (await self._connection.execute(select(participants).where(*mine))).mappings().one()
            return _participant(row)
        return wanted

    async def add_seats(self, seats: Iterable[Participant]) -> None:
        """Insert seats that are known to be new."""
        for seat in seats:
            await insert(self._connection, participants, _participant_values(seat))

    async def note_seat(
        self,
        participant_id: ParticipantId,
        *,
        joined_at: datetime | None = None,
        left_at: datetime | None = None,
    ) -> None:
        """Note coming and going; the first coming is kept, the last going too."""
        statement = update(participants).where(P.id == participant_id)
        if joined_at is not None:
            statement = statement.values(joined_at=func.coalesce(P.joined_at, joined_at), left_at=None)
        else:
            statement = statement.values(left_at=left_at)
        await self._connection.execute(statement)

    async def add_check(
        self, session_id: SessionId, account_id: AccountId, at: datetime, check: DeviceCheck
    ) -> None:
        """Keep a device check."""
        values = {"session_id": session_id, "account_id": account_id, "at": at, "result": to_json(check)}
        await insert(self._connection, device_checks, values)

    async def checked_at(self, session_id: SessionId) -> dict[AccountId, datetime]:
        """Say when each account last checked its devices for this session."""
        query = (
            select(D.account_id, func.max(D.at, type_=D.at.type))
            .where(D.session_id == session_id)
            .group_by(D.account_id)
        )
        return {AccountId(row[0]): row[1] for row in await self._connection.execute(query)}


def _session_values(session: LiveSession) -> dict[str, object]:
    return {
        "id": session.id,
        "version": session.version,
        "consultation_id": session.consultation_id,
        "state": session.state.value,
        "planned_start": session.planned.start,
        "planned_end": session.planned.end,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
    }


def _session(row: RowMapping) -> LiveSession:
    return LiveSession(
        id=SessionId(row["id"]),
        consultation_id=ConsultationId(row["consultation_id"]),
        version=row["version"],
        state=SessionState(row["state"]),
        planned=Span(row["planned_start"], row["planned_end"]),
        started_at=row["started_at"],
        ended_at=row["ended_at"],
    )


def _participant_values(seat: Participant) -> dict[str, object]:
    return {
        "id": seat.id,
        "session_id": seat.session_id,
        "account_id": seat.account_id,
        "practitioner_id": seat.practitioner_id,
        "display_name": seat.display_name,
        "facility_name": seat.facility_name,
        "role": seat.role.value,
        "joined_at": seat.joined_at,
        "left_at": seat.left_at,
    }


def _participant(row: RowMapping) -> Participant:
    return Participant(
        id=ParticipantId(row["id"]),
        session_id=SessionId(row["session_id"]),
        account_id=AccountId(row["account_id"]),
        practitioner_id=PractitionerId(row["practitioner_id"]) if row["practitioner_id"] else None,
        display_name=row["display_name"],
        facility_name=row["facility_name"],
        role=SeatRole(row["role"]),
        joined_at=row["joined_at"],
        left_at=row["left_at"],
    )
