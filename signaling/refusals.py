"""Why the live room says no.

LiveRefusal
    one class with a stable code; the code says which rule of docs/protocol.md was broken
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.wire.live import LiveCode, Refused

if TYPE_CHECKING:
    from telemed.wire.room import Presenter
    from telemed.wire.views import Annotation


class LiveRefusal(Exception):
    """A command that changes nothing; it becomes the acknowledgement `{ok: false, ...}`."""

    def __init__(
        self,
        code: LiveCode,
        message: str,
        *,
        field: str | None = None,
        presenter: Presenter | None = None,
        annotation: Annotation | None = None,
    ) -> None:
        super().__init__(message)
        self.ack = Refused(
            code=code, message=message, field=field, presenter=presenter, annotation=annotation
        )

    @property
    def code(self) -> LiveCode:
        """The stable code."""
        return self.ack.code


def not_joined() -> LiveRefusal:
    """The connection has no seat."""
    return LiveRefusal(LiveCode.NOT_JOINED, "Send join before any other command.")
