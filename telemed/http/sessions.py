"""Live sessions as HTTP sees them: before, beside and after the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from telemed.domain.errors import StoreBroken
from telemed.domain.ids import SessionId
from telemed.domain.live_session import DeviceCheck
from telemed.http.exchange import path_text, read_body, read_query, reply
from telemed.http.gate import actor_of
from telemed.http.reference_bodies import optional_patient
from telemed.wire import http_scheduling as wire
from telemed.wire.entries import EntryBody, LogEntry
from telemed.wire.live import NAMESPACE

if TYPE_CHECKING:
    from aiohttp import web

    from telemed.domain.session_log import StoredEntry
    from telemed.http.registry import Handler
    from telemed.services.live_sessions import LiveSessions, SessionPerson, SessionView

SOCKET_PATH = "/socket.io/"
BODY: msgspec.json.Decoder[EntryBody] = msgspec.json.Decoder(EntryBody)


class SessionHandlers:
    """Meetings."""

    def __init__(self, sessions: LiveSessions) -> None:
        self._sessions = sessions

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "session": self.session,
            "sessionToken": self.token,
            "deviceCheck": self.device_check,
            "sessionLog": self.log,
        }

    async def session(self, request: web.Request) -> web.StreamResponse:
        """Describe a session."""
        return reply(session_body(await self._sessions.session(actor_of(request), _session(request))))

    async def token(self, request: web.Request) -> web.StreamResponse:
        """Let someone into the room."""
        given = await self._sessions.issue_token(actor_of(request), _session(request))
        body = wire.SessionToken(
            token=given.token, expires_at=given.expires_at, path=SOCKET_PATH, namespace=NAMESPACE
        )
        return reply(body, 201)

    async def device_check(self, request: web.Request) -> web.StreamResponse:
        """Note what the waiting room found out."""
        given = await read_body(request, wire.DeviceCheck)
        check = DeviceCheck(
            camera=given.camera,
            microphone=given.microphone,
            speaker=given.speaker,
            connection=given.connection,
            round_trip_ms=given.round_trip_ms,
            up_kbps=given.up_kbps,
            down_kbps=given.down_kbps,
            browser=given.browser,
        )
        at = await self._sessions.note_device_check(actor_of(request), _session(request), check)
        return reply(wire.DeviceCheckSaved(at=at), 201)

    async def log(self, request: web.Request) -> web.StreamResponse:
        """Read the session log."""
        query = read_query(request, wire.LogQuery)
        page = await self._sessions.log(actor_of(request), _session(request), query.since, query.limit)
        return reply(wire.LogPage(entries=tuple(entry_body(entry) for entry in page.entries), last=page.last))


def _session(request: web.Request) -> SessionId:
    return SessionId(path_text(request, "sessionId"))


def session_body(view: SessionView) -> wire.Session:
    """Show a session."""
    session, case = view.session, view.consultation
    return wire.Session(
        id=session.id,
        consultation_id=case.id,
        number=case.number,
        title=case.form.question.purpose,
        mode=case.terms.mode,
        urgency=case.terms.urgency,
        patient=optional_patient(view.patient, session.planned.start),
        state=session.state,
        planned_start=session.planned.start,
        planned_end=session.planned.end,
        lobby_opens_at=session.lobby_opens_at,
        started_at=session.started_at,
        ended_at=session.ended_at,
        people=tuple(_person(person) for person in view.people),
        own_role=view.own_role,
        may_join=view.may_join,
        recording_ids=tuple(view.recording_ids),
    )


def _person(person: SessionPerson) -> wire.SessionPerson:
    seat = person.participant
    return wire.SessionPerson(
        participant_id=seat.id if seat else None,
        account_id=person.account_id,
        name=person.name,
        facility_name=person.facility_name,
        role=person.role,
        is_here=seat is not None and seat.joined_at is not None and seat.left_at is None,
        checked_at=person.checked_at,
    )


def entry_body(entry: StoredEntry) -> LogEntry:
    """Show a stored entry as the live protocol does. Raises StoreBroken when it cannot be read."""
    try:
        body = BODY.decode(entry.body)
    except msgspec.MsgspecError:
        raise StoreBroken("An entry of the session log cannot be read.") from None
    return LogEntry(
        seq=entry.seq,
        at_ms=round(entry.at.timestamp() * 1000),
        media_ms=entry.media_ms,
        participant_id=entry.participant_id,
        body=body,
    )
