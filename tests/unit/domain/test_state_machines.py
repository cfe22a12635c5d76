"""Every (state, step) pair of every machine moves as the table says, or is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import product

import pytest

from telemed.domain.consultation_states import ENDED, TRANSITIONS, State, Step
from telemed.domain.errors import StepNotAllowed
from telemed.domain.invitation import (
    INVITATION_TRANSITIONS,
    InvitationState,
    InvitationStep,
)
from telemed.domain.live_session import SESSION_TRANSITIONS, SessionState, SessionStep
from telemed.domain.machine import next_state, steps_from
from telemed.domain.opinion import OPINION_TRANSITIONS, OpinionState, OpinionStep
from telemed.domain.recording import RECORDING_TRANSITIONS, RecordingState, RecordingStep
from tests.support.cases import NOW, a_case, a_recording, a_session, an_invitation


@dataclass(frozen=True)
class Machine:
    """A table with its enumerations and the state in which a thing begins."""

    table: Mapping[tuple[Enum, Enum], Enum]
    states: type[Enum]
    steps: type[Enum]
    begins: Enum


MACHINES = {
    "consultation": Machine(TRANSITIONS, State, Step, State.DRAFT),  # type: ignore[arg-type]  # narrower enums
    "invitation": Machine(INVITATION_TRANSITIONS, InvitationState, InvitationStep, InvitationState.OFFERED),  # type: ignore[arg-type]  # narrower enums
    "opinion": Machine(OPINION_TRANSITIONS, OpinionState, OpinionStep, OpinionState.DRAFT),  # type: ignore[arg-type]  # narrower enums
    "session": Machine(SESSION_TRANSITIONS, SessionState, SessionStep, SessionState.PLANNED),  # type: ignore[arg-type]  # narrower enums
    "recording": Machine(RECORDING_TRANSITIONS, RecordingState, RecordingStep, RecordingState.OFF),  # type: ignore[arg-type]  # narrower enums
}


@pytest.mark.parametrize("name", MACHINES)
def test_each_pair_moves_by_the_table_or_is_refused_with_the_state(name: str) -> None:
    machine = MACHINES[name]
    for state, step in product(machine.states, machine.steps):
        if (state, step) in machine.table:
            assert next_state(machine.table, state, step) is machine.table[state, step]
            continue
        with pytest.raises(StepNotAllowed) as refused:
            next_state(machine.table, state, step)
        assert refused.value.state == state.value


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_can_be_reached_and_every_step_is_used(name: str) -> None:
    machine = MACHINES[name]
    reached, edge = {machine.begins}, [machine.begins]
    while edge:
        state = edge.pop()
        for (before, _), after in machine.table.items():
            if before is state and after not in reached:
                reached.add(after)
                edge.append(after)
    assert reached == set(machine.states)
    assert {step for _, step in machine.table} == set(machine.steps)


def test_a_consultation_moves_or_stays_whole() -> None:
    for state, step in product(State, Step):
        case = a_case(state)
        if (state, step) in TRANSITIONS:
            assert case.after(step, NOW).state is TRANSITIONS[state, step]
            continue
        with pytest.raises(StepNotAllowed):
            case.after(step, NOW)
        assert case == a_case(state)


def test_an_invitation_moves_or_stays_whole() -> None:
    for state, step in product(InvitationState, InvitationStep):
        invitation = an_invitation(state)
        if (state, step) in INVITATION_TRANSITIONS:
            assert invitation.after(step, NOW).state is INVITATION_TRANSITIONS[state, step]
            continue
        with pytest.raises(StepNotAllowed):
            invitation.after(step, NOW)
        assert invitation == an_invitation(state)


def test_a_session_moves_or_stays_whole() -> None:
    for state, step in product(SessionState, SessionStep):
        session = a_session(state)
        if (state, step) in SESSION_TRANSITIONS:
            assert session.after(step, NOW).state is SESSION_TRANSITIONS[state, step]
            continue
        with pytest.raises(StepNotAllowed):
            session.after(step, NOW)
        assert session == a_session(state)


def test_a_recording_moves_or_stays_whole() -> None:
    for state, step in product(RecordingState, RecordingStep):
        recording = a_recording(state)
        if (state, step) in RECORDING_TRANSITIONS:
            assert recording.after(step, NOW).state is RECORDING_TRANSITIONS[state, step]
            continue
        with pytest.raises(StepNotAllowed):
            recording.after(step, NOW)
        assert recording == a_recording(state)


def test_nothing_but_voiding_and_reopening_leaves_an_end() -> None:
    ways_out = {(state, step) for (state, step) in TRANSITIONS if state in ENDED and step is not Step.VOID}
    assert ways_out == {(State.CLOSED, Step.REOPEN), (State.NO_SHOW, Step.REOPEN_MISSED)}


def test_steps_from_lists_what_the_table_has() -> None:
    assert steps_from(TRANSITIONS, State.DRAFT) == {Step.SUBMIT, Step.SUBMIT_EMERGENCY, Step.DELETE}
