"""The cases with real studies. One of them is scheduled for now: three people can meet at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from telemed.demo.course import Cast, Told, tell, times_until
from telemed.demo.paths import Wanted
from telemed.demo.people_names import invent_patient
from telemed.demo.stories import read_stories, request_form
from telemed.domain.consultation_states import State
from telemed.domain.people import Sex
from telemed.domain.request_form import Mode, Urgency
from telemed.domain.scheduling import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from telemed.demo.chance import Chance
    from telemed.demo.staff import Staff

NOW_LASTS = timedelta(minutes=90)
"""Long enough that a visitor who reads first still finds the session open."""


@dataclass(frozen=True, slots=True)
class Rich:
    """Who meets about which story, and how far it has come."""

    story: str
    requester: str
    specialist: str
    wanted: Wanted
    last_step_ago: timedelta
    sex: Sex


NOW = "dizzy"
RICH = (
    Rich(
        NOW,
        "township.wang",
        "specialist.zhou",
        Wanted(State.SCHEDULED, Urgency.URGENT),
        timedelta(minutes=40),
        Sex.MALE,
    ),
    Rich(
        "valve",
        "township.wang",
        "specialist.xu",
        Wanted(State.AWAITING_OPINION, Urgency.URGENT),
        timedelta(hours=2),
        Sex.FEMALE,
    ),
    Rich(
        "subdural",
        "township.wang",
        "specialist.tang",
        Wanted(State.OPINION_ISSUED, Urgency.EMERGENCY),
        timedelta(minutes=50),
        Sex.MALE,
    ),
    Rich(
        "nodules",
        "county.gao",
        "specialist.he",
        Wanted(State.ACCEPTED, Urgency.URGENT),
        timedelta(hours=3),
        Sex.MALE,
    ),
    Rich(
        "tibia",
        "township.wang",
        "specialist.ma",
        Wanted(State.CLOSED, Urgency.ROUTINE, Mode.WRITTEN),
        timedelta(days=4),
        Sex.FEMALE,
    ),
)
"""Three full cases (MR and ECG; ultrasound clip; CT and ECG) and two with a single X-ray picture."""
COORDINATOR = "coordinator.sun"


def rich_cases(staff: Staff, chance: Chance, now: datetime, book: Callable[[Told], bool]) -> dict[str, Told]:
    """Tell the rich cases first, so that their specialists are free."""
    told = {rich.story: _told(rich, staff, chance, now) for rich in RICH}
    if not all(book(one) for one in told.values()):
        raise LookupError("two rich cases clash")
    return told


def _told(rich: Rich, staff: Staff, chance: Chance, now: datetime) -> Told:
    story = read_stories()[rich.story]
    began, taken = times_until(now - rich.last_step_ago, rich.wanted, chance)
    requester = staff[rich.requester]
    patient = invent_patient(chance, began - timedelta(minutes=5), story.ages, rich.sex, requester)
    cast = Cast(requester, staff[COORDINATOR], staff[rich.specialist], patient)
    form = request_form(story, chance, callback_phone="0472-0120120")
    return tell(rich.wanted, (began, taken), (story, cast, form), chance, planned=_now_slot(rich, now))


def _now_slot(rich: Rich, now: datetime) -> Span | None:
    """The session that is scheduled for now began a moment ago and stays open for a while."""
    if rich.story != NOW:
        return None
    start = now.replace(second=0, microsecond=0)
    return Span(start, start + NOW_LASTS)
