"""Lists of cases: the worklist, all cases in scope, and the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from telemed.domain.consultation_states import State
from telemed.domain.ids import FacilityId, PatientId
from telemed.domain.listing import CaseFilter, Order, Page, Paging
from telemed.domain.request_form import Urgency
from telemed.http.case_bodies import page_body, worklist_body
from telemed.http.exchange import read_query, reply
from telemed.http.faults import Unprocessable
from telemed.http.gate import actor_of
from telemed.http.tables import csv_reply
from telemed.services.case_view import CaseView, WorkView
from telemed.wire import http_cases as wire

if TYPE_CHECKING:
    from enum import Enum

    from aiohttp import web

    from telemed.domain.roles import Actor
    from telemed.http.registry import Handler
    from telemed.services.ports import Clock
    from telemed.services.worklists import Worklists

    E = TypeVar("E", bound=Enum)

TABLE_PAGE = 500
TABLE_ROWS = 10_000
COLUMNS = (
    "number", "state", "urgency", "mode", "patient", "speciality", "purpose", "requesting_facility",
    "requesting_doctor", "expert", "submitted_at", "accepted_at", "scheduled_at", "started_at", "ended_at",
    "issued_at", "acknowledged_at",
)  # fmt: skip


class WorklistHandlers:
    """Cases as rows."""

    def __init__(self, worklists: Worklists, clock: Clock) -> None:
        self._worklists = worklists
        self._clock = clock

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "worklist": self.worklist,
            "consultations": self.consultations,
            "consultationsCsv": self.consultations_csv,
        }

    async def worklist(self, request: web.Request) -> web.StreamResponse:
        """Show what waits for the caller."""
        query = read_query(request, wire.WorklistQuery)
        wanted = CaseFilter(
            text=query.q or "",
            states=_words(query.state, State, "state"),
            urgencies=_words(query.urgency, Urgency, "urgency"),
            speciality=query.speciality or "",
            facility_id=FacilityId(query.facility) if query.facility else None,
        )
        found = await self._worklists.worklist(
            actor_of(request),
            WorkView(query.view) if query.view else None,
            wanted,
            Order(query.sort),
            Paging(query.page, query.size),
        )
        return reply(worklist_body(found, self._clock.now()))

    async def consultations(self, request: web.Request) -> web.StreamResponse:
        """Show all cases in scope."""
        query = read_query(request, wire.ConsultationQuery)
        page = await self._worklists.cases(
            actor_of(request), filter_from(query), Order(query.sort), Paging(query.page, query.size)
        )
        return reply(page_body(page, self._clock.now()))

    async def consultations_csv(self, request: web.Request) -> web.StreamResponse:
        """Give the same as a table."""
        query = read_query(request, wire.ConsultationQuery)
        cases = await self._all(actor_of(request), query)
        return csv_reply("consultations.csv", COLUMNS, (_row(case) for case in cases))

    async def _all(self, actor: Actor, query: wire.ConsultationQuery) -> list[CaseView]:
        found: list[CaseView] = []
        wanted, order = filter_from(query), Order(query.sort)
        while len(found) < TABLE_ROWS:
            paging = Paging(len(found) // TABLE_PAGE + 1, TABLE_PAGE)
            page: Page[CaseView] = await self._worklists.cases(actor, wanted, order, paging)
            found.extend(page.items)
            if len(page.items) < TABLE_PAGE:
                break
        return found


def filter_from(query: wire.ConsultationQuery) -> CaseFilter:
    """Read which cases are wanted."""
    return CaseFilter(
        text=query.q or "",
        states=_words(query.state, State, "state"),
        urgencies=_words(query.urgency, Urgency, "urgency"),
        mode=query.mode,
        speciality=query.speciality or "",
        facility_id=FacilityId(query.facility) if query.facility else None,
        patient_id=PatientId(query.patient) if query.patient else None,
        submitted_from=query.submitted_from,
        submitted_to=query.submitted_to,
    )


def _words(text: str | None, kind: type[E], field: str) -> frozenset[E]:
    """Read a comma-separated list. Raises Unprocessable."""
    try:
        return frozenset(kind(word.strip()) for word in (text or "").split(",") if word.strip())
    except ValueError:
        known = ", ".join(str(one.value) for one in kind)
        raise Unprocessable("query_invalid", f"Known are: {known}.", field=field) from None


def _row(case: CaseView) -> tuple[object, ...]:
    consultation, stamps = case.consultation, case.consultation.course.milestones
    moments = (
        stamps.submitted_at, stamps.accepted_at, stamps.scheduled_at, stamps.started_at, stamps.ended_at,
        stamps.issued_at, stamps.acknowledged_at,
    )  # fmt: skip
    return (
        consultation.number,
        consultation.state.value,
        consultation.terms.urgency.value,
        consultation.terms.mode.value,
        case.patient.name if case.patient else "",
        consultation.form.target.speciality,
        consultation.form.question.purpose,
        case.requester.facility.name,
        case.requester.practitioner.name,
        case.expert.practitioner.name if case.expert else "",
        *(moment.isoformat(timespec="seconds") if moment else "" for moment in moments),
    )
