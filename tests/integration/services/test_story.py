"""One whole consultation through the services, as its people live it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from telemed.audit import verify
from telemed.domain.consultation import Adoption, Closing, Conformity
from telemed.domain.consultation_states import State
from telemed.domain.errors import AccessRefused, NotFound, StaleVersion, StepNotAllowed, StepUpRefused
from telemed.domain.ids import ParticipantId, RecordingId
from telemed.domain.invitation import InvitationState
from telemed.domain.live_session import SeatRole, SessionState
from telemed.domain.opinion import OpinionState, VersionState
from telemed.domain.recording import RecordedTrack, RecordingState, TrackFile, TrackSource
from telemed.domain.request_form import Mode
from telemed.domain.session_acts import (
    RecordingAnswered,
    RecordingAsked,
    RecordingStarted,
    RecordingStopped,
    SeatTaken,
    SessionAct,
    SessionEnded,
    SessionStarted,
)
from telemed.domain.session_log import NewEntry, first_break
from tests.support.clinic import OPINION, PASSWORD, Clinic

RECORDING = RecordingId("0190aaaa-0000-7000-8000-000000000001")


async def seat_of(clinic: Clinic, name: str, detail_session: object) -> ParticipantId:
    """Let someone into the room, as the live edge does."""
    sessions = clinic.services.meetings.sessions
    token = await sessions.issue_token(clinic[name], detail_session)  # type: ignore[arg-type]  # a SessionId
    return (await sessions.redeem(token.token, clinic[name].account_id)).participant_id


def entry(seq: int, clinic: Clinic, by: ParticipantId | None, kind: str) -> NewEntry:
    """Make a log entry."""
    return NewEntry(
        seq=seq, at=clinic.clock.now(), media_ms=None, participant_id=by, kind=kind,
        body=b"{}", key=f"key-{seq}",
    )  # fmt: skip


async def test_a_live_consultation_runs_from_draft_to_closed(clinic: Clinic) -> None:
    services = clinic.services
    detail = await clinic.scheduled()
    assert detail.view.consultation.state is State.SCHEDULED
    session = detail.view.session
    assert session is not None
    doctor = await seat_of(clinic, "doctor", session.id)
    expert = await seat_of(clinic, "expert", session.id)
    centre = await seat_of(clinic, "centre", session.id)
    commits: list[tuple[ParticipantId | None, str, list[SessionAct]]] = [
        (doctor, "participant.joined", [SeatTaken(participant_id=doctor)]),
        (expert, "participant.joined", [SeatTaken(participant_id=expert)]),
        (centre, "participant.joined", [SeatTaken(participant_id=centre)]),
        (doctor, "session.started", [SessionStarted(by=doctor)]),
        (doctor, "recording.asked", [RecordingAsked(recording_id=RECORDING, by=doctor)]),
        (
            expert,
            "recording.consented",
            [RecordingAnswered(recording_id=RECORDING, participant_id=expert, is_given=True)],
        ),
        (None, "recording.started", [RecordingStarted(recording_id=RECORDING, media_ms=1000)]),
    ]
    for seq, (by, kind, acts) in enumerate(commits, start=1):
        await services.meetings.sessions.commit(session.id, [entry(seq, clinic, by, kind)], acts)
    case = (await services.consultations.read(clinic["doctor"], detail.view.consultation.id)).view
    assert case.consultation.state is State.IN_SESSION

    draft = await services.opinions.start(clinic["expert"], case.consultation.id, OPINION)
    with pytest.raises(StepUpRefused):
        await services.opinions.sign(clinic["expert"], draft.opinion.id, 1, "a wrong password")
    signed = await services.opinions.sign(clinic["expert"], draft.opinion.id, 1, PASSWORD)
    assert signed.opinion.state is OpinionState.SIGNED
    assert await services.opinions.of_case(clinic["doctor"], case.consultation.id) == ()

    clinic.clock.move(timedelta(minutes=20))
    await services.meetings.sessions.commit(
        session.id,
        [entry(8, clinic, None, "recording.stopped")],
        [RecordingStopped(recording_id=RECORDING, media_ms=600_000)],
    )
    await services.meetings.sessions.commit(
        session.id, [entry(9, clinic, doctor, "session.ended")], [SessionEnded(by=doctor)]
    )
    case = (await services.consultations.read(clinic["doctor"], case.consultation.id)).view
    assert case.consultation.state is State.OPINION_ISSUED
    assert case.session is not None
    assert case.session.state is SessionState.ENDED

    track = RecordedTrack(
        id="t1",  # type: ignore[arg-type]  # a TrackId
        participant_id=doctor,
        source=TrackSource.MICROPHONE,
        kind="audio",
        codec="opus",
        media_type="audio/webm",
        start_ms=1000,
        file=TrackFile(path="r/t1.webm", size_bytes=10, sha256="0" * 64, duration_ms=599_000),
    )
    await services.meetings.recordings.finish(RECORDING, (track,), RecordingState.AVAILABLE)
    played = await services.meetings.recordings.read(clinic["doctor"], RECORDING)
    assert played.view.recording.duration_ms == 599_000
    assert [one.kind for one in played.consent_entries][:2] == ["recording.asked", "recording.consented"]
    with pytest.raises(NotFound):
        await services.meetings.recordings.read(clinic["colleague"], RECORDING)

    (shown,) = await services.opinions.of_case(clinic["doctor"], case.consultation.id)
    assert shown.opinion.draft is None
    assert [version.state for version in shown.opinion.versions] == [VersionState.ISSUED]
    checked = await services.opinions.verify(clinic["doctor"], shown.opinion.id, 1)
    assert checked.is_valid
    document = await services.opinions.document(clinic["doctor"], shown.opinion.id, 1)
    assert document.patient.name == "刘建国"

    done = await services.consultations.acknowledge(
        clinic["doctor"], case.consultation.id, case.consultation.version, Adoption.FULL
    )
    closed = await services.consultations.close(
        clinic["doctor"],
        case.consultation.id,
        done.view.consultation.version,
        Closing(conformity=Conformity.CONFORM),
    )
    assert closed.view.consultation.state is State.CLOSED
    record = await services.meetings.sessions.load(session.id)
    assert first_break(record.entries) is None
    finding = await verify(clinic.database)
    assert finding.problems == ()
    assert finding.opinion_versions == 1
    told = await services.consultations.timeline(clinic["doctor"], case.consultation.id)
    kinds = [one.event.kind for one in told]
    assert kinds[:4] == ["created", "consent_given", "submitted", "accepted"]
    assert kinds[-3:] == ["recording_available", "acknowledged", "closed"]


async def test_an_amendment_is_a_version_and_the_first_stays_readable(clinic: Clinic) -> None:
    services = clinic.services
    detail = await clinic.scheduled(Mode.WRITTEN)
    case = detail.view.consultation
    assert case.state is State.AWAITING_OPINION
    draft = await services.opinions.start(clinic["expert"], case.id, OPINION)
    first = await services.opinions.sign(clinic["expert"], draft.opinion.id, 1, PASSWORD)
    assert first.opinion.state is OpinionState.ISSUED
    amending = await services.opinions.amend(
        clinic["expert"], draft.opinion.id, first.opinion.version, "补充用药建议"
    )
    assert amending.opinion.draft is not None
    (seen,) = await services.opinions.of_case(clinic["doctor"], case.id)
    assert seen.opinion.draft is None
    second = await services.opinions.sign(
        clinic["expert"], draft.opinion.id, amending.opinion.version, PASSWORD
    )
    states = [version.state for version in second.opinion.versions]
    assert states == [VersionState.SUPERSEDED, VersionState.ISSUED]
    for number in (1, 2):
        assert (await services.opinions.verify(clinic["doctor"], draft.opinion.id, number)).is_valid


async def test_the_last_decline_gives_the_case_back_and_frees_the_time(clinic: Clinic) -> None:
    services = clinic.services
    detail = await clinic.offered()
    invitation = detail.matters.invitations[0].invitation
    view = await services.arrangements.decline_invitation(
        clinic["expert"], invitation.id, invitation.version, "当日手术"
    )
    assert view.consultation.state is State.ACCEPTED
    again = await clinic.offered()
    assert again.view.consultation.state is State.OFFERED


async def test_cancelling_frees_the_specialist_and_calls_the_session_off(clinic: Clinic) -> None:
    services = clinic.services
    case = (await clinic.scheduled()).view.consultation
    ended = await services.consultations.cancel(clinic["doctor"], case.id, case.version, "患者已转院")
    assert ended.view.consultation.state is State.CANCELLED
    assert ended.view.session is not None
    assert ended.view.session.state is SessionState.ABORTED
    assert ended.matters.invitations[0].invitation.state is InvitationState.CANCELLED
    again = await clinic.scheduled()
    assert again.view.consultation.state is State.SCHEDULED


async def test_a_stale_version_names_the_state_that_is(clinic: Clinic) -> None:
    case = (await clinic.submitted()).view.consultation
    await clinic.services.consultations.accept(clinic["centre"], case.id, case.version)
    with pytest.raises(StaleVersion) as caught:
        await clinic.services.consultations.reject(clinic["centre"], case.id, case.version, "重复申请")
    assert caught.value.state == State.ACCEPTED.value
    assert caught.value.version == case.version + 1


async def test_a_seat_is_the_same_for_the_same_account(clinic: Clinic) -> None:
    detail = await clinic.scheduled()
    assert detail.view.session is not None
    session_id = detail.view.session.id
    assert await seat_of(clinic, "doctor", session_id) == await seat_of(clinic, "doctor", session_id)
    view = await clinic.services.meetings.sessions.session(clinic["expert"], session_id)
    roles = {person.name: person.role for person in view.people}
    assert roles == {"doctor医师": SeatRole.HOST, "expert医师": SeatRole.EXPERT}
    assert view.may_join


async def test_nobody_else_enters_the_room(clinic: Clinic) -> None:
    detail = await clinic.scheduled()
    assert detail.view.session is not None
    sessions = clinic.services.meetings.sessions
    for name in ("colleague", "second", "auditor", "admin", "observer"):
        with pytest.raises((AccessRefused, NotFound)):
            await sessions.issue_token(clinic[name], detail.view.session.id)


async def test_an_act_that_does_not_fit_leaves_no_entry(clinic: Clinic) -> None:
    detail = await clinic.scheduled()
    assert detail.view.session is not None
    session_id = detail.view.session.id
    doctor = await seat_of(clinic, "doctor", session_id)
    sessions = clinic.services.meetings.sessions
    with pytest.raises(StepNotAllowed):
        await sessions.commit(session_id, [entry(1, clinic, doctor, "x")], [SessionEnded(by=doctor)])
    assert (await sessions.load(session_id)).entries == ()
