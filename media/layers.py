"""Which simulcast layer each video of one receiver gets, within what its path carries.

Told on one page: everyone first gets the lowest layer that runs, then layers are raised one step at a
time in order of priority, up to the size at which the receiver shows the video. A layer above the present
one must fit with a margin and after a quiet time that doubles with each raise that had to be taken back;
going down is immediate. A video that does not fit at all is paused, never the voice.
Pure: time is an argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

MARGIN = 1.15
"""A layer that is not sent yet must fit this many times."""
PAUSE_BELOW = 0.6
"""The lowest layer is kept while the budget carries this part of it; a pause hurts more than a delay."""
SIZE_TOLERANCE = 0.85
"""A layer this part as high as the element is large enough."""
_QUIET_S = 4.0
_MAX_QUIET_S = 60.0
_TAKEN_BACK_S = 8.0
_UNKNOWN_BPS = 100_000


@dataclass(frozen=True, slots=True)
class Layer:
    """One simulcast layer as it is now."""

    bps: float
    height_px: int
    """0 when unknown."""
    is_running: bool


@dataclass(slots=True)
class Choice:
    """The layer of one video of one receiver, and its history. None is paused."""

    current: int | None = None
    quiet_s: float = _QUIET_S
    lowered_s: float = field(default=float("-inf"))
    """When the path last forced it down."""
    raised_s: float = field(default=float("-inf"))

    def settle(self, target: int | None, most: int, now_s: float) -> int | None:
        """Move towards the target as far as hysteresis allows; returns the layer to send.

        most: what `enough` says; going down to it is the receiver's wish, or the layer ended, and counts
        for nothing. Only what the path forced makes the next raise wait.
        """
        before = -1 if self.current is None else self.current
        after = -1 if target is None else target
        if after > before:
            if before >= 0 and now_s - self.lowered_s < self.quiet_s:
                return self.current
            self.raised_s = now_s
        elif after < before <= most:
            is_taken_back = now_s - self.raised_s < _TAKEN_BACK_S
            self.quiet_s = min(_MAX_QUIET_S, self.quiet_s * 2) if is_taken_back else _QUIET_S
            self.lowered_s = now_s
        self.current = target
        return target


@dataclass(frozen=True, slots=True)
class Want:
    """One video that a receiver subscribed to."""

    layers: Sequence[Layer]
    """From low to high."""
    current: int | None
    height_px: int
    """How high it is shown; 0 when hidden."""
    priority: int
    """Higher goes first."""


def enough(want: Want) -> int:
    """The lowest running layer that fills the element, else the highest running; -1 when none runs."""
    running = [index for index, layer in enumerate(want.layers) if layer.is_running]
    if not running or want.height_px <= 0:
        return -1
    for index in running:
        if want.layers[index].height_px >= want.height_px * SIZE_TOLERANCE:
            return index
    return running[-1]


def _cost(want: Want, index: int) -> float:
    """What the layer takes from the budget; more when it is not sent yet."""
    bps = want.layers[index].bps or _UNKNOWN_BPS
    if want.current is not None and index <= want.current:
        return bps
    return bps * MARGIN


def _lowest(want: Want, most: int, left: float) -> int | None:
    lowest = next(index for index, layer in enumerate(want.layers[: most + 1]) if layer.is_running)
    kept = want.current is not None
    return lowest if left >= _cost(want, lowest) * (PAUSE_BELOW if kept else 1.0) else None


def allocate(budget_bps: float, wants: Sequence[Want], *, is_proven: bool = True) -> list[int | None]:
    """The layer for each want, None for pause.

    budget_bps: what is left for video after audio. is_proven: the path did complain before; until then
    nobody is paused, for the budget is only a guess.
    """
    targets: list[int | None] = [None] * len(wants)
    most = [enough(want) for want in wants]
    order = sorted((at for at in range(len(wants)) if most[at] >= 0), key=lambda at: -wants[at].priority)
    left = budget_bps
    for at in order:
        targets[at] = _lowest(wants[at], most[at], left if is_proven else float("inf"))
        if (chosen := targets[at]) is not None:
            left -= _cost(wants[at], chosen)
    for at in order:
        left = _raise(wants[at], most[at], targets, at, left)
    return targets


def _raise(want: Want, most: int, targets: list[int | None], at: int, left: float) -> float:
    """Raise one want as far as the rest of the budget carries; returns what is left."""
    for index in range(most, -1, -1):
        chosen = targets[at]
        if chosen is None or index <= chosen:
            return left
        extra = _cost(want, index) - _cost(want, chosen)
        if want.layers[index].is_running and extra <= left:
            targets[at] = index
            return left - extra
    return left
