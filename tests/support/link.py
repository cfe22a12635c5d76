"""A poor network inside the process: loss, delay and reordering, from a seed."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Link:
    """One direction of a path."""

    loss: float = 0.0
    """Share of datagrams that vanish."""
    delay_s: float = 0.0
    jitter_s: float = 0.0
    """Each datagram waits up to this much longer, so later ones overtake it."""
    seed: int = 1

    def carry(self, deliver: Callable[[bytes], None]) -> Callable[[bytes], None]:
        """A function that delivers datagrams as this path would; call it under a running loop."""
        chance = random.Random(self.seed)
        loop = asyncio.get_running_loop()

        def send(datagram: bytes) -> None:
            if chance.random() < self.loss:
                return
            wait_s = self.delay_s + chance.random() * self.jitter_s
            if wait_s:
                loop.call_later(wait_s, deliver, datagram)
            else:
                deliver(datagram)

        return send


PERFECT = Link()
RURAL_3G = Link(loss=0.05, delay_s=0.1, jitter_s=0.015)
"""findings: rural-3g."""
