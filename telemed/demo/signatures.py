"""Signing the invented opinions as the service does, with each specialist's own key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.auth.signing import ALGORITHM, key_id, new_private_key, public_key, sign
from telemed.domain.opinion import (
    Draft,
    Opinion,
    OpinionVersion,
    Signature,
    VersionState,
    canonical_bytes,
    content_hash,
)

if TYPE_CHECKING:
    from datetime import datetime

    from telemed.demo.meetings import Meeting
    from telemed.domain.ids import PractitionerId
    from telemed.storage.work import Work


class Signers:
    """Keys of the demo's specialists, made when they first sign."""

    def __init__(self, work: Work, at: datetime) -> None:
        self._work = work
        self._at = at
        self._keys: dict[PractitionerId, bytes] = {}

    async def opinion(self, meeting: Meeting) -> Opinion | None:
        """Write the opinion of a meeting: signed and issued, or a draft; None when there is none yet."""
        written, invitation = meeting.written, meeting.invitation
        if written is None or invitation is None:
            return None
        draft = Opinion(
            id=written.id,
            consultation_id=meeting.told.case.id,
            invitation_id=invitation.id,
            author_id=invitation.practitioner_id,
            draft=Draft(content=written.content, saved_at=written.saved_at),
        )
        if written.issued_at is None:
            return draft
        version = await self._version(draft, written.issued_at)
        return draft.signed(version).issue(written.issued_at)

    async def _version(self, opinion: Opinion, at: datetime) -> OpinionVersion:
        content = opinion.draft.content if opinion.draft else None
        if content is None:
            raise LookupError("nothing to sign")
        canonical = canonical_bytes(
            opinion, content, number=opinion.next_number, amended_because="", signed_at=at
        )
        private = await self._key(opinion.author_id)
        public = public_key(private)
        signature = Signature(
            practitioner_id=opinion.author_id,
            signed_at=at,
            algorithm=ALGORITHM,
            key_id=key_id(public),
            public_key=public,
            value=sign(private, canonical),
        )
        return OpinionVersion(
            number=opinion.next_number,
            state=VersionState.SIGNED,
            content=content,
            canonical=canonical,
            content_hash=content_hash(canonical),
            signature=signature,
        )

    async def _key(self, practitioner_id: PractitionerId) -> bytes:
        if practitioner_id not in self._keys:
            private = new_private_key()
            public = public_key(private)
            await self._work.signing_keys.add(
                practitioner_id, key_id(public), public=public, private=private, at=self._at
            )
            self._keys[practitioner_id] = private
        return self._keys[practitioner_id]
