"""Reads back the growing files that matroska.py writes; what a crash cut off at the end is left out."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from recordings.matroska import (
    CLUSTER,
    CLUSTER_TIMESTAMP,
    EBML,
    KEYFRAME_FLAG,
    SEGMENT,
    SIMPLE_BLOCK,
    Block,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_HEADER_BYTES = 12
"""Four bytes of identifier and eight of size."""
CLUSTER_LIMIT_BYTES = 1 << 28
"""Far above one second of any video; a size beyond it is damage."""


class Source(Protocol):
    """Bytes at a position; short at the end."""

    def read_at(self, offset: int, size: int) -> bytes:
        """Return up to size bytes from offset."""


@dataclass(frozen=True, slots=True)
class Located:
    """A block and where its frame lies in the file."""

    block: Block
    offset: int


def blocks(source: Source) -> Iterator[Located]:
    """Yield every whole block in file order."""
    offset = 0
    while (header := _element_at(source, offset)) is not None:
        identifier, start, size = header
        if identifier == SEGMENT:
            offset = start
            continue
        if identifier == CLUSTER:
            body = source.read_at(start, size) if size <= CLUSTER_LIMIT_BYTES else b""
            yield from _cluster_blocks(body, start)
            if len(body) < size:
                return
        offset = start + size


def first_element_is_ebml(source: Source) -> bool:
    """Whether this is a Matroska file at all."""
    header = _element_at(source, 0)
    return header is not None and header[0] == EBML


def _element_at(source: Source, offset: int) -> tuple[int, int, int] | None:
    """Identifier, start of the payload and its size; None where the file ends."""
    head = source.read_at(offset, LONGEST_HEADER_BYTES)
    return _element(head, 0, offset)


def _element(head: bytes, at: int, offset: int) -> tuple[int, int, int] | None:
    if at + 2 > len(head) or not head[at]:
        return None
    identifier_length = 9 - head[at].bit_length()
    size_at = at + identifier_length
    if size_at >= len(head) or not head[size_at]:
        return None
    size_length = 9 - head[size_at].bit_length()
    if size_at + size_length > len(head):
        return None
    mask = (1 << 7 * size_length) - 1
    return (
        int.from_bytes(head[at:size_at]),
        offset + size_at + size_length,
        int.from_bytes(head[size_at : size_at + size_length]) & mask,
    )


def _cluster_blocks(body: bytes, base: int) -> Iterator[Located]:
    at, start_ms = 0, 0
    while (header := _element(body, at, 0)) is not None:
        identifier, start, size = header
        payload = body[start : start + size]
        if len(payload) < size:
            return
        if identifier == CLUSTER_TIMESTAMP:
            start_ms = int.from_bytes(payload)
        elif identifier == SIMPLE_BLOCK and size >= 4:
            number, relative_ms, flags = struct.unpack_from(">BhB", payload)
            block = Block(number & 0x7F, start_ms + relative_ms, bool(flags & KEYFRAME_FLAG), payload[4:])
            yield Located(block, base + start + 4)
        at = start + size
