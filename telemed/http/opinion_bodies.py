"""Opinions: flat on the wire, grouped in the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from telemed.domain import opinion as domain
from telemed.domain.ids import MaterialId
from telemed.http.reference_bodies import optional_person, person_ref
from telemed.wire import http_opinions as wire

if TYPE_CHECKING:
    from telemed.services.case_view import OpinionView, Person
    from telemed.services.opinions import Verification

Step = Literal["save", "sign", "amend"]


def content_from(content: wire.OpinionContent) -> domain.OpinionContent:
    """Group what a client sent."""
    return domain.OpinionContent(
        findings=domain.OpinionFindings(
            findings=content.findings,
            image_findings=content.image_findings,
            ecg_findings=content.ecg_findings,
            diagnoses=tuple(
                domain.OpinionDiagnosis(text=one.text, code=one.code, certainty=one.certainty)
                for one in content.diagnoses
            ),
            differential=content.differential,
        ),
        advice=_advice_from(content),
        evidence=tuple(_evidence_from(one) for one in content.evidence),
    )


def _advice_from(content: wire.OpinionContent) -> domain.Advice:
    return domain.Advice(
        tests=content.tests,
        treatment=content.treatment,
        medication=content.medication,
        procedure=content.procedure,
        observation=content.observation,
        referral=domain.ReferralAdvice(
            direction=content.referral.direction,
            where=content.referral.where,
            urgency=content.referral.urgency,
        ),
        follow_up=content.follow_up,
        teaching_points=content.teaching_points,
    )


def _evidence_from(one: wire.Evidence) -> domain.Evidence:
    return domain.Evidence(
        material_id=MaterialId(one.material_id),
        sop_instance_uid=one.sop_instance_uid,
        frame=one.frame,
        annotation_uid=one.annotation_uid,
        session_seq=one.session_seq,
        note=one.note,
    )


def content_body(content: domain.OpinionContent) -> wire.OpinionContent:
    """Flatten for the client."""
    findings, advice = content.findings, content.advice
    return wire.OpinionContent(
        findings=findings.findings,
        image_findings=findings.image_findings,
        ecg_findings=findings.ecg_findings,
        diagnoses=tuple(
            wire.OpinionDiagnosis(text=one.text, code=one.code, certainty=one.certainty)
            for one in findings.diagnoses
        ),
        differential=findings.differential,
        tests=advice.tests,
        treatment=advice.treatment,
        medication=advice.medication,
        procedure=advice.procedure,
        observation=advice.observation,
        referral=wire.ReferralAdvice(
            direction=advice.referral.direction,
            where=advice.referral.where,
            urgency=advice.referral.urgency,
        ),
        follow_up=advice.follow_up,
        teaching_points=advice.teaching_points,
        evidence=tuple(_evidence_body(one) for one in content.evidence),
    )


def _evidence_body(one: domain.Evidence) -> wire.Evidence:
    return wire.Evidence(
        material_id=one.material_id,
        sop_instance_uid=one.sop_instance_uid,
        frame=one.frame,
        annotation_uid=one.annotation_uid,
        session_seq=one.session_seq,
        note=one.note,
    )


def opinion_body(view: OpinionView) -> wire.Opinion:
    """Show an opinion as the caller may see it."""
    opinion = view.opinion
    return wire.Opinion(
        id=opinion.id,
        consultation_id=opinion.consultation_id,
        version=opinion.version,
        author=person_ref(view.author),
        state=opinion.state,
        draft=content_body(opinion.draft.content) if opinion.draft else None,
        draft_saved_at=opinion.draft.saved_at if opinion.draft else None,
        versions=tuple(_version_body(opinion.id, one, view.author) for one in opinion.versions),
        allowed_steps=_allowed(view),
    )


def _allowed(view: OpinionView) -> tuple[Step, ...]:
    steps: list[tuple[Step, bool]] = [
        ("save", view.may_save),
        ("sign", view.may_sign),
        ("amend", view.may_amend),
    ]
    return tuple(step for step, is_allowed in steps if is_allowed)


def _version_body(opinion_id: str, version: domain.OpinionVersion, author: Person) -> wire.OpinionVersion:
    return wire.OpinionVersion(
        number=version.number,
        state=version.state,
        issued_at=version.issued_at,
        amended_because=version.amended_because,
        content=content_body(version.content),
        content_hash=version.content_hash,
        signature=_signature_body(version.signature, author),
        pdf_path=f"/api/opinions/{opinion_id}/versions/{version.number}.pdf",
    )


def _signature_body(signature: domain.Signature, signer: Person) -> wire.SignatureShown:
    return wire.SignatureShown(
        signer=person_ref(signer),
        signed_at=signature.signed_at,
        algorithm=signature.algorithm,
        key_id=signature.key_id,
    )


def brief_body(opinion: domain.Opinion, author: Person) -> wire.OpinionBrief:
    """Show an opinion as the case page lists it."""
    issued = opinion.issued
    return wire.OpinionBrief(
        id=opinion.id,
        author=person_ref(author),
        state=opinion.state,
        version_number=issued.number if issued else len(opinion.versions),
        issued_at=issued.issued_at if issued else None,
    )


def verification_body(found: Verification) -> wire.Verification:
    """Say whether a version is what was signed."""
    signature, signer = found.signature, optional_person(found.signer)
    shown = (
        wire.SignatureShown(
            signer=signer,
            signed_at=signature.signed_at,
            algorithm=signature.algorithm,
            key_id=signature.key_id,
        )
        if signature and signer
        else None
    )
    return wire.Verification(
        is_valid=found.is_valid,
        problem=found.problem,
        content_hash=found.content_hash,
        signed_hash=found.signed_hash,
        signature=shown,
    )
