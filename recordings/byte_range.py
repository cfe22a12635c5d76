"""Range requests for bytes (RFC 9110 14): one range, or the whole."""

from __future__ import annotations

import re

ONE_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


class RangeUnsatisfiable(ValueError):
    """The range begins after the end, or asks for the last zero bytes."""


def parse(header: str | None, size: int) -> tuple[int, int] | None:
    """Return (first byte, byte after the last), or None for the whole: no range, several, or not understood.

    Raises RangeUnsatisfiable.
    """
    found = ONE_RANGE.match((header or "").strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        count = min(int(last), size)
        if count == 0:
            raise RangeUnsatisfiable(header)
        return size - count, size
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise RangeUnsatisfiable(header)
    return start, min(int(last) + 1, size) if last else size
