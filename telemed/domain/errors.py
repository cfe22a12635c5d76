"""Every way the service says no.

TelemedError
    FieldInvalid            invalid   a value cannot be taken; names the field
        CitizenIdInvalid
        RequestIncomplete             the request form lacks what N30 demands
        AnswerMissing
    AccessRefused           refused   role or relation does not allow it
    NotSignedIn             refused   no session, or it has ended (HTTP answers 401)
    SignInRefused           refused   name or password is wrong, or the account is closed
    StepUpRefused           refused   the password given again is wrong
    ConsentMissing          refused
    TokenRefused            refused   a room or bearer token is unknown, used or too old
    NotFound                missing
    StepNotAllowed          conflict  the state machine has no such step
    StaleVersion            conflict  somebody else changed it first
    SlotTaken               conflict
    AlreadyExists           conflict
    TooEarly                conflict  the waiting room is not open yet
    LogConflict             conflict  the sequence number of a log entry is taken
    TooManyTries            busy      sign-in is delayed
    Overloaded              busy
    StoreBroken             broken
    ChainBroken             broken    stored evidence does not verify
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar


class Kind(Enum):
    """What a caller can do about it; one table maps it to HTTP, one to socket codes."""

    INVALID = "invalid"
    REFUSED = "refused"
    MISSING = "missing"
    CONFLICT = "conflict"
    BUSY = "busy"
    BROKEN = "broken"


class TelemedError(Exception):
    """Root of the tree. Texts never hold patient data."""

    code: ClassVar[str] = "broken"
    kind: ClassVar[Kind] = Kind.BROKEN

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        remedy: str | None = None,
        state: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        """Path of the field at fault, in camelCase, such as `form.chiefComplaint`."""
        self.remedy = remedy
        self.state = state
        """The state that stood in the way."""


class FieldInvalid(TelemedError):
    """A value cannot be taken."""

    code = "field_invalid"
    kind = Kind.INVALID


class CitizenIdInvalid(FieldInvalid):
    """A citizen ID that GB 11643 does not allow."""

    code = "citizen_id_invalid"


class RequestIncomplete(FieldInvalid):
    """What is needed to submit is not there yet; `fields` names all of it."""

    code = "request_incomplete"

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(
            f"These fields are still empty: {', '.join(fields)}.",
            field=fields[0] if fields else None,
            remedy="Fill them in and submit again.",
        )
        self.fields = fields


class AnswerMissing(FieldInvalid):
    """A reason or an answer is mandatory here."""

    code = "answer_missing"


class AccessRefused(TelemedError):
    """Role or relation to the case does not allow the action."""

    code = "access_refused"
    kind = Kind.REFUSED

    def __init__(self, message: str = "Your role and your relation to this case do not allow this.") -> None:
        super().__init__(message)


class NotSignedIn(TelemedError):
    """No browser session or bearer token, or it has expired or was revoked."""

    code = "not_signed_in"
    kind = Kind.REFUSED

    def __init__(self) -> None:
        super().__init__("You are not signed in.", remedy="Sign in again.")


class SignInRefused(TelemedError):
    """One answer for every cause, so that names cannot be guessed."""

    code = "sign_in_refused"
    kind = Kind.REFUSED

    def __init__(self) -> None:
        super().__init__("Name or password is wrong.", remedy="Check both, or ask your administrator.")


class StepUpRefused(TelemedError):
    """The password given again before signing is wrong."""

    code = "step_up_refused"
    kind = Kind.REFUSED

    def __init__(self) -> None:
        super().__init__("The password is wrong.", field="password", remedy="Enter it again.")


class ConsentMissing(TelemedError):
    """A step that needs the patient's consent."""

    code = "consent_missing"
    kind = Kind.REFUSED


class TokenRefused(TelemedError):
    """Unknown, used, too old or another's."""

    code = "token_refused"
    kind = Kind.REFUSED

    def __init__(self) -> None:
        super().__init__("This token is not valid any more.", remedy="Ask for a new one.")


class NotFound(TelemedError):
    """Absent, or outside the caller's reach: the same answer for both."""

    code = "not_found"
    kind = Kind.MISSING

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what} within your reach.")


class StepNotAllowed(TelemedError):
    """The table of the state machine has no such step."""

    code = "step_not_allowed"
    kind = Kind.CONFLICT

    def __init__(self, state: Enum, step: Enum) -> None:
        super().__init__(
            f"{step.value} is not possible in state {state.value}.",
            remedy="Load the current state.",
            state=str(state.value),
        )


class StaleVersion(TelemedError):
    """Somebody else changed it since it was read; nothing was overwritten."""

    code = "stale_version"
    kind = Kind.CONFLICT

    def __init__(self, state: str, version: int) -> None:
        super().__init__(
            "Somebody else changed this in the meantime.",
            field="version",
            remedy="Load the current version and decide again.",
            state=state,
        )
        self.version = version
        """The version that is current."""


class SlotTaken(TelemedError):
    """The specialist is booked in an overlapping span."""

    code = "slot_taken"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("This time is taken.", field="start", remedy="Choose another free time.")


class AlreadyExists(TelemedError):
    """A name or a number is in use."""

    code = "already_exists"
    kind = Kind.CONFLICT


class TooEarly(TelemedError):
    """The waiting room opens a quarter of an hour before the planned start."""

    code = "too_early"
    kind = Kind.CONFLICT

    def __init__(self, state: str) -> None:
        super().__init__(
            "The waiting room is not open yet.", remedy="Come 15 minutes before the start.", state=state
        )


class LogConflict(TelemedError):
    """The sequence number is taken: another writer was first."""

    code = "log_conflict"
    kind = Kind.CONFLICT

    def __init__(self, last_seq: int) -> None:
        super().__init__("Another entry has this sequence number.", remedy="Load the log and decide again.")
        self.last_seq = last_seq


class TooManyTries(TelemedError):
    """Sign-in waits after failures; never locked for good."""

    code = "too_many_tries"
    kind = Kind.BUSY

    def __init__(self, retry_after_s: float) -> None:
        super().__init__("Too many failed tries.", remedy=f"Wait {retry_after_s:.0f} s and try again.")
        self.retry_after_s = retry_after_s


class Overloaded(TelemedError):
    """A bounded queue is full."""

    code = "overloaded"
    kind = Kind.BUSY


class StoreBroken(TelemedError):
    """The database does not do what it should."""

    code = "store_broken"
    kind = Kind.BROKEN


class ChainBroken(TelemedError):
    """Stored evidence does not verify."""

    code = "chain_broken"
    kind = Kind.BROKEN
