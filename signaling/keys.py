"""Which commands were already done: the same idempotency key from the same seat acts once."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signaling.ports import KeyedEntry

KEPT_PER_SEAT = 512
"""A client has few commands in the air; the store's constraint catches what is older."""


class KeyMemory:
    """The last keys of each participant, with the place in the log where each command ended."""

    def __init__(self) -> None:
        self._seen: dict[str, OrderedDict[str, int]] = {}

    def seq_of(self, participant_id: str, key: str) -> int | None:
        """Return where the command's entries begin; None: it was not done."""
        keys = self._seen.get(participant_id)
        return None if keys is None else keys.get(key)

    def remember(self, entries: Iterable[KeyedEntry]) -> None:
        """Take over the keys of committed entries."""
        for keyed in entries:
            if keyed.key is None or keyed.entry.participant_id is None:
                continue
            keys = self._seen.setdefault(keyed.entry.participant_id, OrderedDict())
            keys[keyed.key] = keyed.entry.seq
            if len(keys) > KEPT_PER_SEAT:
                keys.popitem(last=False)
