"""Where every service works: one transaction with an actor, a moment, an access check and an audit trail."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telemed.domain.access import Action, CaseFacts, Relation, may, relations_to
from telemed.domain.audit import AuditAgent, AuditEntity, AuditEvent
from telemed.domain.consultation import PARTICIPLES, CaseEvent, Consultation
from telemed.domain.consultation_states import State
from telemed.domain.errors import AccessRefused, NotFound, StaleVersion
from telemed.domain.ids import ConsultationId, EventId, FacilityId, PractitionerId
from telemed.domain.invitation import TAKEN_PART, Invitation, InvitationState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime

    from telemed.domain.consultation_states import Step
    from telemed.domain.roles import Actor
    from telemed.services.ports import Clock, IdSource
    from telemed.storage.uow import Database
    from telemed.storage.work import Work

NO_RELATION = frozenset({Relation.ANY})


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case with what decides who may do what to it."""

    consultation: Consultation
    invitations: tuple[Invitation, ...]
    relations: frozenset[Relation]


class Act:
    """One actor's doing within one transaction."""

    def __init__(self, actor: Actor, work: Work, now: datetime, ids: IdSource) -> None:
        self.actor = actor
        self.work = work
        self.now = now
        self.ids = ids
        self.refused: list[AuditEvent] = []
        """Written after the rollback that a refusal causes."""

    def note(self, action: Action, entity: AuditEntity, purpose: str = "") -> None:
        """Write an audit entry for what is being done."""
        self.work.audit.add(self._event(action, entity, purpose, is_allowed=True))

    def permit(
        self, action: Action, relations: frozenset[Relation], entity: AuditEntity, purpose: str = ""
    ) -> None:
        """Check access and write the audit entry. Raises AccessRefused, which is audited too."""
        if not may(self.actor, action, relations):
            self.refuse(action, entity, purpose)
            raise AccessRefused
        self.note(action, entity, purpose)

    def refuse(self, action: Action, entity: AuditEntity, purpose: str = "") -> None:
        """Have a refusal audited; the caller raises."""
        self.refused.append(self._event(action, entity, purpose, is_allowed=False))

    async def case(
        self, consultation_id: ConsultationId, action: Action, *, version: int | None = None
    ) -> KnownCase:
        """Load a case for an action: check access, write the audit entry, compare the version.

        Raises NotFound when the case is outside the actor's reach altogether, AccessRefused, StaleVersion.
        """
        known = await self.known(consultation_id)
        self.admit(known, action)
        case = known.consultation
        if version is not None and case.version != version:
            raise StaleVersion(case.state.value, case.version)
        return known

    def admit(self, known: KnownCase, action: Action) -> None:
        """Check access to a loaded case and write the audit entry. Raises NotFound, AccessRefused."""
        entity = case_entity(known.consultation)
        if not any(may(self.actor, wide, known.relations) for wide in (Action.LIST_CASE, action)):
            self.refuse(action, entity)
            raise NotFound("consultation")
        self.permit(action, known.relations, entity)

    async def known(self, consultation_id: ConsultationId) -> KnownCase:
        """Load a case with its relations to the actor, without judging."""
        case = await self.work.consultations.get(consultation_id)
        return (await self.known_all([case]))[0]

    async def known_all(self, cases: Sequence[Consultation]) -> list[KnownCase]:
        """Compute the relations of several cases at once."""
        ids = [case.id for case in cases]
        invitations = await self.work.invitations.of_cases(ids)
        asked = {invitation.practitioner_id for those in invitations.values() for invitation in those}
        experts = await self.work.practitioners.of_ids(asked)
        homes = {expert.id: expert.facility_id for expert in experts.values()}
        taught = await self.work.consents.taught(ids)
        known = []
        for case in cases:
            those = invitations.get(case.id, ())
            facts = _facts(case, those, homes, may_be_taught=case.id in taught)
            relations = relations_to(self.actor, facts, self.now)
            known.append(KnownCase(consultation=case, invitations=those, relations=relations))
        return known

    async def step(
        self, case: Consultation, step: Step, *, text: str = "", planned_start: datetime | None = None
    ) -> Consultation:
        """Move a case, save it, and add to its time line. Raises StepNotAllowed, StaleVersion."""
        moved = case.after(step, self.now, planned_start=planned_start)
        saved = await self.work.consultations.save(moved)
        await self.tell(saved, PARTICIPLES[step], text=text, before=case.state)
        return saved

    async def tell(
        self, case: Consultation, kind: str, *, text: str = "", before: State | None = None
    ) -> None:
        """Add to the time line of a case."""
        event = CaseEvent(
            id=EventId(self.ids.new()),
            consultation_id=case.id,
            at=self.now,
            kind=kind,
            account_id=self.actor.account_id or None,
            practitioner_id=self.actor.practitioner_id,
            from_state=before,
            to_state=case.state if before is not None else None,
            text=text,
        )
        await self.work.consultations.add_event(event)

    def _event(self, action: Action, entity: AuditEntity, purpose: str, *, is_allowed: bool) -> AuditEvent:
        return AuditEvent(
            at=self.now,
            agent=agent_of(self.actor),
            action=action.value,
            entity=entity,
            is_allowed=is_allowed,
            purpose=purpose,
        )


class Desk:
    """Opens acts. Long-lived, shared by all services of a process."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self.database = database
        self.clock = clock
        self.ids = ids

    @asynccontextmanager
    async def act(self, actor: Actor) -> AsyncIterator[Act]:
        """Begin an act: it is committed with its audit entries at the end, or rolled back whole.

        Refusals are audited in a transaction of their own, because their act is rolled back.
        """
        refused: list[AuditEvent] = []
        try:
            async with self.database.transaction() as work:
                act = Act(actor, work, self.clock.now(), self.ids)
                refused = act.refused
                yield act
        finally:
            await self._write_refusals(refused)

    @asynccontextmanager
    async def look(self, actor: Actor) -> AsyncIterator[Act]:
        """Begin an act that only reads, without audit: for what is not about patients, or is audited already.

        Refusals are audited all the same.
        """
        refused: list[AuditEvent] = []
        try:
            async with self.database.reading() as work:
                act = Act(actor, work, self.clock.now(), self.ids)
                refused = act.refused
                yield act
        finally:
            await self._write_refusals(refused)

    async def _write_refusals(self, refused: Sequence[AuditEvent]) -> None:
        if not refused:
            return
        async with self.database.transaction() as work:
            for event in refused:
                work.audit.add(event)


def agent_of(actor: Actor) -> AuditAgent:
    """Describe the actor for the audit trail."""
    return AuditAgent(
        account_id=actor.account_id or None,
        name=actor.display_name,
        roles=",".join(sorted(role.value for role in actor.roles)),
        facility_id=actor.facility_id,
        facility_name=actor.facility_name,
        address=actor.address,
    )


def case_entity(case: Consultation, kind: str = "consultation", entity_id: str = "") -> AuditEntity:
    """Describe a case, or something of it, for the audit trail."""
    return AuditEntity(
        kind=kind,
        id=entity_id or case.id,
        consultation_id=case.id,
        number=case.number,
        patient_id=case.patient_id,
        facility_id=case.origin.facility_id,
    )


def _facts(
    case: Consultation,
    invitations: Sequence[Invitation],
    homes: Mapping[PractitionerId, FacilityId],
    *,
    may_be_taught: bool,
) -> CaseFacts:
    offered = {each.practitioner_id for each in invitations if each.state is InvitationState.OFFERED}
    taken = {each.practitioner_id for each in invitations if each.state in TAKEN_PART}
    facilities = {homes[person] for person in offered | taken if person in homes}
    return CaseFacts(
        state=case.state,
        is_submitted=case.course.milestones.submitted_at is not None,
        account_id=case.origin.account_id,
        facility_id=case.origin.facility_id,
        offered=frozenset(offered),
        taken_part=frozenset(taken),
        invited_facilities=frozenset(facilities),
        closed_at=case.course.milestones.updated_at if case.state is State.CLOSED else None,
        may_be_taught=may_be_taught,
    )
