from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from signaling.folding import fold_all
from tests.integration.signaling.conftest import Client, Place, serving
from tests.support.live import CT, LI, WANG, ZHANG, whole_stack
from tests.support.live_ports import SESSION, Node

if TYPE_CHECKING:
    from telemed.wire.room import RoomState


def stored(node: Node) -> RoomState:
    return fold_all(one.entry for one in node.store.logs[SESSION])


async def started(place: Place) -> tuple[Client, Client, Client]:
    zhang, li, wang = [await place.connect(guest) for guest in (ZHANG, LI, WANG)]
    for client in (zhang, li, wang):
        await client.join()
    assert (await zhang.command({"type": "session.start"}))["ok"]
    assert (await zhang.command({"type": "stage.show", "epoch": 1, "materialId": CT}))["ok"]
    return zhang, li, wang


async def scroll(client: Client, frame: int) -> dict[str, object]:
    change = msgspec.to_builtins(whole_stack(frame))
    return await client.command({"type": "view.set", "epoch": 1, "materialId": CT, "change": change})


async def test_lp21_three_clients_and_the_log_agree(place: Place) -> None:
    zhang, li, wang = await started(place)
    for frame in range(1, 30):
        assert (await scroll(zhang, frame))["ok"]
        if frame % 10 == 0:
            assert (await li.command({"type": "chat.post", "text": f"slice {frame}"}))["ok"]
    head = stored(place.node).seq
    for client in (zhang, li, wang):
        await client.until(lambda one: one.state.seq == head)
        assert client.state == stored(place.node)


async def test_lp22_a_late_joiner_sees_the_same(place: Place) -> None:
    zhang, _, wang = await started(place)
    await wang.close()
    await scroll(zhang, 7)
    late = await place.connect(WANG)
    joined = await late.join()
    assert joined.state is not None
    await late.until(lambda one: one.state == stored(place.node))


async def test_lp15_after_kill_9_no_acknowledged_entry_is_lost() -> None:
    node = Node()
    async with serving(node) as place:
        zhang, _, _ = await started(place)
        acks = [await scroll(zhang, frame) for frame in range(1, 20)]
        assert all(ack["ok"] for ack in acks)
        acknowledged = stored(node)
    async with serving(Node(store=node.store)) as place:
        back = await place.connect(ZHANG)
        back.state = acknowledged
        await back.join(since=acknowledged.seq)
        assert back.state.views == acknowledged.views
        assert back.state.chat == acknowledged.chat
        assert back.state.phase == "live"


async def test_lp31_a_second_tab_takes_over_and_the_first_is_told(place: Place) -> None:
    first = await place.connect(LI)
    await first.join()
    second = await place.connect(LI)
    await second.join(instance="second-tab")
    await first.until(lambda one: one.byes == ["taken_over"])
    assert (await second.command({"type": "hand.set", "raised": True}))["ok"]


async def test_lp32_a_broken_connection_leaves_the_seat(place: Place) -> None:
    zhang, li, _ = await started(place)
    await li.close()
    await zhang.until(lambda one: any(seat.lost_at_ms is not None for seat in one.state.participants))
    again = await place.connect(LI)
    again.state = li.state
    await again.join(since=li.state.seq)
    await zhang.until(lambda one: all(seat.lost_at_ms is None for seat in one.state.participants))
    assert len(zhang.state.participants) == 3


async def test_lp16_commands_sent_without_waiting_keep_their_order(place: Place) -> None:
    zhang, _, _ = await started(place)
    async with asyncio.TaskGroup() as group:
        for number in range(40):
            group.create_task(zhang.command({"type": "chat.post", "text": f"{number}"}))
    assert [line.text for line in stored(place.node).chat] == [f"{number}" for number in range(40)]


async def test_lp90_pointers_reach_the_others_and_not_the_log(place: Place) -> None:
    zhang, li, _ = await started(place)
    before = stored(place.node)
    for x in range(20):
        sign = {"pointer": {"materialId": CT, "at": [float(x), 1.0]}}
        await zhang.socket.emit("presence", sign, namespace="/live")
    await li.until(lambda one: bool(one.presence))
    assert stored(place.node) == before


async def test_lp03_a_sign_in_that_ends_takes_its_connections_with_it(place: Place) -> None:
    zhang, li, _ = await started(place)
    await place.edge.cut({f"sign-in of {LI.account_id}"})
    await li.until(lambda one: not one.socket.connected)
    await zhang.until(lambda one: any(seat.lost_at_ms is not None for seat in one.state.participants))


async def test_lp41_the_end_reaches_everyone(place: Place) -> None:
    zhang, li, wang = await started(place)
    assert (await li.command({"type": "session.end"}))["ok"]
    for client in (zhang, li, wang):
        await client.until(lambda one: one.byes == ["ended"])
        await client.until(lambda one: not one.socket.connected)
