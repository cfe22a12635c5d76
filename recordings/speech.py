"""When a person spoke, from how loud the person's sound was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordings.manifest import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

QUIET = 0.004
"""-48 dB of full scale: below it a microphone in a quiet room."""
JOIN_MS = 600
"""A pause for breath does not end what somebody says."""
SHORTEST_MS = 200


def spoken(levels: Iterable[float], step_ms: int) -> tuple[Span, ...]:
    """Stretches of speech. levels: root mean square of each step, 0 to 1; times from the first step."""
    spans: list[Span] = []
    for index, level in enumerate(levels):
        if level < QUIET:
            continue
        start, end = index * step_ms, (index + 1) * step_ms
        if spans and start - spans[-1].end_ms <= JOIN_MS:
            spans[-1] = Span(spans[-1].start_ms, end)
        else:
            spans.append(Span(start, end))
    return tuple(span for span in spans if span.end_ms - span.start_ms >= SHORTEST_MS)
