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
    """Connections and pages by participant, and what newcomers replaced."""

    def __init__(self) -> None:
        self._sitting: dict[str, Sitting] = {}
        self._pages: dict[str, str] = {}
        """Outlives the connection, so that a page that comes back is known."""
        self._replaced: list[str] = []
        self._new_pages: list[str] = []

    def sit(self, participant_id: str, sitting: Sitting) -> None:
        """Put a connection on the seat."""
        before = self._sitting.get(participant_id)
        if before is not None and before.connection != sitting.connection:
            self._replaced.append(before.connection)
        if self._pages.get(participant_id, sitting.instance) != sitting.instance:
            self._new_pages.append(participant_id)
        self._sitting[participant_id] = sitting
        self._pages[participant_id] = sitting.instance

    def take_replaced(self) -> tuple[list[str], list[str]]:
        """Return, once, the connections that lost their seat and the participants whose page is a new one."""
        taken = (self._replaced, self._new_pages)
        self._replaced, self._new_pages = [], []
        return taken

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
        self._pages.pop(participant_id, None)

    def connections(self) -> list[str]:
        """Every connection that has a seat."""
        return [sitting.connection for sitting in self._sitting.values()]

    @property
    def is_empty(self) -> bool:
        """Whether nobody is connected."""
        return not self._sitting
