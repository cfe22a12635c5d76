"""Cases: completeness, who sees what, lists, time lines, figures, audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from telemed.domain.case_steps import CaseStep
from telemed.domain.consultation import Adoption, Terms
from telemed.domain.consultation_states import State
from telemed.domain.errors import (
    AccessRefused,
    AnswerMissing,
    ConsentMissing,
    FieldInvalid,
    NotFound,
    RequestIncomplete,
    SlotTaken,
    StepNotAllowed,
    TooEarly,
)
from telemed.domain.listing import CaseFilter, Order, Paging
from telemed.domain.request_form import Mode, RequestForm, Urgency
from telemed.domain.scheduling import Span
from telemed.services.arrangements import CalendarFilter, Offer, SpecialistFilter
from telemed.services.audit_trail import AuditFilter
from telemed.services.case_view import WorkView
from telemed.services.figures_view import FiguresFilter
from tests.support.clinic import FORM, HALF_HOUR, START

if TYPE_CHECKING:
    from tests.support.clinic import Clinic

ALL = Paging(1, 50)
NOVEMBER = FiguresFilter(first=date(2026, 11, 1), last=date(2026, 11, 30))


async def test_submitting_names_what_is_missing(clinic: Clinic) -> None:
    consultations = clinic.services.consultations
    empty = await consultations.create(clinic["doctor"], await clinic.new_patient(), Terms(), RequestForm())
    case = empty.view.consultation
    assert "consent" in empty.missing
    with pytest.raises(RequestIncomplete) as refused:
        await consultations.submit(clinic["doctor"], case.id, case.version)
    assert {"form.purpose", "form.speciality", "consent"} <= set(refused.value.fields)
    saved = await consultations.save(clinic["doctor"], case.id, case.version, Terms(), FORM)
    with pytest.raises(ConsentMissing):
        await consultations.submit(clinic["doctor"], case.id, saved.view.consultation.version)
    await clinic.consent(saved)
    done = await consultations.submit(clinic["doctor"], case.id, saved.view.consultation.version)
    assert done.view.consultation.state is State.SUBMITTED
    assert done.view.consultation.number.startswith("HZ15029920261125")


async def test_an_emergency_goes_to_the_centre_as_offered_and_first_in_the_list(clinic: Clinic) -> None:
    await clinic.submitted()
    case = (await clinic.draft(urgency=Urgency.EMERGENCY)).view.consultation
    done = await clinic.services.consultations.submit(clinic["doctor"], case.id, case.version)
    assert done.view.consultation.state is State.OFFERED
    listed = await clinic.services.worklists.worklist(
        clinic["centre"], None, CaseFilter(), Order.DEADLINE, ALL
    )
    first = listed.page.items[0]
    assert first.consultation.id == case.id
    assert first.possible.primary is CaseStep.OFFER
    begin = clinic.clock.now()
    offer = Offer(specialist_id=clinic.practitioner("expert"), start=begin, end=begin + HALF_HOUR)
    offered = await clinic.services.arrangements.offer(
        clinic["centre"], case.id, done.view.consultation.version, offer
    )
    assert offered.view.possible.primary is None


async def test_a_returned_case_comes_back_with_its_answer(clinic: Clinic) -> None:
    consultations = clinic.services.consultations
    case = (await clinic.submitted()).view.consultation
    with pytest.raises(AnswerMissing):
        await consultations.send_back(clinic["centre"], case.id, case.version, (" ",), "")
    returned = await consultations.send_back(
        clinic["centre"], case.id, case.version, ("补充心电图",), "请尽快"
    )
    version = returned.view.consultation.version
    again = await consultations.resubmit(clinic["doctor"], case.id, version, "已补充")
    notes = again.view.consultation.notes.returned_for
    assert notes is not None
    assert (notes.items, notes.answer) == (("补充心电图",), "已补充")


@pytest.mark.parametrize("name", ["colleague", "expert", "admin", "auditor", "observer", "reviewer"])
async def test_who_has_nothing_to_do_with_a_case_does_not_read_it(clinic: Clinic, name: str) -> None:
    case = (await clinic.submitted()).view.consultation
    with pytest.raises((NotFound, AccessRefused)):
        await clinic.services.consultations.read(clinic[name], case.id)
    trail = await clinic.services.oversight.audit.search(
        clinic["auditor"], AuditFilter(consultation_id=case.id, actor_id=clinic[name].account_id), ALL
    )
    assert [record.event.is_allowed for record in trail.page.items] == [False]


async def test_an_asked_expert_sees_a_summary_and_after_accepting_all(clinic: Clinic) -> None:
    detail = await clinic.offered()
    case = detail.view.consultation
    asked = await clinic.services.consultations.read(clinic["expert"], case.id)
    assert not asked.is_full
    assert asked.view.patient is not None
    assert asked.view.patient.name == "刘**"
    assert asked.view.consultation.form.question.purpose == FORM.question.purpose
    assert asked.view.consultation.form.history.present_history == ""
    assert asked.matters.consents == ()
    assert asked.view.possible.primary is CaseStep.ANSWER
    invitation = detail.matters.invitations[0].invitation
    await clinic.services.arrangements.accept_invitation(clinic["expert"], invitation.id, invitation.version)
    full = await clinic.services.consultations.read(clinic["expert"], case.id)
    assert full.is_full
    assert full.view.consultation.form == FORM


async def test_administrators_see_rows_without_patients_or_words(clinic: Clinic) -> None:
    await clinic.submitted()
    for name in ("admin", "region"):
        page = await clinic.services.worklists.cases(clinic[name], CaseFilter(), Order.NEWEST, ALL)
        (row,) = page.items
        assert row.patient is None
        assert row.consultation.form.question.purpose == ""
        assert row.possible.steps == ()


async def test_another_ones_invitation_cannot_be_answered(clinic: Clinic) -> None:
    invitation = (await clinic.offered()).matters.invitations[0].invitation
    with pytest.raises(NotFound):
        await clinic.services.arrangements.accept_invitation(
            clinic["second"], invitation.id, invitation.version
        )


async def test_an_expert_is_not_booked_twice_at_a_time(clinic: Clinic) -> None:
    start = clinic.clock.now() + timedelta(hours=1)
    await clinic.offered(start=start)
    case = (await clinic.accepted()).view.consultation
    begin = start + timedelta(minutes=15)
    offer = Offer(specialist_id=clinic.practitioner("expert"), start=begin, end=begin + HALF_HOUR)
    with pytest.raises(SlotTaken):
        await clinic.services.arrangements.offer(clinic["centre"], case.id, case.version, offer)
    found = await clinic.services.arrangements.specialists(
        clinic["centre"], SpecialistFilter(window=Span(start, start + timedelta(hours=8)))
    )
    slots = {view.person.practitioner.name: view.free_slots for view in found}
    assert not any(slot.overlaps(Span(start, start + HALF_HOUR)) for slot in slots["expert医师"])
    assert any(slot.overlaps(Span(start, start + HALF_HOUR)) for slot in slots["second医师"])


async def test_offers_that_cannot_be_are_refused_by_field(clinic: Clinic) -> None:
    case = (await clinic.accepted()).view.consultation
    arrangements = clinic.services.arrangements
    begin = clinic.clock.now() + timedelta(hours=1)
    wrong = (
        (
            Offer(specialist_id=clinic.practitioner("doctor"), start=begin, end=begin + HALF_HOUR),
            "specialistId",
        ),
        (Offer(specialist_id=clinic.practitioner("expert")), "start"),
        (Offer(specialist_id=clinic.practitioner("expert"), start=begin, end=begin), "end"),
        (Offer(specialist_id=clinic.practitioner("expert"), start=START - HALF_HOUR, end=START), "start"),
    )
    for offer, field in wrong:
        with pytest.raises(FieldInvalid) as refused:
            await arrangements.offer(clinic["centre"], case.id, case.version, offer)
        assert refused.value.field == field


async def test_the_room_opens_a_quarter_of_an_hour_before(clinic: Clinic) -> None:
    detail = await clinic.offered(start=clinic.clock.now() + timedelta(hours=1))
    invitation = detail.matters.invitations[0].invitation
    booked = await clinic.services.arrangements.accept_invitation(
        clinic["expert"], invitation.id, invitation.version
    )
    assert booked.view.session is not None
    sessions = clinic.services.meetings.sessions
    with pytest.raises(TooEarly):
        await sessions.issue_token(clinic["doctor"], booked.view.session.id)
    clinic.clock.move(timedelta(minutes=45))
    assert (await sessions.issue_token(clinic["doctor"], booked.view.session.id)).token


async def test_the_calendar_shows_others_as_busy(clinic: Clinic) -> None:
    await clinic.scheduled()
    window = Span(START, START + timedelta(days=1))
    shown = {}
    for name in ("centre", "doctor", "colleague", "expert"):
        view = await clinic.services.arrangements.calendar(clinic[name], window, CalendarFilter())
        (entry,) = view.entries
        shown[name] = (entry.consultation is not None, entry.is_mine)
        assert len(view.specialists) == 2
        assert view.open_hours
    assert shown == {
        "centre": (True, False), "doctor": (True, True), "colleague": (False, False), "expert": (True, True),
    }  # fmt: skip


async def test_counts_are_those_of_the_views(clinic: Clinic) -> None:
    await clinic.draft()
    await clinic.submitted()
    await clinic.scheduled()
    worklists = clinic.services.worklists
    for name in ("doctor", "centre", "expert"):
        listed = await worklists.worklist(clinic[name], None, CaseFilter(), Order.DEADLINE, ALL)
        for count in listed.counts:
            page = await worklists.worklist(clinic[name], count.view, CaseFilter(), Order.NEWEST, ALL)
            assert page.page.total == count.count, count.view
    mine = await worklists.worklist(clinic["doctor"], None, CaseFilter(), Order.DEADLINE, ALL)
    counts = {count.view: count.count for count in mine.counts}
    assert counts[WorkView.DRAFTS] == 1
    assert counts[WorkView.OPEN] == 2
    assert await worklists.waiting(clinic["centre"]) == 1
    assert await worklists.waiting(clinic["auditor"]) == 0
    with pytest.raises(AccessRefused):
        await worklists.worklist(clinic["auditor"], None, CaseFilter(), Order.DEADLINE, ALL)


async def test_filters_narrow(clinic: Clinic) -> None:
    case = (await clinic.submitted()).view.consultation
    worklists = clinic.services.worklists
    for wanted, found in (
        (CaseFilter(text="刘建"), 1),
        (CaseFilter(text="王"), 0),
        (CaseFilter(text=case.number[-8:]), 1),
        (CaseFilter(text="township"), 1),
        (CaseFilter(states=frozenset({State.ACCEPTED})), 0),
        (CaseFilter(urgencies=frozenset({Urgency.ROUTINE}), mode=Mode.LIVE, speciality="心内科"), 1),
        (CaseFilter(submitted_from=START + HALF_HOUR), 0),
        (CaseFilter(submitted_to=START + HALF_HOUR, facility_id=clinic.facilities["township"]), 1),
    ):
        page = await worklists.cases(clinic["centre"], wanted, Order.NEWEST, ALL)
        assert page.total == found, wanted


async def test_partial_adoption_needs_a_reason(clinic: Clinic) -> None:
    case = (await clinic.submitted()).view.consultation
    with pytest.raises(AnswerMissing):
        await clinic.services.consultations.acknowledge(
            clinic["doctor"], case.id, case.version, Adoption.PARTIAL
        )
    with pytest.raises(StepNotAllowed):
        await clinic.services.consultations.acknowledge(
            clinic["doctor"], case.id, case.version, Adoption.FULL
        )


async def test_a_deleted_draft_is_gone_for_all_but_its_author(clinic: Clinic) -> None:
    case = (await clinic.draft()).view.consultation
    await clinic.services.consultations.delete_draft(clinic["doctor"], case.id, case.version)
    with pytest.raises(NotFound):
        await clinic.services.consultations.read(clinic["centre"], case.id)
    page = await clinic.services.worklists.cases(clinic["centre"], CaseFilter(), Order.NEWEST, ALL)
    assert page.total == 0


async def test_numbers_of_a_day_count_up(clinic: Clinic) -> None:
    numbers = [(await clinic.draft()).view.consultation.number for _ in range(3)]
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003"]


async def test_figures_count_what_the_scope_holds(clinic: Clinic) -> None:
    await clinic.submitted()
    await clinic.scheduled()
    for name, count in (("region", 2), ("admin", 2), ("doctor", 2), ("expert", 1)):
        view = await clinic.services.oversight.figures.figures(clinic[name], NOVEMBER)
        figures = {figure.definition.key: figure for figure in view.figures}
        assert figures["Q01"].value == count, name
    view = await clinic.services.oversight.figures.figures(clinic["region"], NOVEMBER)
    assert [row.requests for row in view.by_facility] == [2]
    assert len(view.figures[0].trend) == 30
    with pytest.raises(AccessRefused):
        await clinic.services.oversight.figures.figures(clinic["auditor"], NOVEMBER)
    wrong = replace(NOVEMBER, last=date(2025, 1, 1))
    with pytest.raises(FieldInvalid):
        await clinic.services.oversight.figures.figures(clinic["region"], wrong)


async def test_the_trail_holds_reads_and_is_searched_within_reach(clinic: Clinic) -> None:
    case = (await clinic.submitted()).view.consultation
    await clinic.services.consultations.read(clinic["doctor"], case.id)
    audit = clinic.services.oversight.audit
    wanted = AuditFilter(action="read_case", consultation_id=case.id)
    found = await audit.search(clinic["auditor"], wanted, ALL)
    assert [record.event.agent.account_id for record in found.page.items] == [clinic["doctor"].account_id]
    assert found.head_seq > 0
    home = await audit.search(clinic["admin"], AuditFilter(facility_id=clinic.facilities["city"]), ALL)
    own = clinic.facilities["township"]
    assert home.page.items
    assert all(
        own in (record.event.agent.facility_id, record.event.entity.facility_id) for record in home.page.items
    )
    with pytest.raises(AccessRefused):
        await audit.search(clinic["doctor"], AuditFilter(), ALL)
