"""Who is believed, and where media goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from media.address import pack
from media.ice import ADDRESSES, Agent, Table
from media.stun import parse_request
from tests.unit.media.test_stun import request

if TYPE_CHECKING:
    from media.stun import BindingRequest

HOME, OFFICE = pack("192.0.2.1", 4000), pack("2001:db8::1", 4000)


def check(agent: Agent, *, nominates: bool = False, ufrag: str = "", password: str = "") -> BindingRequest:
    own = agent.credentials
    flags: dict[str, object] = {"USE_CANDIDATE": None} if nominates else {}
    read = parse_request(
        request(f"{ufrag or own.ufrag}:them", (password or own.password).encode(), ICE_CONTROLLING=1, **flags)
    )
    assert read is not None
    return read


def test_an_authentic_check_validates_and_nominates() -> None:
    agent = Agent()
    first = agent.check(check(agent), HOME, 1.0)
    assert first is not None
    assert (first.is_new, first.nominated, agent.selected) == (True, False, None)
    second = agent.check(check(agent, nominates=True), HOME, 2.0)
    assert second is not None
    assert (second.is_new, second.nominated, agent.selected, agent.heard_s) == (False, True, HOME, 2.0)


def test_nominating_another_address_moves_media() -> None:
    agent = Agent()
    agent.check(check(agent, nominates=True), HOME, 1.0)
    agent.check(check(agent, nominates=True), OFFICE, 2.0)
    assert agent.selected == OFFICE


def test_a_wrong_password_or_role_is_not_believed() -> None:
    agent = Agent()
    assert agent.check(check(agent, password="guessed"), HOME, 1.0) is None
    both_controlled = parse_request(
        request(f"{agent.credentials.ufrag}:x", agent.credentials.password.encode(), ICE_CONTROLLED=1)
    )
    assert both_controlled is not None
    assert agent.check(both_controlled, HOME, 1.0) is None
    assert agent.heard_s is None


def test_a_recorded_check_from_elsewhere_is_not_believed() -> None:
    agent = Agent()
    recorded = check(agent, nominates=True)
    assert agent.check(recorded, HOME, 1.0) is not None
    assert agent.check(recorded, HOME, 1.1) is not None, "a repetition from the same address is normal"
    assert agent.check(recorded, OFFICE, 2.0) is None
    assert agent.selected == HOME


def test_addresses_are_bounded_and_the_selected_one_stays() -> None:
    agent = Agent()
    agent.check(check(agent, nominates=True), HOME, 0.0)
    forgotten = []
    for port in range(5000, 5020):
        checked = agent.check(check(agent), pack("192.0.2.2", port), 1.0)
        assert checked is not None
        forgotten.append(checked.forgotten)
    assert len(agent.addresses) == ADDRESSES
    assert HOME in agent.addresses
    assert HOME not in forgotten


def test_a_restart_keeps_the_old_path_until_the_new_one_nominates() -> None:
    agent = Agent()
    old = agent.credentials
    agent.check(check(agent, nominates=True), HOME, 1.0)
    agent.restart()
    assert agent.check(check(agent, ufrag=old.ufrag, password=old.password), HOME, 2.0) is not None
    agent.check(check(agent, nominates=True), OFFICE, 3.0)
    assert agent.selected == OFFICE
    assert agent.check(check(agent, ufrag=old.ufrag, password=old.password), HOME, 4.0) is None


def test_the_table_finds_by_each_ufrag_and_forgets_whole_agents() -> None:
    table: Table[str] = Table()
    agent = Agent()
    table.put(agent, "zhang")
    old = agent.credentials.ufrag
    agent.restart()
    table.put(agent, "zhang")
    assert table.find(old) == table.find(agent.credentials.ufrag) == (agent, "zhang")
    table.drop(agent)
    assert table.find(old) is None
