"""Two hundred cases whose times, states and bookings agree, whatever the hour of loading."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from telemed.demo.chance import Chance
from telemed.demo.people_names import NEVER_ISSUED, citizen_id
from telemed.demo.rich import NOW as NOW_STORY
from telemed.demo.stories import opinion_content, read_stories, request_form
from telemed.demo.world import CASES, HISTORY, World, build_world
from telemed.domain.citizen_id import parse_citizen_id
from telemed.domain.consultation_states import State
from telemed.domain.people import Sex
from telemed.domain.request_form import Urgency, missing_fields
from telemed.domain.scheduling import AppointmentState, Span

if TYPE_CHECKING:
    from telemed.domain.ids import PractitionerId

NOON = datetime(2026, 3, 2, 4, 10, tzinfo=UTC)


@pytest.fixture(scope="module", params=[0, 9, 17])
def world(request: pytest.FixtureRequest) -> World:
    return build_world(NOON + timedelta(hours=request.param))


def test_there_are_two_hundred_cases_in_every_state(world: World) -> None:
    states = Counter(one.told.case.state for one in world.meetings)
    assert len(world.meetings) == CASES
    assert set(states) == set(State)


def test_every_case_lies_in_the_last_ninety_days_and_none_in_the_future(world: World) -> None:
    now = world.built_at + timedelta(days=120)
    for one in world.meetings:
        moments = [event.at for event in one.told.events]
        assert moments == sorted(moments)
        assert now - HISTORY <= moments[0] <= moments[-1] <= now


def test_the_last_event_leads_to_the_state(world: World) -> None:
    for one in world.meetings:
        last = one.told.events[-1]
        assert last.kind == "created" or last.to_state is one.told.case.state


def test_no_specialist_is_booked_twice(world: World) -> None:
    busy: dict[PractitionerId, list[Span]] = {}
    for one in world.meetings:
        booking = one.appointment
        if booking is not None and booking.state is not AppointmentState.RELEASED:
            spans = busy.setdefault(booking.practitioner_id, [])
            assert not any(booking.span.overlaps(span) for span in spans)
            spans.append(booking.span)


def test_one_rich_case_is_scheduled_for_now_with_three_people(world: World) -> None:
    now = world.built_at + timedelta(days=120)
    meeting = world.rich[NOW_STORY]
    assert meeting.told.case.state is State.SCHEDULED
    assert meeting.session is not None
    assert meeting.session.planned.start <= now < meeting.session.planned.end
    cast = meeting.told.cast
    logins = (cast.requester.person.login, cast.specialist.person.login, cast.coordinator.person.login)
    assert logins == ("township.wang", "specialist.zhou", "coordinator.sun")


def test_issued_opinions_have_all_that_signing_demands(world: World) -> None:
    issued = {State.OPINION_ISSUED, State.ACKNOWLEDGED, State.CLOSED}
    for one in world.meetings:
        if one.told.case.state in issued:
            assert one.written is not None
            assert one.written.issued_at is not None
            assert one.written.content.lacking() == ()


def test_submitted_cases_have_consent(world: World) -> None:
    for one in world.meetings:
        assert (one.told.consent is not None) == (one.told.case.state is not State.DRAFT)


def test_stories_fill_in_every_field_that_a_request_needs() -> None:
    for story in read_stories().values():
        form = request_form(story, Chance("test"), callback_phone="1")
        assert missing_fields(form, Urgency.ROUTINE) == (), story.id
        assert "{" not in form.history.chief_complaint
        assert opinion_content(story).lacking() == (), story.id


@pytest.mark.parametrize("sex", [Sex.MALE, Sex.FEMALE])
def test_citizen_ids_pass_the_check_and_belong_to_no_region(sex: Sex, world: World) -> None:
    born = datetime(1964, 3, 2, tzinfo=UTC).date()
    parsed = parse_citizen_id(citizen_id(born, 500, sex), NOON.date())
    assert (parsed.birth_date, parsed.sex) == (born, sex)
    for one in world.meetings:
        patient = one.told.cast.patient
        read = parse_citizen_id(patient.identifiers[0].value, NOON.date() + timedelta(days=1))
        assert read.value.startswith(NEVER_ISSUED)
        assert (read.birth_date, read.sex) == (patient.birth_date, patient.sex)
