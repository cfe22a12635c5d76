"""Lists of cases: what waits for someone, and everything in scope."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from telemed.domain.access import Action, scope_of
from telemed.domain.audit import AuditEntity
from telemed.domain.errors import AccessRefused
from telemed.domain.listing import CaseFilter, Order, Page, Paging
from telemed.domain.roles import Role
from telemed.services.case_reader import views_of
from telemed.services.case_view import CaseView, Hint, ViewCount, Worklist, WorkView
from telemed.services.worklist_views import VIEWS_OF_ROLE, WAITING, condition_of
from telemed.storage.case_queries import Condition, every, in_scope, matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.domain.roles import Actor
    from telemed.services.desk import Act, Desk
    from telemed.storage.case_times import CaseMarks, CaseTimes


class Worklists:
    """Cases as rows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def worklist(
        self, actor: Actor, view: WorkView | None, wanted: CaseFilter, order: Order, paging: Paging
    ) -> Worklist:
        """Count the views of the actor's roles and list one page of cases; emergencies first.

        view: None takes the first view of the actor's role.
        """
        views = views_of_actor(actor)
        if not views:
            raise AccessRefused("Your role has no worklist.")
        shown = view or views[0]
        async with self._desk.act(actor) as act:
            counts = [await self._count(act, each) for each in views]
            where = every(self._scope(act), condition_of(shown, act.actor, act.now), matches(wanted))
            page = await self._page(act, where, order, paging, f"worklist {shown.value}")
            return Worklist(counts=tuple(counts), page=page)

    async def cases(self, actor: Actor, wanted: CaseFilter, order: Order, paging: Paging) -> Page[CaseView]:
        """List cases in the actor's scope, in any state."""
        async with self._desk.act(actor) as act:
            where = every(self._scope(act), matches(wanted))
            return await self._page(act, where, order, paging, "cases")

    async def waiting(self, actor: Actor) -> int:
        """Count the cases that wait for a step of this actor."""
        conditions = [(role, view) for role, view in WAITING if role in actor.roles]
        if not conditions:
            return 0
        async with self._desk.look(actor) as act:
            counts = [
                await act.work.consultations.count(
                    every(self._scope(act), condition_of(view, act.actor, act.now))
                )
                for _, view in conditions
            ]
            return sum(counts)

    async def _page(
        self, act: Act, where: Condition, order: Order, paging: Paging, purpose: str
    ) -> Page[CaseView]:
        found = await act.work.consultations.find(where, order, paging)
        said = f"{purpose}, page {paging.number}, {len(found.items)} of {found.total}"
        act.note(Action.LIST_CASE, AuditEntity(kind="list", facility_id=act.actor.facility_id), said)
        known = await act.known_all(found.items)
        return Page(await views_of(act, known), found.total, paging)

    def _scope(self, act: Act) -> Condition:
        return in_scope(act.actor, scope_of(act.actor, Action.LIST_CASE), act.now)

    async def _count(self, act: Act, view: WorkView) -> ViewCount:
        where = every(self._scope(act), condition_of(view, act.actor, act.now))
        if view is WorkView.DONE_THIS_MONTH:
            times = await act.work.consultations.times(where)
            hours = _hours_to_issue(times)
            return ViewCount(view=view, count=len(times), hint=Hint.MEDIAN_HOURS, hint_value=hours)
        return _hinted(view, await act.work.consultations.marks(where))


def views_of_actor(actor: Actor) -> tuple[WorkView, ...]:
    """List the views of the actor's first clinical role: coordinator, specialist, requesting doctor."""
    for role in (Role.COORDINATOR, Role.SPECIALIST, Role.REQUESTING_DOCTOR):
        if role in actor.roles:
            return VIEWS_OF_ROLE[role]
    return ()


def _hinted(view: WorkView, marks: CaseMarks) -> ViewCount:
    """Add the line below the number."""
    hint, at = Hint.NONE, None
    match view:
        case WorkView.TRIAGE | WorkView.RETURNED:
            hint, at = Hint.OLDEST, marks.oldest
        case WorkView.TODAY | WorkView.INVITATIONS | WorkView.TO_ACKNOWLEDGE:
            hint, at = Hint.NEXT, marks.next_deadline
        case WorkView.OVERDUE:
            hint, at = Hint.MOST_OVERDUE, marks.next_deadline
        case _:
            pass
    return ViewCount(view=view, count=marks.count, hint=hint if at else Hint.NONE, hint_at=at)


def _hours_to_issue(cases: Sequence[CaseTimes]) -> float | None:
    spans = [(c.issued_at - c.submitted_at) / timedelta(hours=1) for c in cases if c.issued_at is not None]
    return round(median(spans), 1) if spans else None
