"""Looks at each frame of a client before Socket.IO does; only well-formed ones of the known kinds pass.

Engine.IO and Socket.IO would otherwise write a traceback for each malformed packet, keep an unfinished binary
packet for ever, and call our own connect handler for an event that is named `connect`.
"""

from __future__ import annotations

import enum

import msgspec

from telemed.wire.live import NAMESPACE

PONG = "3"
CLOSE = "1"
MESSAGE = "4"
CONNECT = "0"
DISCONNECT = "1"
EVENT = "2"
LONGEST_ACK_ID = 16
LONGEST_EVENT_NAME = 64
RESERVED = frozenset({"connect", "disconnect", "connect_error", "*"})
ARGUMENTS_AT_MOST = 2
"""The name and one payload."""


class FrameKind(enum.Enum):
    """What a frame is to the edge."""

    KEEP_ALIVE = enum.auto()
    CONNECT = enum.auto()
    EVENT = enum.auto()
    GOODBYE = enum.auto()
    MALFORMED = enum.auto()


def kind_of(frame: object) -> FrameKind:
    """Tell what a WebSocket frame is."""
    if not isinstance(frame, str):
        return FrameKind.MALFORMED
    if frame == PONG:
        return FrameKind.KEEP_ALIVE
    if frame == CLOSE:
        return FrameKind.GOODBYE
    return _message(frame[1:]) if frame.startswith(MESSAGE) else FrameKind.MALFORMED


def _message(packet: str) -> FrameKind:
    kind, rest = packet[:1], packet[1:]
    if not rest.startswith(NAMESPACE):
        return FrameKind.MALFORMED
    rest = rest[len(NAMESPACE) :]
    if kind == DISCONNECT and rest in ("", ","):
        return FrameKind.GOODBYE
    if not rest.startswith(","):
        return FrameKind.MALFORMED
    if kind == CONNECT:
        return FrameKind.CONNECT if _is_object(rest[1:]) else FrameKind.MALFORMED
    if kind == EVENT:
        return FrameKind.EVENT if _is_event(rest[1:]) else FrameKind.MALFORMED
    return FrameKind.MALFORMED


def _is_object(text: str) -> bool:
    try:
        msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _is_event(rest: str) -> bool:
    array = rest.lstrip("0123456789")
    if len(rest) - len(array) > LONGEST_ACK_ID:
        return False
    try:
        parts = msgspec.json.decode(array, type=list[object])
    except (msgspec.DecodeError, RecursionError):
        return False
    name = parts[0] if 1 <= len(parts) <= ARGUMENTS_AT_MOST else None
    return isinstance(name, str) and len(name) <= LONGEST_EVENT_NAME and name not in RESERVED
