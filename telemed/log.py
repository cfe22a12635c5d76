"""Structured logs: constant messages, values as fields, and no patient data by construction."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Generic, TypeVar

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from telemed.config import Logging

T = TypeVar("T")

ALLOWED_FIELDS = frozenset(
    {
        "event", "level", "logger", "timestamp", "exception", "exc_info",
        "code", "kind", "status", "method", "route",
        "request_id", "account_id", "session_id", "participant_id", "consultation_id", "recording_id",
        "track_id", "material_id", "upload_id", "room_id", "peer_id", "engine", "port", "address", "url",
        "count", "bytes", "duration_ms", "seq", "reason", "step", "state", "version", "error",
    }
)  # fmt: skip
"""Only these leave the process; anything else is dropped, so that a careless field cannot carry a name.

Tracebacks pass: the store hides parameters (uow.py), and wrapped errors of parsers are raised `from None`.
"""


class Redacted(Generic[T]):
    """Carries a value that must never be printed."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """Return the value, for use and not for display."""
        return self._value

    def __repr__(self) -> str:
        return "<redacted>"

    __str__ = __repr__


def keep_allowed(
    _logger: object, _name: str, fields: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """Drop every field that is not on the list; a structlog processor."""
    for name in [name for name in fields if name not in ALLOWED_FIELDS and not name.startswith("_")]:
        del fields[name]
    return fields


def configure(settings: Logging) -> None:
    """Send structlog and the standard library's loggers to standard error in one form."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        keep_allowed,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.types.Processor = (
        structlog.processors.JSONRenderer() if settings.json else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.level.upper())
    for noisy in ("aioice", "aiortc", "aiosqlite", "engineio", "socketio", "aiohttp.access", "pydicom"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
