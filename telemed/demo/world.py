"""The whole demo region as values: places, people, 200 cases. Nothing is stored here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from telemed.demo.chance import Chance
from telemed.demo.course import Cast, Told, tell, times_until
from telemed.demo.meetings import Meeting, arrange
from telemed.demo.paths import Wanted
from telemed.demo.people_names import invent_patient
from telemed.demo.region import Region, build_region
from telemed.demo.rich import RICH, rich_cases
from telemed.demo.staff import Staff, build_staff
from telemed.demo.stories import Story, read_stories, request_form
from telemed.domain.consultation_states import State
from telemed.domain.request_form import Mode, Urgency
from telemed.domain.roles import Role
from telemed.domain.scheduling import REGION_ZONE, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from telemed.domain.ids import PractitionerId

CASES = 200
HISTORY = timedelta(days=90)
BUILT_BEFORE = timedelta(days=120)
"""Facilities and accounts were there before the first case."""
OFFICE_HOURS = range(8, 18)
MANY_TRIES = 400
OPEN_CASES: tuple[tuple[State, int, tuple[float, float]], ...] = (
    (State.DRAFT, 6, (1, 96)),
    (State.SUBMITTED, 9, (0.1, 3)),
    (State.RETURNED, 5, (1, 40)),
    (State.ACCEPTED, 7, (1, 36)),
    (State.OFFERED, 7, (0.3, 18)),
    (State.SCHEDULED, 11, (1, 30)),
    (State.IN_SESSION, 1, (0.1, 0.3)),
    (State.SUSPENDED, 1, (0.2, 0.4)),
    (State.AWAITING_OPINION, 7, (0.5, 20)),
    (State.OPINION_ISSUED, 11, (0.5, 30)),
    (State.ACKNOWLEDGED, 9, (2, 70)),
)
"""State, how many, and how many hours ago the last step was, at least and at most."""
ENDED_CASES: tuple[tuple[State, int], ...] = (
    (State.CANCELLED, 6), (State.REJECTED, 6), (State.TRANSFERRED, 3), (State.NO_SHOW, 4), (State.EXPIRED, 3),
    (State.VOIDED, 2),
)  # fmt: skip
"""The rest up to 200 is closed."""
SPECIALIST_FOR = {
    "神经内科": "specialist.zhou",
    "神经外科": "specialist.tang",
    "呼吸内科": "specialist.he",
    "骨科": "specialist.ma",
    "内分泌科": "specialist.deng",
    "儿科": "specialist.huang",
    "妇产科": "specialist.song",
    "皮肤科": "specialist.cao",
    "肾内科": "specialist.peng",
    "消化内科": "specialist.feng",
    "蒙医科": "specialist.wuyun",
}
HEART = ("specialist.xu", "specialist.yang")
CALLBACK = "0472-0120120"


@dataclass(frozen=True, slots=True)
class World:
    """What is to be stored."""

    region: Region
    staff: Staff
    meetings: tuple[Meeting, ...]
    rich: dict[str, Meeting]
    """The cases with real studies, by the name of their story; they are among `meetings` too."""
    built_at: datetime
    now: datetime


class Calendar:
    """Remembers who is booked when, so that no two invented sessions clash."""

    def __init__(self) -> None:
        self._busy: dict[PractitionerId, list[Span]] = {}

    def take(self, told: Told) -> bool:
        """Book the slot of a case; False when the specialist has another."""
        specialist = told.cast.specialist.practitioner
        if told.slot is None or specialist is None:
            return True
        spans = self._busy.setdefault(specialist.id, [])
        if any(told.slot.overlaps(span) for span in spans):
            return False
        spans.append(told.slot)
        return True


def build_world(now: datetime) -> World:
    """Invent everything as it stands at `now` (aware, UTC). The same moment gives the same world.

    Places, people and the patients of the rich cases have the same names at every moment.
    """
    chance = Chance("baotou")
    built_at = now - BUILT_BEFORE
    region = build_region(chance, built_at)
    staff = build_staff(region, chance, built_at)
    teller = Teller(staff, chance, now)
    rich = {
        name: arrange(told, chance)
        for name, told in rich_cases(staff, chance, now, teller.calendar.take).items()
    }
    others = [arrange(told, chance) for told in teller.ordinary(CASES - len(RICH))]
    meetings = sorted([*rich.values(), *others], key=lambda one: one.told.case.course.milestones.created_at)
    return World(region, staff, tuple(meetings), rich, built_at, now)


class Teller:
    """Invents ordinary cases."""

    def __init__(self, staff: Staff, chance: Chance, now: datetime) -> None:
        self.calendar = Calendar()
        self._chance = chance
        self._now = now
        self._staff = staff
        self._stories = list(read_stories().values())
        self._requesters = staff.with_role(Role.REQUESTING_DOCTOR)
        self._coordinators = staff.with_role(Role.COORDINATOR)

    def ordinary(self, count: int) -> list[Told]:
        """Tell open cases, cases that ended early, and closed ones up to `count`."""
        told = [self._open(state, hours) for state, many, hours in OPEN_CASES for _ in range(many)]
        told.append(self._calling())
        told += [self._past(state) for state, many in ENDED_CASES for _ in range(many)]
        return told + [self._past(State.CLOSED) for _ in range(count - len(told))]

    def _open(self, state: State, hours: tuple[float, float]) -> Told:
        def last_step() -> datetime:
            return self._now - self._chance.span(*(timedelta(hours=one) for one in hours))

        return self._fitting(state, last_step, in_office_hours=False)

    def _calling(self) -> Told:
        """An emergency whose specialist was paged a moment ago."""
        wanted = Wanted(State.OFFERED, Urgency.EMERGENCY)
        while not self.calendar.take(told := self._tell(wanted, self._now - timedelta(minutes=4))):
            pass
        return told

    def _past(self, state: State) -> Told:
        def last_step() -> datetime:
            return self._now - self._chance.span(timedelta(days=3), HISTORY - timedelta(days=5))

        return self._fitting(state, last_step, in_office_hours=True)

    def _fitting(self, state: State, last_step: Callable[[], datetime], *, in_office_hours: bool) -> Told:
        """Try until nobody is booked twice and, for cases long past, the hour is one of work."""
        for _ in range(MANY_TRIES):
            told = self._tell(self._wanted(state), last_step())
            hour = (told.slot.start if told.slot else told.events[-1].at).astimezone(REGION_ZONE).hour
            is_timely = not in_office_hours or hour in OFFICE_HOURS
            if is_timely and self.calendar.take(told):
                return told
        raise LookupError("no free time for an invented case")

    def _wanted(self, state: State) -> Wanted:
        urgency = self._chance.pick((Urgency.ROUTINE,) * 6 + (Urgency.URGENT,) * 2 + (Urgency.EMERGENCY,))
        mode = self._chance.pick((Mode.LIVE, Mode.LIVE, Mode.WRITTEN))
        if state not in ANY_URGENCY:
            urgency = Urgency.ROUTINE if urgency is Urgency.EMERGENCY else urgency
        if state not in WRITTEN_TOO or urgency is Urgency.EMERGENCY:
            mode = Mode.LIVE
        return Wanted(state, urgency, mode, is_supplemented=self._chance.whole(1, 7) == 1)

    def _tell(self, wanted: Wanted, last_step: datetime) -> Told:
        chance = self._chance
        story: Story = chance.pick(self._stories)
        began, taken = times_until(last_step, wanted, chance)
        requester = chance.pick(self._requesters)
        login = SPECIALIST_FOR.get(story.speciality) or chance.pick(HEART)
        patient = invent_patient(chance, began - timedelta(minutes=5), story.ages, story.sex, requester)
        cast = Cast(requester, chance.pick(self._coordinators), self._staff[login], patient)
        form = request_form(story, chance, callback_phone=CALLBACK)
        return tell(wanted, (began, taken), (story, cast, form), chance, planned=self._planned(wanted))

    def _planned(self, wanted: Wanted) -> Span | None:
        """The slot of a case that still waits for its session."""
        if wanted.mode is Mode.WRITTEN or wanted.state not in (State.SCHEDULED, State.OFFERED):
            return None
        if wanted.urgency is Urgency.EMERGENCY:
            start = (self._now + timedelta(minutes=6)).replace(second=0, microsecond=0)
            return Span(start, start + timedelta(minutes=30))
        return self._future_slot()

    def _future_slot(self) -> Span:
        day = self._now.astimezone(REGION_ZONE) + timedelta(days=self._chance.whole(0, 5))
        start = day.replace(
            hour=self._chance.whole(9, 16), minute=self._chance.pick((0, 30)), second=0, microsecond=0
        )
        while start <= self._now + timedelta(hours=2):
            start += timedelta(days=1)
        start = start.astimezone(UTC)
        return Span(start, start + timedelta(minutes=30))


ANY_URGENCY = frozenset({State.AWAITING_OPINION, State.OPINION_ISSUED, State.ACKNOWLEDGED, State.CLOSED})
"""States in which an emergency may be hours old; before them it is a matter of minutes."""
WRITTEN_TOO = frozenset(
    {State.SUBMITTED, State.ACCEPTED, State.OFFERED, State.AWAITING_OPINION, State.OPINION_ISSUED,
     State.ACKNOWLEDGED, State.CLOSED}
)  # fmt: skip
