"""Which connection sits on which seat of a room, and which page it belongs to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sitting:
    """A connection on a seat."""

    connection: str
    instance: str
    """Names the loaded page: the same page resumes its media, another one starts anew."""


class SeatingPlan:
    """Connections and instances by participant."""

    def __init__(self) -> None:
        self._sitting: dict[str, Sitting] = {}
        self._instances: dict[str, str] = {}
        """Outlives the connection, so that a page that comes back is known."""

    def sit(self, participant_id: str, sitting: Sitting) -> Sitting | None:
        """Put a connection on the seat; returns the one that was there, if another was."""
        before = self._sitting.get(participant_id)
        self._sitting[participant_id] = sitting
        self._instances[participant_id] = sitting.instance
        return before if before is not None and before.connection != sitting.connection else None

    def is_new_page(self, participant_id: str, instance: str) -> bool:
        """Say whether the seat was last used by another page, whose media then ends."""
        last = self._instances.get(participant_id)
        return last is not None and last != instance

    def sits(self, participant_id: str, connection: str) -> bool:
        """Say whether this connection holds the seat now."""
        sitting = self._sitting.get(participant_id)
        return sitting is not None and sitting.connection == connection

    def is_seated(self, participant_id: str) -> bool:
        """Say whether anyone sits there."""
        return participant_id in self._sitting

    def stand_up(self, participant_id: str) -> str | None:
        """Free the seat of its connection and return that."""
        sitting = self._sitting.pop(participant_id, None)
        return None if sitting is None else sitting.connection

    def forget(self, participant_id: str) -> None:
        """The seat itself is gone."""
        self._instances.pop(participant_id, None)

    def connections(self) -> list[str]:
        """Every connection that has a seat."""
        return [sitting.connection for sitting in self._sitting.values()]

    @property
    def is_empty(self) -> bool:
        """Whether nobody is connected."""
        return not self._sitting
