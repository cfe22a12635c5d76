"""Figures and the audit trail, as lists and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from telemed.domain.ids import AccountId, ConsultationId, FacilityId, PatientId
from telemed.domain.listing import Paging
from telemed.http.exchange import read_query, reply
from telemed.http.faults import Unprocessable
from telemed.http.gate import actor_of
from telemed.http.reference_bodies import page_of
from telemed.http.tables import csv_reply
from telemed.services.audit_trail import AuditFilter
from telemed.services.figures_view import FiguresFilter
from telemed.wire import http_admin as wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

    from telemed.domain.audit import AuditRecord
    from telemed.domain.roles import Actor
    from telemed.http.registry import Handler
    from telemed.services.figures_view import Figure, FiguresView
    from telemed.services.suite import Oversight

LONGEST_PERIOD_DAYS = 3 * 366
TABLE_PAGE = 500
TABLE_ROWS = 10_000
FIGURE_COLUMNS = (
    "key", "definition_version", "name_zh", "name_en", "unit", "value", "percentile90", "numerator",
    "denominator", "target",
)  # fmt: skip
AUDIT_COLUMNS = (
    "seq", "at", "actor", "roles", "facility", "action", "object_kind", "object_id", "number", "purpose",
    "is_allowed", "address", "hash",
)  # fmt: skip


class OversightHandlers:
    """What administrators and auditors use."""

    def __init__(self, oversight: Oversight) -> None:
        self._figures = oversight.figures
        self._audit = oversight.audit

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "figures": self.figures,
            "figuresCsv": self.figures_csv,
            "audit": self.audit,
            "auditCsv": self.audit_csv,
        }

    async def figures(self, request: web.Request) -> web.StreamResponse:
        """Show the indicators of a period."""
        return reply(figures_body(await self._compute(request)))

    async def figures_csv(self, request: web.Request) -> web.StreamResponse:
        """Give the same as a table."""
        view = await self._compute(request)
        return csv_reply("figures.csv", FIGURE_COLUMNS, (_figure_row(figure) for figure in view.figures))

    async def _compute(self, request: web.Request) -> FiguresView:
        query = read_query(request, wire.FiguresQuery)
        if not 0 <= (query.to - query.from_).days <= LONGEST_PERIOD_DAYS:
            raise Unprocessable("query_invalid", "A period has at most three years.", field="to")
        wanted = FiguresFilter(
            first=query.from_,
            last=query.to,
            facility_id=FacilityId(query.facility) if query.facility else None,
            speciality=query.speciality or "",
        )
        return await self._figures.figures(actor_of(request), wanted)

    async def audit(self, request: web.Request) -> web.StreamResponse:
        """Search the trail."""
        query = read_query(request, wire.AuditQuery)
        found = await self._audit.search(
            actor_of(request), audit_filter(query), Paging(query.page, query.size)
        )
        body = wire.AuditPage(
            items=tuple(audit_row(record) for record in found.page.items),
            page=page_of(found.page),
            head_seq=found.head_seq,
            head_hash=found.head_hash,
        )
        return reply(body)

    async def audit_csv(self, request: web.Request) -> web.StreamResponse:
        """Give the same as a table."""
        wanted = audit_filter(read_query(request, wire.AuditQuery))
        rows = [_audit_cells(record) async for record in self._records(actor_of(request), wanted)]
        return csv_reply("audit.csv", AUDIT_COLUMNS, rows)

    async def _records(self, actor: Actor, wanted: AuditFilter) -> AsyncIterator[AuditRecord]:
        for number in range(1, TABLE_ROWS // TABLE_PAGE + 1):
            found = await self._audit.search(actor, wanted, Paging(number, TABLE_PAGE))
            for record in found.page.items:
                yield record
            if len(found.page.items) < TABLE_PAGE:
                return


def audit_filter(query: wire.AuditQuery) -> AuditFilter:
    """Read which entries are wanted."""
    return AuditFilter(
        text=query.q or "",
        actor_id=AccountId(query.actor) if query.actor else None,
        action=query.action or "",
        consultation_id=ConsultationId(query.consultation) if query.consultation else None,
        patient_id=PatientId(query.patient) if query.patient else None,
        facility_id=FacilityId(query.facility) if query.facility else None,
        from_=query.from_,
        to=query.to,
    )


def audit_row(record: AuditRecord) -> wire.AuditRow:
    """Show an entry."""
    event, agent, entity = record.event, record.event.agent, record.event.entity
    return wire.AuditRow(
        seq=record.seq,
        at=event.at,
        actor_id=agent.account_id,
        actor_name=agent.name,
        actor_role=agent.roles,
        facility_name=agent.facility_name,
        action=event.action,
        object_kind=entity.kind,
        object_id=entity.id,
        consultation_id=entity.consultation_id,
        number=entity.number,
        purpose=event.purpose,
        is_allowed=event.is_allowed,
        address=agent.address,
        hash=record.hash,
    )


def _audit_cells(record: AuditRecord) -> tuple[object, ...]:
    row = audit_row(record)
    return (
        row.seq,
        row.at.isoformat(timespec="milliseconds"),
        row.actor_name,
        row.actor_role,
        row.facility_name,
        row.action,
        row.object_kind,
        row.object_id,
        row.number,
        row.purpose,
        "yes" if row.is_allowed else "no",
        row.address,
        row.hash,
    )


def figures_body(view: FiguresView) -> wire.Figures:
    """Show the indicators."""
    rows = [
        tuple(
            wire.FigureRow(
                name=row.name,
                facility_id=row.facility_id,
                requests=row.requests,
                completed=row.completed,
                waiting_median_hours=row.waiting_median_hours,
                opinion_median_hours=row.opinion_median_hours,
            )
            for row in part
        )
        for part in (view.by_facility, view.by_speciality)
    ]
    return wire.Figures(
        from_=view.first,
        to=view.last,
        computed_at=view.computed_at,
        figures=tuple(_figure(figure) for figure in view.figures),
        by_facility=rows[0],
        by_speciality=rows[1],
    )


def _figure(figure: Figure) -> wire.Figure:
    definition = figure.definition
    unit: wire.Unit = msgspec.convert(definition.unit.value, wire.Unit)
    return wire.Figure(
        key=definition.key,
        definition_version=definition.version,
        name_zh=definition.name_zh,
        name_en=definition.name_en,
        definition_zh=definition.text_zh,
        definition_en=definition.text_en,
        unit=unit,
        value=figure.value,
        percentile90=figure.percentile90,
        numerator=figure.numerator,
        denominator=figure.denominator,
        target=definition.target,
        trend=tuple(
            wire.TrendPoint(start=point.start, value=point.value, denominator=point.denominator)
            for point in figure.trend
        ),
    )


def _figure_row(figure: Figure) -> tuple[object, ...]:
    definition = figure.definition
    return (
        definition.key,
        definition.version,
        definition.name_zh,
        definition.name_en,
        definition.unit.value,
        figure.value,
        figure.percentile90,
        figure.numerator,
        figure.denominator,
        definition.target,
    )
