"""Core figures: volume, waiting time, opinion time. Definitions carry versions (reference section 7)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from telemed.domain.access import Action, scope_of
from telemed.domain.audit import AuditEntity
from telemed.domain.errors import FieldInvalid
from telemed.domain.listing import CaseFilter
from telemed.domain.scheduling import REGION_ZONE
from telemed.services.figures_view import FiguresFilter, FiguresView
from telemed.services.measures import MEASURES, figure, rows_by
from telemed.storage.case_queries import every, in_scope, matches

if TYPE_CHECKING:
    from telemed.domain.roles import Actor
    from telemed.services.desk import Desk

LONGEST_PERIOD = timedelta(days=3 * 366)


class Figures:
    """What administrators review."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def figures(self, actor: Actor, wanted: FiguresFilter) -> FiguresView:
        """Compute the indicators within the actor's scope. Raises FieldInvalid for an impossible period."""
        if not wanted.first <= wanted.last <= wanted.first + LONGEST_PERIOD:
            raise FieldInvalid("Ask for at most three years.", field="to", remedy="Choose a shorter period.")
        async with self._desk.act(actor) as act:
            relations = scope_of(actor, Action.READ_FIGURES)
            entity = AuditEntity(kind="figures", facility_id=wanted.facility_id)
            act.permit(Action.READ_FIGURES, relations, entity, f"{wanted.first} to {wanted.last}")
            asked = CaseFilter(
                speciality=wanted.speciality,
                facility_id=wanted.facility_id,
                submitted_from=_midnight(wanted.first),
                submitted_to=_midnight(wanted.last + timedelta(days=1)),
            )
            cases = await act.work.consultations.times(
                every(in_scope(actor, relations, act.now), matches(asked))
            )
            names = await act.work.facilities.of_ids({case.facility_id for case in cases})
            return FiguresView(
                first=wanted.first,
                last=wanted.last,
                computed_at=act.now,
                figures=tuple(figure(each, cases, wanted) for each in MEASURES),
                by_facility=rows_by(cases, lambda case: (names[case.facility_id].name, case.facility_id)),
                by_speciality=rows_by(cases, lambda case: (case.speciality, None)),
            )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), REGION_ZONE)
