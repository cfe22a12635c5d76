"""State machines are tables: (state, step) to state. Nothing else decides what may follow what."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from telemed.domain.errors import StepNotAllowed

if TYPE_CHECKING:
    from collections.abc import Mapping

StateT = TypeVar("StateT", bound=Enum)
StepT = TypeVar("StepT", bound=Enum)


def next_state(table: Mapping[tuple[StateT, StepT], StateT], state: StateT, step: StepT) -> StateT:
    """Look the step up. Raises StepNotAllowed when the table has none."""
    try:
        return table[state, step]
    except KeyError:
        raise StepNotAllowed(state, step) from None


def steps_from(table: Mapping[tuple[StateT, StepT], StateT], state: StateT) -> frozenset[StepT]:
    """Collect the steps that the table has for a state."""
    return frozenset(step for (before, step) in table if before is state)
