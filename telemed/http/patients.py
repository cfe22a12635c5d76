"""Patients and consents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.consent import Signing
from telemed.domain.ids import ConsultationId, MaterialId
from telemed.http.exchange import path_text, read_body, read_query, reply
from telemed.http.gate import actor_of
from telemed.http.patient_bodies import consent_body, patient_body, patient_from
from telemed.wire import http_patients as wire

if TYPE_CHECKING:
    from aiohttp import web

    from telemed.http.registry import Handler
    from telemed.services.patients import Patients
    from telemed.services.ports import Clock


class PatientHandlers:
    """Whom it is about."""

    def __init__(self, patients: Patients, clock: Clock) -> None:
        self._patients = patients
        self._clock = clock

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "patients": self.find,
            "createPatient": self.register,
            "giveConsent": self.give_consent,
        }

    async def find(self, request: web.Request) -> web.StreamResponse:
        """Find by citizen ID, card or name."""
        query = read_query(request, wire.PatientQuery)
        now = self._clock.now()
        found = await self._patients.find(actor_of(request), query.q.strip())
        return reply(wire.PatientList(items=tuple(patient_body(one, now) for one in found)))

    async def register(self, request: web.Request) -> web.StreamResponse:
        """Add a patient."""
        given = await read_body(request, wire.CreatePatient)
        patient = await self._patients.register(actor_of(request), patient_from(given))
        return reply(patient_body(patient, self._clock.now()), 201)

    async def give_consent(self, request: web.Request) -> web.StreamResponse:
        """Record a consent."""
        given = await read_body(request, wire.GiveConsent)
        scan = given.scan_material_id
        signing = Signing(
            form=given.form,
            signer_name=given.signer_name,
            relation=given.relation,
            text_version=given.text_version,
            signed_at=given.signed_at,
            witness=given.witness,
            scan_material_id=MaterialId(scan) if scan else None,
            emergency_approver=given.emergency_approver,
            emergency_reason=given.emergency_reason,
        )
        view = await self._patients.give_consent(
            actor_of(request),
            ConsultationId(path_text(request, "consultationId")),
            frozenset(given.scopes),
            signing,
        )
        return reply(consent_body(view), 201)
