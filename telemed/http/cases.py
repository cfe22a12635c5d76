"""The case and its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.consultation import Closing, Terms
from telemed.domain.ids import ConsultationId, InvitationId, PatientId, PractitionerId
from telemed.http.case_bodies import case_body, consultation_body, timeline_body
from telemed.http.exchange import nothing, path_text, read_body, read_query, reply
from telemed.http.form_bodies import form_from
from telemed.http.gate import actor_of
from telemed.services.arrangements import Offer
from telemed.wire import http_cases as wire
from telemed.wire import http_steps as steps
from telemed.wire.http_form import RequestForm

if TYPE_CHECKING:
    from aiohttp import web

    from telemed.http.registry import Handler
    from telemed.services.arrangements import Arrangements
    from telemed.services.case_view import CaseDetail
    from telemed.services.consultations import Consultations
    from telemed.services.ports import Clock


class CaseHandlers:
    """Cases, one at a time."""

    def __init__(self, consultations: Consultations, arrangements: Arrangements, clock: Clock) -> None:
        self._consultations = consultations
        self._arrangements = arrangements
        self._clock = clock

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "createConsultation": self.create,
            "consultation": self.read,
            "saveConsultation": self.save,
            "deleteDraft": self.delete_draft,
            "timeline": self.timeline,
            "submit": self.submit,
            "resubmit": self.resubmit,
            "accept": self.accept,
            "return": self.send_back,
            "reject": self.reject,
            "cancel": self.cancel,
            "offer": self.offer,
            "acknowledge": self.acknowledge,
            "close": self.close,
            "acceptInvitation": self.accept_invitation,
            "declineInvitation": self.decline_invitation,
        }

    async def create(self, request: web.Request) -> web.StreamResponse:
        """Begin a draft."""
        given = await read_body(request, wire.CreateConsultation)
        detail = await self._consultations.create(
            actor_of(request),
            PatientId(given.patient_id),
            Terms(urgency=given.urgency, mode=given.mode),
            form_from(given.form or RequestForm()),
        )
        return self._show(request, detail, status=201)

    async def read(self, request: web.Request) -> web.StreamResponse:
        """Show the case page."""
        return self._show(request, await self._consultations.read(actor_of(request), _case(request)))

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Keep the form."""
        given = await read_body(request, wire.SaveConsultation)
        detail = await self._consultations.save(
            actor_of(request),
            _case(request),
            given.version,
            Terms(urgency=given.urgency, mode=given.mode),
            form_from(given.form),
        )
        return self._show(request, detail)

    async def delete_draft(self, request: web.Request) -> web.StreamResponse:
        """Throw a draft away."""
        given = read_query(request, steps.VersionQuery)
        await self._consultations.delete_draft(actor_of(request), _case(request), given.version)
        return nothing()

    async def timeline(self, request: web.Request) -> web.StreamResponse:
        """Tell what happened."""
        return reply(timeline_body(await self._consultations.timeline(actor_of(request), _case(request))))

    async def submit(self, request: web.Request) -> web.StreamResponse:
        """Hand a draft in."""
        given = await read_body(request, steps.TakeStep)
        detail = await self._consultations.submit(actor_of(request), _case(request), given.version)
        return self._show(request, detail)

    async def resubmit(self, request: web.Request) -> web.StreamResponse:
        """Hand a returned case in again."""
        given = await read_body(request, steps.ResubmitCase)
        detail = await self._consultations.resubmit(
            actor_of(request), _case(request), given.version, given.answer
        )
        return self._show(request, detail)

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Take a case on."""
        given = await read_body(request, steps.TakeStep)
        detail = await self._consultations.accept(actor_of(request), _case(request), given.version)
        return self._show(request, detail)

    async def send_back(self, request: web.Request) -> web.StreamResponse:
        """Return a case for supplement."""
        given = await read_body(request, steps.ReturnCase)
        detail = await self._consultations.send_back(
            actor_of(request), _case(request), given.version, given.items, given.note
        )
        return self._show(request, detail)

    async def reject(self, request: web.Request) -> web.StreamResponse:
        """Refuse a case."""
        given = await read_body(request, steps.EndCase)
        detail = await self._consultations.reject(
            actor_of(request), _case(request), given.version, given.reason
        )
        return self._show(request, detail)

    async def cancel(self, request: web.Request) -> web.StreamResponse:
        """Call a case off."""
        given = await read_body(request, steps.EndCase)
        detail = await self._consultations.cancel(
            actor_of(request), _case(request), given.version, given.reason
        )
        return self._show(request, detail)

    async def offer(self, request: web.Request) -> web.StreamResponse:
        """Ask a specialist."""
        given = await read_body(request, steps.OfferCase)
        offer = Offer(
            specialist_id=PractitionerId(given.specialist_id),
            start=given.start,
            end=given.end,
            note=given.note,
        )
        detail = await self._arrangements.offer(actor_of(request), _case(request), given.version, offer)
        return self._show(request, detail)

    async def acknowledge(self, request: web.Request) -> web.StreamResponse:
        """Confirm the opinion."""
        given = await read_body(request, steps.AcknowledgeCase)
        detail = await self._consultations.acknowledge(
            actor_of(request),
            _case(request),
            given.version,
            given.adoption,
            reason=given.reason,
            implementation=given.implementation,
        )
        return self._show(request, detail)

    async def close(self, request: web.Request) -> web.StreamResponse:
        """Close an acknowledged case."""
        given = await read_body(request, steps.CloseCase)
        closing = Closing(
            conformity=given.conformity, diagnosis_after=given.diagnosis_after, referral=given.referral
        )
        detail = await self._consultations.close(actor_of(request), _case(request), given.version, closing)
        return self._show(request, detail)

    async def accept_invitation(self, request: web.Request) -> web.StreamResponse:
        """Accept an invitation."""
        given = await read_body(request, steps.AnswerInvitation)
        detail = await self._arrangements.accept_invitation(
            actor_of(request), _invitation(request), given.version
        )
        return self._show(request, detail)

    async def decline_invitation(self, request: web.Request) -> web.StreamResponse:
        """Decline an invitation."""
        given = await read_body(request, steps.DeclineInvitation)
        case = await self._arrangements.decline_invitation(
            actor_of(request), _invitation(request), given.version, given.reason
        )
        return reply(case_body(case, self._clock.now()))

    def _show(self, request: web.Request, detail: CaseDetail, status: int = 200) -> web.Response:
        body = consultation_body(detail, self._clock.now(), actor_of(request).account_id)
        return reply(body, status)


def _case(request: web.Request) -> ConsultationId:
    return ConsultationId(path_text(request, "consultationId"))


def _invitation(request: web.Request) -> InvitationId:
    return InvitationId(path_text(request, "invitationId"))
