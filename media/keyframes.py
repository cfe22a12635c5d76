"""One key frame request for many askers (RFC 4585 6.3.1). Pure: time is an argument."""

from __future__ import annotations

INTERVAL_S = 0.5
"""A request on one simulcast layer makes browsers send key frames on all, so this spans the layers."""


class KeyframeRequests:
    """The requests of one publisher's track: the first goes at once, later ones wait for the interval."""

    def __init__(self) -> None:
        self._sent_s = float("-inf")
        self._waits = False

    def ask(self, now_s: float) -> bool:
        """Somebody needs a key frame; True when a request is to be sent now."""
        self._waits = True
        return self.is_due(now_s)

    def is_due(self, now_s: float) -> bool:
        """True when a request is to be sent now; it then counts as sent."""
        if not self._waits or now_s - self._sent_s < INTERVAL_S:
            return False
        self._waits = False
        self._sent_s = now_s
        return True
