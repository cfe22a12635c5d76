"""Writing, signing, issuing, amending and verifying opinions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telemed.auth import signing
from telemed.domain.access import Action
from telemed.domain.case_steps import OPINION_MAY_COME, SIGNABLE
from telemed.domain.consultation import Consultation
from telemed.domain.errors import AnswerMissing, NotFound, RequestIncomplete, StaleVersion, StepNotAllowed
from telemed.domain.facility import Facility
from telemed.domain.ids import OpinionId
from telemed.domain.invitation import INVITATION_TRANSITIONS, TAKEN_PART, InvitationStep
from telemed.domain.opinion import (
    Draft,
    Opinion,
    OpinionStep,
    OpinionVersion,
    Signature,
    VersionState,
    canonical_bytes,
    content_hash,
)
from telemed.domain.patient import Patient
from telemed.services.case_reader import opinion_view, opinion_views
from telemed.services.case_view import Person
from telemed.services.desk import case_entity
from telemed.services.issuing import WAITS_FOR_END, issue
from telemed.services.people_reader import persons

if TYPE_CHECKING:
    from telemed.domain.ids import ConsultationId, PractitionerId
    from telemed.domain.opinion import OpinionContent
    from telemed.domain.roles import Actor
    from telemed.services.accounts import Accounts
    from telemed.services.case_view import OpinionView
    from telemed.services.desk import Act, Desk, KnownCase
    from telemed.storage.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDocument:
    """All that the printed record needs (N51): the request part and one issued version."""

    consultation: Consultation
    patient: Patient
    requester: Person
    target_facility: Facility | None
    author: Person
    version: OpinionVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether a version is what was signed."""

    problem: str
    """Empty when valid, else content_changed, signature_wrong, key_unknown or unsigned."""
    content_hash: str
    """Computed now over the stored content."""
    signed_hash: str
    signature: Signature | None
    signer: Person | None

    @property
    def is_valid(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problem


class Opinions:
    """What the specialist says."""

    def __init__(self, desk: Desk, accounts: Accounts) -> None:
        self._desk = desk
        self._accounts = accounts

    async def of_case(self, actor: Actor, consultation_id: ConsultationId) -> tuple[OpinionView, ...]:
        """List what the actor may see: the requesting side sees issued versions only. An audit entry."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.READ_OPINION)
            opinions = await act.work.opinions.of_case(consultation_id)
            people = await persons(act.work, [each.author_id for each in opinions])
            return opinion_views(actor, known, opinions, people)

    async def start(
        self, actor: Actor, consultation_id: ConsultationId, content: OpinionContent
    ) -> OpinionView:
        """Begin the actor's opinion; gives the one that exists when there is one."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.WRITE_OPINION)
            for opinion in await act.work.opinions.of_case(consultation_id):
                if opinion.author_id == actor.practitioner_id:
                    return await self._view(act, known, opinion)
            state = known.consultation.state
            if state not in OPINION_MAY_COME:
                raise StepNotAllowed(state, OpinionStep.CHANGE)
            invitation = next(
                each
                for each in known.invitations
                if each.practitioner_id == actor.practitioner_id and each.state in TAKEN_PART
            )
            opinion = Opinion(
                id=OpinionId(act.ids.new()),
                consultation_id=consultation_id,
                invitation_id=invitation.id,
                author_id=invitation.practitioner_id,
                draft=Draft(content=content, saved_at=act.now),
            )
            await act.work.opinions.add(opinion)
            await self._move_invitation(act, known, InvitationStep.DRAFT_OPINION)
            return await self._view(act, known, opinion)

    async def save(
        self, actor: Actor, opinion_id: OpinionId, version: int, content: OpinionContent
    ) -> OpinionView:
        """Replace the draft. Raises StaleVersion, StepNotAllowed."""
        async with self._desk.act(actor) as act:
            known, opinion = await self._own(act, opinion_id, version, Action.WRITE_OPINION)
            saved = await act.work.opinions.save(opinion.saved(content, act.now))
            return await self._view(act, known, saved)

    async def sign(self, actor: Actor, opinion_id: OpinionId, version: int, password: str) -> OpinionView:
        """Sign the draft, and issue it when the session is over; otherwise it is issued when it ends.

        Raises StepUpRefused, RequestIncomplete naming what an opinion must say, StaleVersion.
        """
        await self._accounts.confirm_password(actor, password)
        async with self._desk.act(actor) as act:
            known, opinion = await self._own(act, opinion_id, version, Action.SIGN_OPINION)
            case = known.consultation
            if opinion.draft is None or case.state not in SIGNABLE:
                raise StepNotAllowed(opinion.state, OpinionStep.SIGN)
            lacking = opinion.draft.content.lacking()
            if lacking:
                raise RequestIncomplete(lacking)
            signed = opinion.signed(await self._signed_version(act, opinion, opinion.draft))
            saved = await act.work.opinions.save(signed)
            await self._move_invitation(act, known, InvitationStep.SIGN)
            await act.tell(case, "opinion_signed")
            if case.state not in WAITS_FOR_END:
                saved = await issue(act, case, saved)
            return await self._view(act, await act.known(case.id), saved)

    async def amend(self, actor: Actor, opinion_id: OpinionId, version: int, reason: str) -> OpinionView:
        """Open a draft of the next version. Raises AnswerMissing without a reason."""
        if not reason.strip():
            raise AnswerMissing("Say why it is amended.", field="reason", remedy="Give the reason.")
        async with self._desk.act(actor) as act:
            known, opinion = await self._own(act, opinion_id, version, Action.WRITE_OPINION)
            saved = await act.work.opinions.save(opinion.amended(reason, act.now))
            await self._move_invitation(act, known, InvitationStep.DRAFT_OPINION)
            await act.tell(known.consultation, "opinion_amended", text=reason)
            return await self._view(act, known, saved)

    async def document(self, actor: Actor, opinion_id: OpinionId, number: int) -> OpinionDocument:
        """Collect what the PDF of an issued version needs. An audit entry. Raises NotFound."""
        async with self._desk.act(actor) as act:
            known, opinion, version = await self._issued(act, opinion_id, number)
            case = known.consultation
            people = await persons(act.work, [case.origin.practitioner_id, opinion.author_id])
            target_id = case.form.target.facility_id
            facilities = await act.work.facilities.of_ids([target_id] if target_id else [])
            return OpinionDocument(
                consultation=case,
                patient=await act.work.patients.get(case.patient_id),
                requester=people[case.origin.practitioner_id],
                target_facility=facilities.get(target_id) if target_id else None,
                author=people[opinion.author_id],
                version=version,
            )

    async def verify(self, actor: Actor, opinion_id: OpinionId, number: int) -> Verification:
        """Check an issued version against its signature."""
        async with self._desk.act(actor) as act:
            _, opinion, version = await self._issued(act, opinion_id, number)
            people = await persons(act.work, [version.signature.practitioner_id])
            return Verification(
                problem=await problem_of(act.work, opinion, version),
                content_hash=content_hash(rebuilt(opinion, version)),
                signed_hash=version.content_hash,
                signature=version.signature,
                signer=people.get(version.signature.practitioner_id),
            )

    async def _own(
        self, act: Act, opinion_id: OpinionId, version: int, action: Action
    ) -> tuple[KnownCase, Opinion]:
        opinion = await act.work.opinions.get(opinion_id)
        known = await act.case(opinion.consultation_id, action)
        if opinion.author_id != act.actor.practitioner_id:
            act.refuse(action, case_entity(known.consultation, "opinion", opinion_id))
            raise NotFound("opinion")
        act.note(action, case_entity(known.consultation, "opinion", opinion_id))
        if opinion.version != version:
            raise StaleVersion(opinion.state.value, opinion.version)
        return known, opinion

    async def _issued(
        self, act: Act, opinion_id: OpinionId, number: int
    ) -> tuple[KnownCase, Opinion, OpinionVersion]:
        opinion = await act.work.opinions.get(opinion_id)
        known = await act.case(opinion.consultation_id, Action.READ_OPINION)
        version = next((each for each in opinion.shown_versions if each.number == number), None)
        if version is None:
            raise NotFound("opinion version")
        act.note(Action.READ_OPINION, case_entity(known.consultation, "opinion", opinion_id), f"v{number}")
        return known, opinion, version

    async def _view(self, act: Act, known: KnownCase, opinion: Opinion) -> OpinionView:
        people = await persons(act.work, [opinion.author_id])
        view = opinion_view(act.actor, known, opinion, people[opinion.author_id])
        if view is None:
            raise NotFound("opinion")
        return view

    async def _move_invitation(self, act: Act, known: KnownCase, step: InvitationStep) -> None:
        for each in await act.work.invitations.of_case(known.consultation.id):
            is_own = each.practitioner_id == act.actor.practitioner_id
            if is_own and (each.state, step) in INVITATION_TRANSITIONS:
                await act.work.invitations.save(each.after(step, act.now))

    async def _signed_version(self, act: Act, opinion: Opinion, draft: Draft) -> OpinionVersion:
        canonical = canonical_bytes(
            opinion,
            draft.content,
            number=opinion.next_number,
            amended_because=draft.amended_because,
            signed_at=act.now,
        )
        return OpinionVersion(
            number=opinion.next_number,
            state=VersionState.SIGNED,
            content=draft.content,
            amended_because=draft.amended_because,
            canonical=canonical,
            content_hash=content_hash(canonical),
            signature=await self._signature(act, opinion.author_id, canonical),
        )

    async def _signature(self, act: Act, signer: PractitionerId, data: bytes) -> Signature:
        private = await act.work.signing_keys.private_of(signer) or await self._new_key(act, signer)
        public = signing.public_key(private)
        return Signature(
            practitioner_id=signer,
            signed_at=act.now,
            algorithm=signing.ALGORITHM,
            key_id=signing.key_id(public),
            public_key=public,
            value=signing.sign(private, data),
        )

    async def _new_key(self, act: Act, signer: PractitionerId) -> bytes:
        private = signing.new_private_key()
        public = signing.public_key(private)
        key_id = signing.key_id(public)
        await act.work.signing_keys.add(signer, key_id, public=public, private=private, at=act.now)
        return private


def rebuilt(opinion: Opinion, version: OpinionVersion) -> bytes:
    """Build the signed bytes anew from what is stored."""
    return canonical_bytes(
        opinion,
        version.content,
        number=version.number,
        amended_because=version.amended_because,
        signed_at=version.signature.signed_at,
    )


async def problem_of(work: Work, opinion: Opinion, version: OpinionVersion) -> str:
    """Name what is wrong with a signed version; empty when it is what was signed."""
    signature = version.signature
    if not signature.value:
        return "unsigned"
    canonical = rebuilt(opinion, version)
    if canonical != version.canonical or content_hash(canonical) != version.content_hash:
        return "content_changed"
    owner = await work.signing_keys.owner_of(signature.key_id)
    if owner != (signature.practitioner_id, signature.public_key):
        return "key_unknown"
    if not signing.is_signed(signature.public_key, signature.value, canonical):
        return "signature_wrong"
    return ""
