"""Bodies of the steps of a case: each names the version that it was decided on."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from telemed.domain.consultation import Adoption, Conformity, ReferralDirection
from telemed.wire.base import Request
from telemed.wire.http_values import Id, Instant, Reason, Text, Version


class TakeStep(Request, frozen=True, kw_only=True):
    """A step that needs nothing but the version it was decided on."""

    version: Version


class VersionQuery(Request, frozen=True, kw_only=True):
    """The version that a deletion was decided on."""

    version: Version


class ResubmitCase(Request, frozen=True, kw_only=True):
    """The answer to the items a case was returned for."""

    version: Version
    answer: Text = ""


Item = Annotated[str, Meta(min_length=1, max_length=200)]


class ReturnCase(Request, frozen=True, kw_only=True):
    """What must be supplemented before the case can be accepted."""

    version: Version
    items: Annotated[tuple[Item, ...], Meta(min_length=1, max_length=20)]
    note: Text = ""


class EndCase(Request, frozen=True, kw_only=True):
    """Rejecting or cancelling, with the mandatory reason."""

    version: Version
    reason: Reason


class OfferCase(Request, frozen=True, kw_only=True):
    """Ask one specialist. A live consultation names the slot; a written one needs none."""

    version: Version
    specialist_id: Id
    start: Instant | None = None
    end: Instant | None = None
    note: Text = ""


class AcknowledgeCase(Request, frozen=True, kw_only=True):
    """The requester has read the opinion and says what follows from it."""

    version: Version
    adoption: Adoption
    reason: Text = ""
    """Mandatory unless adopted in full."""
    implementation: Text = ""


class CloseCase(Request, frozen=True, kw_only=True):
    """Conformity of the diagnosis and where the patient goes."""

    version: Version
    conformity: Conformity = Conformity.OPEN
    diagnosis_after: Text = ""
    referral: ReferralDirection = ReferralDirection.NONE


class AnswerInvitation(Request, frozen=True, kw_only=True):
    """Accept an invitation."""

    version: Version


class DeclineInvitation(Request, frozen=True, kw_only=True):
    """Decline an invitation, with the mandatory reason."""

    version: Version
    reason: Reason
