"""Putting signed opinions in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.consultation_states import State, Step
from telemed.domain.opinion import Opinion, OpinionState

if TYPE_CHECKING:
    from telemed.domain.consultation import Consultation
    from telemed.services.desk import Act

WAITS_FOR_END = (State.SCHEDULED, State.IN_SESSION, State.SUSPENDED)
"""What is signed in these states is issued when the session ends."""


async def issue(act: Act, case: Consultation, opinion: Opinion) -> Opinion:
    """Put a signed opinion in force and move the case; a closed case is reopened for it."""
    issued = await act.work.opinions.save(opinion.issue(act.now))
    step = Step.REOPEN if case.state is State.CLOSED else Step.ISSUE_OPINION
    await act.step(case, step)
    return issued


async def issue_signed(act: Act, case: Consultation) -> None:
    """Put everything in force that was signed before the session ended."""
    for opinion in await act.work.opinions.of_case(case.id):
        if opinion.state is OpinionState.SIGNED:
            await issue(act, await act.work.consultations.get(case.id), opinion)
