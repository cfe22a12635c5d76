"""The store port over telemed.services.live_sessions: entries to bytes and back, errors to refusals."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import msgspec

from signaling.acts import acts_of
from signaling.ports import KeyedEntry, LogTaken, Seat, SessionRecord
from signaling.refusals import LiveRefusal
from signaling.seats import Guest
from telemed.domain.errors import Kind, LogConflict, StepNotAllowed, TelemedError, TokenRefused
from telemed.domain.ids import AccountId, ParticipantId, SessionId
from telemed.domain.session_log import NewEntry
from telemed.wire.entries import EntryBody, LogEntry, SeatRole
from telemed.wire.live import LiveCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telemed.domain.session_acts import SessionAct
    from telemed.domain.session_log import StoredEntry
    from telemed.services.live_sessions import LiveSessionRecord, SeatGrant

BODY = msgspec.json.Decoder(EntryBody)


class SessionService(Protocol):
    """The part of telemed.services.live_sessions.LiveSessions that rooms use."""

    async def redeem(self, token: str, account_id: AccountId) -> SeatGrant:
        """Take a token."""

    async def load(self, session_id: SessionId) -> LiveSessionRecord:
        """Read a session with its whole log."""

    async def commit(
        self, session_id: SessionId, entries: Sequence[NewEntry], acts: Sequence[SessionAct]
    ) -> tuple[StoredEntry, ...]:
        """Append entries and do the acts in one transaction."""


class SessionStore:
    """Fills signaling.ports.LiveStore."""

    def __init__(self, sessions: SessionService) -> None:
        self._sessions = sessions

    async def redeem(self, token: str, account_id: str) -> Seat:
        """Turn a single-use token into a seat."""
        with _refusals():
            grant = await self._sessions.redeem(token, AccountId(account_id))
        guest = Guest(
            participant_id=grant.participant_id,
            account_id=grant.account_id,
            display_name=grant.display_name,
            facility_name=grant.facility_name,
            role=msgspec.convert(grant.role.value, SeatRole),
        )
        return Seat(grant.session_id, guest)

    async def load(self, session_id: str) -> SessionRecord:
        """Read a session with its log."""
        record = await self._sessions.load(SessionId(session_id))
        return SessionRecord(
            session_id=session_id,
            consultation_id=record.consultation_id,
            entries=tuple(from_stored(entry) for entry in record.entries),
            materials=frozenset({record.consultation_id, *(material.id for material in record.materials)}),
        )

    async def materials(self, session_id: str) -> frozenset[str]:
        """Read what may come on the stage."""
        return (await self.load(session_id)).materials

    async def commit(self, session_id: str, entries: Sequence[KeyedEntry]) -> None:
        """Append in one transaction, with everything that follows from the entries."""
        acts = acts_of(one.entry for one in entries)
        with _refusals():
            await self._sessions.commit(SessionId(session_id), [to_stored(one) for one in entries], acts)


def to_stored(keyed: KeyedEntry) -> NewEntry:
    """Turn an entry of the wire into one for the table."""
    entry = keyed.entry
    return NewEntry(
        seq=entry.seq,
        at=datetime.fromtimestamp(entry.at_ms / 1000, UTC),
        media_ms=entry.media_ms,
        participant_id=None if entry.participant_id is None else ParticipantId(entry.participant_id),
        kind=str(entry.body.__struct_config__.tag),
        body=msgspec.json.encode(entry.body),
        key=keyed.key,
    )


def from_stored(stored: StoredEntry) -> KeyedEntry:
    """Turn a row back into an entry of the wire. Raises msgspec.DecodeError when it is of another version."""
    entry = LogEntry(
        seq=stored.seq,
        at_ms=round(stored.at.timestamp() * 1000),
        media_ms=stored.media_ms,
        participant_id=stored.participant_id,
        body=BODY.decode(stored.body),
    )
    return KeyedEntry(entry, stored.key)


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell the peer's fault from ours: what is broken goes on as it is."""
    try:
        yield
    except LogConflict:
        raise LogTaken from None
    except TokenRefused as error:
        raise LiveRefusal(LiveCode.TOKEN_INVALID, error.message) from None
    except StepNotAllowed as error:
        raise LiveRefusal(LiveCode.STEP_NOT_ALLOWED, error.message) from None
    except TelemedError as error:
        if error.kind in (Kind.BROKEN, Kind.BUSY):
            raise
        raise LiveRefusal(LiveCode.NOT_ALLOWED, error.message, field=error.field) from None
