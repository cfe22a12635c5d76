"""The audit trail and the session logs that the invented past must have left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from telemed.domain.access import Action
from telemed.domain.audit import AuditAgent, AuditEntity, AuditEvent
from telemed.domain.live_session import SeatRole
from telemed.domain.session_log import NewEntry
from telemed.wire import entries as wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from telemed.demo.meetings import Meeting
    from telemed.demo.staff import Member
    from telemed.domain.consultation import CaseEvent
    from telemed.domain.ids import AccountId, ParticipantId
    from telemed.domain.live_session import LiveSession, Participant

ACTION_OF: dict[str, Action] = {
    "created": Action.CREATE_CASE,
    "submitted": Action.SUBMIT_CASE,
    "resubmitted": Action.SUBMIT_CASE,
    "returned": Action.RETURN_CASE,
    "accepted": Action.ACCEPT_CASE,
    "rejected": Action.REJECT_CASE,
    "transferred": Action.OFFER_CASE,
    "offered": Action.OFFER_CASE,
    "scheduled": Action.ANSWER_INVITATION,
    "taken_in_writing": Action.ANSWER_INVITATION,
    "started": Action.RUN_SESSION,
    "ended": Action.RUN_SESSION,
    "opinion_issued": Action.SIGN_OPINION,
    "acknowledged": Action.ACKNOWLEDGE_CASE,
    "closed": Action.CLOSE_CASE,
    "cancelled": Action.CANCEL_CASE,
    "voided": Action.CANCEL_CASE,
}
READ_FIRST = frozenset({"accepted", "scheduled", "taken_in_writing", "opinion_issued", "acknowledged"})
"""Before these, somebody read the case."""


def audit_events(meeting: Meeting) -> Iterator[AuditEvent]:
    """Give what the trail would hold of one case, in order of time."""
    told = meeting.told
    cast = told.cast
    people = {one.account.id: one for one in (cast.requester, cast.coordinator, cast.specialist)}
    case = told.case
    entity = AuditEntity(
        kind="consultation",
        id=case.id,
        consultation_id=case.id,
        number=case.number,
        patient_id=case.patient_id,
        facility_id=case.origin.facility_id,
    )
    for event in told.events:
        agent = _agent(event, people)
        if event.kind in READ_FIRST:
            yield AuditEvent(at=event.at, agent=agent, action=Action.READ_CASE.value, entity=entity)
        action = ACTION_OF.get(event.kind)
        if action is not None:
            yield AuditEvent(at=event.at, agent=agent, action=action.value, entity=entity)


def _agent(event: CaseEvent, people: dict[AccountId, Member]) -> AuditAgent:
    member = people.get(event.account_id) if event.account_id else None
    if member is None:
        return AuditAgent()
    return AuditAgent(
        account_id=member.account.id,
        name=member.account.display_name,
        roles=",".join(sorted(role.value for role in member.account.roles)),
        facility_id=member.account.facility_id,
        facility_name=member.facility_name,
        address="127.0.0.1",
    )


def session_entries(session: LiveSession, seats: tuple[Participant, ...]) -> list[NewEntry]:
    """Give a short log: who came, the start, the record on the stage, the end."""
    if session.started_at is None or not seats:
        return []
    host = next(seat.id for seat in seats if seat.role is SeatRole.HOST)
    log = Log(session.started_at)
    for seat in seats:
        log.add(_joined(seat), seat.joined_at or session.started_at, seat.id)
    log.add(wire.SessionStarted(), session.started_at, host)
    log.add(wire.StageShown(material_id=session.consultation_id), session.started_at, host)
    if session.ended_at is not None:
        log.add(wire.SessionEnded(reason="ended"), session.ended_at, host)
    return log.entries


class Log:
    """Numbers entries and puts them on the media clock."""

    def __init__(self, started_at: datetime) -> None:
        self.entries: list[NewEntry] = []
        self._started_at = started_at

    def add(self, body: wire.EntryBody, at: datetime, by: ParticipantId) -> None:
        """Append one."""
        media_ms = round((at - self._started_at).total_seconds() * 1000)
        self.entries.append(
            NewEntry(
                seq=len(self.entries) + 1,
                at=at,
                media_ms=media_ms if media_ms >= 0 else None,
                participant_id=by,
                kind=str(type(body).__struct_config__.tag),
                body=msgspec.json.encode(body),
                key=None,
            )
        )


def _joined(seat: Participant) -> wire.ParticipantJoined:
    return wire.ParticipantJoined(
        account_id=seat.account_id,
        display_name=seat.display_name,
        facility_name=seat.facility_name,
        role=seat.role.value,
    )
