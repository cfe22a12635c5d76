"""Figures, badges, discretion and ids: the parts of the services that need no store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from telemed.domain.access import Relation
from telemed.domain.consultation import CaseEvent
from telemed.domain.consultation_states import State
from telemed.domain.ids import (
    AccountId,
    AttachmentId,
    EventId,
    FacilityId,
    PatientId,
    SeriesId,
    StudyId,
    UploadId,
)
from telemed.domain.materials import (
    Added,
    Attachment,
    BlobRef,
    MaterialKind,
    Series,
    SeriesFacts,
    Study,
    Upload,
    UploadName,
    UploadState,
)
from telemed.domain.patient import Patient
from telemed.domain.people import Sex
from telemed.domain.request_form import RequestForm, Urgency
from telemed.domain.roles import Actor, Role
from telemed.services.badges import badges_of
from telemed.services.discretion import shown_case, shown_events, shown_patient
from telemed.services.figures_view import FiguresFilter
from telemed.services.first_time import FirstTime
from telemed.services.measures import MEASURES, figure, rows_by
from telemed.services.system import SystemIds
from telemed.storage.case_times import CaseTimes
from tests.support.cases import CASE, NOW, a_case
from tests.support.clinic import FORM, HandClock

HOUR = timedelta(hours=1)
WEEK = FiguresFilter(first=date(2026, 11, 23), last=date(2026, 11, 29))
ADDED = Added(at=NOW, by=AccountId("a"))
BLOB = BlobRef("0" * 64, 1)


def times(waiting_h: float | None, opinion_h: float | None = None, state: State = State.CLOSED) -> CaseTimes:
    """Make a case that waited and then took so long."""
    started = NOW + waiting_h * HOUR if waiting_h is not None else None
    ended = started + HOUR if started is not None else None
    issued = ended + opinion_h * HOUR if ended is not None and opinion_h is not None else None
    return CaseTimes(
        state=state, urgency=Urgency.ROUTINE, facility_id=FacilityId("f"), speciality="心内科",
        submitted_at=NOW, accepted_at=NOW + HOUR, scheduled_at=None, started_at=started, ended_at=ended,
        issued_at=issued,
    )  # fmt: skip


def test_times_are_medians_with_the_ninetieth_percentile() -> None:
    cases = [times(hours, 0.5) for hours in range(1, 12)]
    found = {each.definition.key: figure(each, cases, WEEK) for each in MEASURES}
    waiting = found["Q22"]
    assert (waiting.value, waiting.percentile90, waiting.denominator) == (6, 10, 11)
    assert found["Q27R"].value == 1.0
    assert sum(point.denominator for point in waiting.trend) == 11


def test_rates_name_numerator_and_denominator() -> None:
    cases = [
        times(1, 0.5),
        times(1, 3.0),
        times(None, state=State.REJECTED),
        times(None, state=State.SUBMITTED),
    ]
    found = {each.definition.key: figure(each, cases, WEEK) for each in MEASURES}
    assert (found["Q40"].numerator, found["Q40"].denominator, found["Q40"].value) == (2, 4, 0.5)
    assert (found["Q27R"].numerator, found["Q27R"].denominator) == (1, 2)
    assert found["Q41"].value == 0.25


def test_nothing_counted_gives_no_value_instead_of_zero() -> None:
    found = {each.definition.key: figure(each, [], WEEK) for each in MEASURES}
    assert found["Q22"].value is None
    assert found["Q40"].value is None
    assert found["Q01"].value == 0
    assert len(found["Q01"].trend) == 7


def test_long_periods_are_drawn_by_month() -> None:
    year = FiguresFilter(first=date(2026, 1, 15), last=date(2026, 12, 31))
    assert [point.start.month for point in figure(MEASURES[0], [times(1)], year).trend] == list(range(1, 13))


def test_rows_put_the_busiest_first() -> None:
    other = replace(times(2, 1.0), speciality="骨科")
    rows = rows_by([times(1, 1.0), other, other], lambda case: (case.speciality, None))
    assert [(row.name, row.requests, row.completed) for row in rows] == [("骨科", 2, 2), ("心内科", 1, 1)]
    assert rows[0].waiting_median_hours == 2


def test_every_definition_speaks_both_languages() -> None:
    for each in MEASURES:
        assert all(
            (
                each.definition.name_zh,
                each.definition.name_en,
                each.definition.text_zh,
                each.definition.text_en,
            )
        )
    assert len({each.definition.key for each in MEASURES}) == len(MEASURES)


def upload(name: str, received: int, state: UploadState = UploadState.RECEIVING) -> Upload:
    """Make an upload of a hundred bytes."""
    return Upload(
        id=UploadId(name), consultation_id=CASE, account_id=AccountId("a"),
        name=UploadName(filename=name, size_bytes=100), received_bytes=received, state=state,
        created_at=NOW, expires_at=NOW,
    )  # fmt: skip


def test_badges_count_by_modality_and_show_what_is_coming() -> None:
    study = Study(id=StudyId("s"), consultation_id=CASE, study_uid="1.2")
    series = Series(
        id=SeriesId("x"), study=study, series_uid="1", facts=SeriesFacts(modality="CT"), added=ADDED
    )
    photo = Attachment(
        id=AttachmentId("p"), consultation_id=CASE, kind=MaterialKind.IMAGE, title="",
        media_type="image/jpeg", blob=BLOB, added=ADDED,
    )  # fmt: skip
    coming = [
        upload("1.dcm", 50),
        upload("2", 100),
        upload("b.pdf", 10),
        upload("c.pdf", 0, UploadState.REFUSED),
    ]
    found = {
        (each.kind, each.label): (each.count, each.upload_percent)
        for each in badges_of([series, photo], coming)
    }
    assert found == {
        (MaterialKind.SERIES, "CT"): (1, 75),
        (MaterialKind.IMAGE, ""): (1, 100),
        (MaterialKind.PDF, ""): (0, 10),
    }


def test_discretion_cuts_form_and_patient_by_the_table() -> None:
    case = replace(a_case(State.OFFERED), form=FORM)
    patient = Patient(id=PatientId("p"), name="刘建国", sex=Sex.MALE)
    expert = Actor(account_id=AccountId("e"), display_name="", roles=frozenset({Role.SPECIALIST}))
    admin = replace(expert, roles=frozenset({Role.FACILITY_ADMIN}))
    invited, asked, office = (
        frozenset({relation}) for relation in (Relation.INVITED, Relation.OFFERED, Relation.FACILITY)
    )
    assert shown_case(expert, invited, case).form == FORM
    assert shown_patient(expert, invited, patient) == patient
    summary = shown_case(expert, asked, case).form
    assert (summary.question.purpose, summary.question.callback_phone) == (FORM.question.purpose, "")
    shown = shown_patient(expert, asked, patient)
    assert shown is not None
    assert shown.name == "刘**"
    assert shown_case(admin, office, case).form == RequestForm(target=FORM.target)
    assert shown_patient(admin, office, patient) is None


def test_a_time_line_keeps_drafts_from_the_requester_and_words_from_administrators() -> None:
    events = [
        CaseEvent(id=EventId(kind), consultation_id=CASE, at=NOW, kind=kind, text="words")
        for kind in ("submitted", "opinion_signed", "opinion_issued", "opinion_amended")
    ]
    doctor = Actor(account_id=AccountId("d"), display_name="", roles=frozenset({Role.REQUESTING_DOCTOR}))
    expert = replace(doctor, roles=frozenset({Role.SPECIALIST}))
    admin = replace(doctor, roles=frozenset({Role.FACILITY_ADMIN}))
    seen = shown_events(doctor, frozenset({Relation.OWN}), events)
    assert [event.kind for event in seen] == ["submitted", "opinion_issued"]
    assert shown_events(expert, frozenset({Relation.INVITED}), events) == tuple(events)
    assert {event.text for event in shown_events(admin, frozenset({Relation.FACILITY}), events)} == {""}


def test_the_first_read_is_known_from_then_on() -> None:
    seen = FirstTime()
    actor = Actor(account_id=AccountId("a"), display_name="", roles=frozenset())
    assert not seen.is_known(actor, "series")
    seen.note(actor, "series")
    assert seen.is_known(actor, "series")
    assert not seen.is_known(replace(actor, account_id=AccountId("b")), "series")


def test_ids_sort_in_the_order_they_were_made_even_when_the_clock_goes_back() -> None:
    clock = HandClock()
    ids = SystemIds(clock)
    made = []
    for step_s in (0, 0, 1, -3600, 0, 7200):
        clock.move(timedelta(seconds=step_s))
        made += [ids.new() for _ in range(50)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
