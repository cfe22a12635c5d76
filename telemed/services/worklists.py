"""Lists of cases: what waits for someone, and everything in scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telemed.domain.listing import CaseFilter, Order, Page, Paging
    from telemed.domain.roles import Actor
    from telemed.services.case_view import CaseView, Worklist, WorkView


class Worklists:
    """Cases as rows."""

    async def worklist(
        self, actor: Actor, view: WorkView | None, wanted: CaseFilter, order: Order, paging: Paging
    ) -> Worklist:
        """Count the views of the actor's roles and list one page of cases; emergencies first.

        view: None takes the first view of the actor's role.
        """
        raise NotImplementedError

    async def cases(self, actor: Actor, wanted: CaseFilter, order: Order, paging: Paging) -> Page[CaseView]:
        """List cases in the actor's scope, in any state."""
        raise NotImplementedError

    async def waiting(self, actor: Actor) -> int:
        """Count the cases that wait for a step of this actor."""
        raise NotImplementedError
