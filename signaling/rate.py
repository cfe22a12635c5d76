"""How much one connection may send."""

from __future__ import annotations


class TokenBucket:
    """A steady rate with a burst. Time is an argument, in seconds that never jump."""

    def __init__(self, rate_per_s: float, burst: float) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._left = burst
        self._filled_at_s = 0.0

    def take(self, now_s: float) -> bool:
        """Use one; False: there is none left."""
        gained = max(0.0, now_s - self._filled_at_s) * self._rate_per_s
        self._left = min(self._burst, self._left + gained)
        self._filled_at_s = now_s
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
