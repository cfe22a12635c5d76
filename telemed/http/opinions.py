"""Writing, signing, reading and verifying opinions."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from telemed.domain.ids import ConsultationId, OpinionId
from telemed.domain.scheduling import Span
from telemed.http.exchange import path_number, path_text, read_body, reply
from telemed.http.gate import actor_of
from telemed.http.opinion_bodies import content_from, opinion_body, verification_body
from telemed.reports.paper import OpinionPaper, Party
from telemed.wire import http_opinions as wire

if TYPE_CHECKING:
    from telemed.http.registry import Handler
    from telemed.reports.opinion_pdf import OpinionPrinter
    from telemed.services.case_view import Person
    from telemed.services.opinions import OpinionDocument, Opinions


class OpinionHandlers:
    """What the specialist says."""

    def __init__(self, opinions: Opinions, printer: OpinionPrinter) -> None:
        self._opinions = opinions
        self._printer = printer

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "opinions": self.of_case,
            "startOpinion": self.start,
            "saveOpinion": self.save,
            "signOpinion": self.sign,
            "amendOpinion": self.amend,
            "opinionPdf": self.pdf,
            "verifyOpinion": self.verify,
        }

    async def of_case(self, request: web.Request) -> web.StreamResponse:
        """List what the caller may see."""
        found = await self._opinions.of_case(actor_of(request), _case(request))
        return reply(wire.OpinionList(items=tuple(opinion_body(view) for view in found)))

    async def start(self, request: web.Request) -> web.StreamResponse:
        """Begin the caller's opinion."""
        given = await read_body(request, wire.StartOpinion)
        view = await self._opinions.start(actor_of(request), _case(request), content_from(given.content))
        return reply(opinion_body(view), 201)

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Keep the draft."""
        given = await read_body(request, wire.SaveOpinion)
        content = content_from(given.content)
        view = await self._opinions.save(actor_of(request), _opinion(request), given.version, content)
        return reply(opinion_body(view))

    async def sign(self, request: web.Request) -> web.StreamResponse:
        """Sign the draft."""
        given = await read_body(request, wire.SignOpinion)
        view = await self._opinions.sign(actor_of(request), _opinion(request), given.version, given.password)
        return reply(opinion_body(view))

    async def amend(self, request: web.Request) -> web.StreamResponse:
        """Open a draft of the next version."""
        given = await read_body(request, wire.AmendOpinion)
        view = await self._opinions.amend(actor_of(request), _opinion(request), given.version, given.reason)
        return reply(opinion_body(view))

    async def pdf(self, request: web.Request) -> web.StreamResponse:
        """Print an issued version."""
        number = path_number(request, "number")
        document = await self._opinions.document(actor_of(request), _opinion(request), number)
        paper = paper_of(document, f"{request.scheme}://{request.host}")
        printed = await asyncio.to_thread(self._printer.render, paper)
        name = f"{document.consultation.number}-{number}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return web.Response(body=printed, content_type="application/pdf", headers=headers)

    async def verify(self, request: web.Request) -> web.StreamResponse:
        """Check a version against its signature."""
        number = path_number(request, "number")
        return reply(
            verification_body(await self._opinions.verify(actor_of(request), _opinion(request), number))
        )


def _case(request: web.Request) -> ConsultationId:
    return ConsultationId(path_text(request, "consultationId"))


def _opinion(request: web.Request) -> OpinionId:
    return OpinionId(path_text(request, "opinionId"))


def paper_of(document: OpinionDocument, address: str) -> OpinionPaper:
    """Collect what is printed.

    address: scheme and host under which the version can be verified.
    """
    version, stamps = document.version, document.consultation.course.milestones
    held = Span(stamps.started_at, stamps.ended_at) if stamps.started_at and stamps.ended_at else None
    return OpinionPaper(
        consultation=document.consultation,
        patient=document.patient,
        requester=_party(document.requester, document.consultation.form.question.callback_phone),
        expert=_party(document.author),
        version=version,
        speciality=document.consultation.form.target.speciality,
        session=held,
        verify_url=f"{address}/cases/{document.consultation.id}?verify={version.number}",
    )


def _party(person: Person, phone: str = "") -> Party:
    return Party(
        facility=person.facility.name,
        department=person.department_name,
        practitioner=person.practitioner.name,
        title=person.practitioner.title,
        phone=phone,
    )
