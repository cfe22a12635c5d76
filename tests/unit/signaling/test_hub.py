from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msgspec.structs import replace

from media.api import Source, TrackInfo, TrackKind
from signaling.folding import fold_all
from signaling.hosting import HubLimits
from telemed.wire import commands as c
from telemed.wire import entries as e
from telemed.wire.live import (
    Accepted,
    Applied,
    Entries,
    LiveCode,
    MediaAnswer,
    Presence,
    Refused,
    Resynced,
    StateTold,
    TrackList,
)
from telemed.wire.views import StackChange
from tests.support.live import CT, LI, WANG, ZHANG, whole_stack
from tests.support.live_ports import SESSION, Node, running

if TYPE_CHECKING:
    from telemed.wire.room import RoomState

NEW_MATERIAL = "00000000-0000-7000-8000-0000000000aa"


def code_of(ack: Accepted | Refused) -> LiveCode | None:
    return ack.code if isinstance(ack, Refused) else None


def log_of(node: Node) -> RoomState:
    return fold_all(one.entry for one in node.store.logs[SESSION])


def told_tags(node: Node, connection: str) -> list[str]:
    return [
        str(entry.body.__struct_config__.tag)
        for event in node.outbox.events(connection, "entries")
        if isinstance(event, Entries)
        for entry in event.entries
    ]


async def live(node: Node) -> None:
    await node.join(ZHANG, "zhang-1")
    await node.join(LI, "li-1")
    assert code_of(await node.do("zhang-1", c.StartSession())) is None


async def test_lp15_an_acknowledged_entry_is_in_the_log() -> None:
    async with running(Node()) as node:
        await live(node)
        ack = await node.do("li-1", c.PostChat(text="hello"))
        assert isinstance(ack, Accepted)
        assert ack.body == Applied(seq=len(node.store.logs[SESSION]))
        assert node.store.tags()[-1] == "chat.posted"


async def test_lp15_what_could_not_be_stored_is_refused_and_changes_nothing() -> None:
    async with running(Node()) as node:
        await live(node)
        before = log_of(node)
        node.store.is_down = True
        assert code_of(await node.do("li-1", c.PostChat(text="lost?"), "key-of-the-chat")) is LiveCode.BUSY
        assert code_of(await node.do("li-1", c.PostChat(text="lost too"))) is LiveCode.BUSY
        node.store.is_down = False
        assert code_of(await node.do("li-1", c.PostChat(text="lost?"), "key-of-the-chat")) is None
        assert [line.text for line in log_of(node).chat] == [*(line.text for line in before.chat), "lost?"]


async def test_lp11_a_command_whose_answer_was_lost_acts_once_when_sent_again() -> None:
    async with running(Node()) as node:
        await live(node)
        node.store.loses_answers = True
        assert code_of(await node.do("li-1", c.PostChat(text="once"), "key-of-the-chat")) is LiveCode.BUSY
        assert code_of(await node.do("li-1", c.PostChat(text="once"), "key-of-the-chat")) is None
        assert [line.text for line in log_of(node).chat] == ["once"]
        told = [
            entry.seq
            for payload in node.outbox.events("zhang-1", "entries")
            if isinstance(payload, Entries)
            for entry in payload.entries
        ]
        assert told == sorted(set(told)), "nobody is told an entry twice"
        assert told[-1] == len(node.store.logs[SESSION])


async def test_lp11_the_same_key_twice_in_one_batch_acts_once() -> None:
    async with running(Node()) as node:
        await live(node)
        both = await asyncio.gather(
            node.do("li-1", c.PostChat(text="once"), "key-of-the-chat"),
            node.do("li-1", c.PostChat(text="once"), "key-of-the-chat"),
        )
        assert both[0] == both[1]
        assert len(log_of(node).chat) == 1


async def test_lp15_what_waits_is_committed_in_one_transaction() -> None:
    async with running(Node()) as node:
        await live(node)
        commits = node.store.commits
        acks = await asyncio.gather(*(node.do("li-1", c.PostChat(text=f"{n}")) for n in range(20)))
        assert all(isinstance(ack, Accepted) for ack in acks)
        assert node.store.commits <= commits + 2
        assert [line.text for line in log_of(node).chat] == [f"{n}" for n in range(20)]


async def test_lp15_a_refusal_of_the_store_hits_only_the_command_that_caused_it() -> None:
    async with running(Node()) as node:
        await node.join(ZHANG, "zhang-1")
        await node.join(LI, "li-1")
        node.store.refuses = LiveCode.NOT_ALLOWED
        chat, start = await asyncio.gather(
            node.do("li-1", c.PostChat(text="ready")), node.do("zhang-1", c.StartSession())
        )
        assert (code_of(chat), code_of(start)) == (None, LiveCode.NOT_ALLOWED)
        assert log_of(node).phase == "lobby"


async def test_lp21_after_a_crash_a_new_hub_folds_the_log_and_loses_nothing() -> None:
    first = Node()
    async with running(first):
        await live(first)
        await first.do("zhang-1", c.ShowOnStage(epoch=1, material_id=CT))
        await first.do("zhang-1", c.SetView(epoch=1, material_id=CT, change=whole_stack(9)))
        acknowledged = log_of(first)
    second = Node(store=first.store)
    async with running(second):
        joined = await second.join(ZHANG, "zhang-2")
        assert joined.state is not None
        assert joined.state.views == acknowledged.views
        assert joined.state.phase == "live"
        assert second.store.tags()[-3:] == ["participant.lost", "participant.lost", "participant.returned"]


async def test_lp22_who_comes_back_gets_the_entries_that_are_missing() -> None:
    async with running(Node()) as node:
        await live(node)
        first = await node.join(LI, "li-0", instance="page-of-li-1")
        seen = log_of(node).seq
        node.hub.gone("li-0")
        await node.do("zhang-1", c.PostChat(text="are you there?"))
        joined = await node.join(LI, "li-2", instance="page-of-li-1", since=seen, host=first.host)
        assert joined.state is None
        assert [entry.seq for entry in joined.entries] == list(range(seen + 1, log_of(node).seq + 1))


async def test_lp22_another_host_sends_the_state_whatever_the_client_has() -> None:
    async with running(Node()) as node:
        await live(node)
        joined = await node.join(LI, "li-2", since=3, host="another-host")
        assert joined.state == log_of(node)


async def test_lp18_view_changes_are_told_at_once_and_acknowledged_when_committed() -> None:
    async with running(Node()) as node:
        await live(node)
        await node.do("zhang-1", c.ShowOnStage(epoch=1, material_id=CT))
        node.store.gate.clear()
        async with asyncio.TaskGroup() as group:
            view = c.SetView(epoch=1, material_id=CT, change=whole_stack(1))
            first = group.create_task(node.do("zhang-1", view))
            await node.outbox.until(lambda: told_tags(node, "li-1")[-1] == "view.changed")
            chat = group.create_task(node.do("li-1", c.PostChat(text="after the view")))
            late = group.create_task(node.do("zhang-1", replace(view, change=StackChange(frame=2))))
            for _ in range(20):
                await asyncio.sleep(0)
            assert not first.done()
            assert told_tags(node, "li-1")[-1] == "view.changed"
            node.store.gate.set()
        assert [code_of(task.result()) for task in (first, chat, late)] == [None, None, None]
        assert told_tags(node, "li-1")[-3:] == ["view.changed", "chat.posted", "view.changed"]


async def test_lp18_what_was_told_and_not_stored_is_taken_back_for_everyone() -> None:
    async with running(Node()) as node:
        await live(node)
        await node.do("zhang-1", c.ShowOnStage(epoch=1, material_id=CT))
        before = log_of(node)
        node.store.is_down = True
        view = c.SetView(epoch=1, material_id=CT, change=whole_stack(1))
        assert code_of(await node.do("zhang-1", view)) is LiveCode.BUSY
        node.store.is_down = False
        assert code_of(await node.do("li-1", c.Resync(since=0))) is None
        await node.outbox.until(lambda: bool(node.outbox.events("li-1", "state")))
        assert node.outbox.events("li-1", "state") == [StateTold(state=before)]


async def test_lp22_a_newcomer_is_given_what_was_told_and_is_still_being_written() -> None:
    async with running(Node()) as node:
        await live(node)
        await node.do("zhang-1", c.ShowOnStage(epoch=1, material_id=CT))
        node.store.gate.clear()
        async with asyncio.TaskGroup() as group:
            joining = group.create_task(node.join(LI, "li-2", instance="page-of-li-1"))
            await node.outbox.until(lambda: told_tags(node, "zhang-1")[-1] == "stage.shown")
            view = c.SetView(epoch=1, material_id=CT, change=whole_stack(1))
            group.create_task(node.do("zhang-1", view))
            node.store.gate.set()
        state = joining.result().state
        assert state is not None
        told = {
            entry.seq
            for event in node.outbox.events("li-2", "entries")
            if isinstance(event, Entries)
            for entry in event.entries
        }
        assert state.seq == log_of(node).seq or state.seq + 1 in told


async def test_lp23_resync_gives_the_missing_entries_or_the_state() -> None:
    async with running(Node()) as node:
        await live(node)
        ack = await node.do("li-1", c.Resync(since=2))
        assert isinstance(ack, Accepted)
        assert isinstance(ack.body, Resynced)
        assert ack.body.entries[0].seq == 3
        ack = await node.do("li-1", c.Resync(since=10_000))
        assert isinstance(ack, Accepted)
        assert isinstance(ack.body, Resynced)
        assert ack.body.state == log_of(node)


async def test_lp31_a_second_tab_takes_the_seat_over_and_its_media_start_anew() -> None:
    async with running(Node()) as node:
        await live(node)
        await node.join(LI, "li-2", instance="second-tab")
        await node.outbox.until(lambda: "li-1" in node.outbox.closed)
        assert node.outbox.closed["li-1"].reason == "taken_over"
        assert node.media.closed == [(SESSION, LI.participant_id)]
        assert code_of(await node.do("li-1", c.PostChat(text="old tab"))) is LiveCode.NOT_JOINED
        node.hub.gone("li-1")
        assert code_of(await node.do("li-2", c.PostChat(text="new tab"))) is None
        assert "participant.lost" not in node.store.tags()


async def test_lp97_the_same_page_keeps_its_media_when_it_comes_back() -> None:
    async with running(Node()) as node:
        await live(node)
        node.hub.gone("li-1")
        await node.join(LI, "li-2", instance="page-of-li-1")
        assert node.media.closed == []
        assert node.store.tags()[-2:] == ["participant.lost", "participant.returned"]


async def test_lp13_join_comes_first() -> None:
    async with running(Node()) as node:
        assert code_of(await node.do("nobody", c.PostChat(text="hi"))) is LiveCode.NOT_JOINED
        await node.admit(LI, "li-1")
        assert code_of(await node.do("li-1", c.PostChat(text="hi"))) is LiveCode.NOT_JOINED
        assert code_of(await node.do("li-1", c.Resync(since=0))) is LiveCode.NOT_JOINED
        offer = c.OfferMedia(sdp="v=0", publish={}, subscribe={})
        assert code_of(await node.do("li-1", offer)) is LiveCode.NOT_JOINED


async def test_lp14_another_protocol_version_is_refused() -> None:
    async with running(Node()) as node:
        await node.admit(LI, "li-1")
        ack = await node.do("li-1", c.Join(protocol=999, instance="page-of-li-1"))
        assert code_of(ack) is LiveCode.WRONG_PROTOCOL


async def test_lp16_commands_of_one_connection_apply_in_the_order_of_sending() -> None:
    async with running(Node()) as node:
        await node.admit(LI, "li-1")
        join = c.Join(protocol=1, instance="page-of-li-1")
        acks = await asyncio.gather(
            node.do("li-1", join),
            *(node.do("li-1", c.PostChat(text=f"{n}")) for n in range(5)),
        )
        assert [code_of(ack) for ack in acks] == [None] * 6
        assert [line.text for line in log_of(node).chat] == ["0", "1", "2", "3", "4"]


async def test_lp17_a_full_mailbox_refuses_and_loses_nothing_it_took() -> None:
    async with running(Node(limits=HubLimits(mailbox=4))) as node:
        await live(node)
        node.store.gate.clear()
        async with asyncio.TaskGroup() as group:
            first = group.create_task(node.do("li-1", c.PostChat(text="first")))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            rest = [group.create_task(node.do("li-1", c.PostChat(text=f"{n}"))) for n in range(6)]
            await asyncio.sleep(0)
            node.store.gate.set()
        codes = [code_of(task.result()) for task in (first, *rest)]
        assert codes.count(LiveCode.BUSY) == 2
        assert len(log_of(node).chat) == 5


async def test_lp61_a_material_that_was_added_during_the_session_can_be_shown() -> None:
    async with running(Node()) as node:
        await live(node)
        show = c.ShowOnStage(epoch=1, material_id=NEW_MATERIAL)
        assert code_of(await node.do("zhang-1", show)) is LiveCode.NO_SUCH_MATERIAL
        node.store.known.add(NEW_MATERIAL)
        assert code_of(await node.do("zhang-1", show)) is None


async def test_lp33_leaving_closes_the_connection_and_the_media() -> None:
    async with running(Node()) as node:
        await live(node)
        assert code_of(await node.do("li-1", c.Leave())) is None
        await node.outbox.until(lambda: "li-1" in node.outbox.closed)
        assert node.outbox.closed["li-1"].reason == "left"
        assert node.media.closed == [(SESSION, LI.participant_id)]


async def test_lp41_the_end_closes_every_connection_and_drops_the_room() -> None:
    async with running(Node()) as node:
        await live(node)
        assert code_of(await node.do("zhang-1", c.EndSession())) is None
        await node.outbox.until(lambda: len(node.outbox.closed) == 2)
        assert {bye.reason for bye in node.outbox.closed.values()} == {"ended"}
        await node.hub.until_idle()
        assert node.media.rooms == {}


async def test_lp34_a_session_that_ended_before_is_over_for_who_comes_late() -> None:
    first = Node()
    async with running(first):
        await live(first)
        await first.do("zhang-1", c.EndSession())
        await first.hub.until_idle()
    second = Node(store=first.store)
    async with running(second):
        await second.admit(LI, "li-2")
        ack = await second.do("li-2", c.Join(protocol=1, instance="page-of-li-2"))
        assert code_of(ack) is LiveCode.SESSION_ENDED


async def test_lp80_the_recorder_follows_the_log() -> None:
    async with running(Node()) as node:
        await live(node)
        node.clock.at_ms += 5_000
        await node.do("zhang-1", c.AskRecording())
        assert node.recorder.done == []
        await node.do("li-1", c.ConsentToRecording(given=True))
        await node.do("zhang-1", c.PauseRecording())
        await node.do("zhang-1", c.ResumeRecording())
        await node.do("zhang-1", c.EndSession())
        for _ in range(10):
            await asyncio.sleep(0)
        assert [name for name, _ in node.recorder.done] == ["start", "pause", "resume", "stop"]
        [order] = node.recorder.orders
        assert order.session_id == SESSION
        assert node.clock.monotonic_ns() - order.origin_ns == 5_000 * 1_000_000


async def test_lp85_when_the_recorder_fails_everyone_is_told() -> None:
    async with running(Node()) as node:
        await live(node)
        node.recorder.is_broken = True
        await node.do("zhang-1", c.AskRecording())
        await node.do("li-1", c.ConsentToRecording(given=True))
        await node.do("li-1", c.PostChat(text="is it on?"))
        for _ in range(10):
            await asyncio.sleep(0)
        await node.do("li-1", c.PostChat(text="no"))
        stopped = [
            one.entry.body
            for one in node.store.logs[SESSION]
            if isinstance(one.entry.body, e.RecordingStopped)
        ]
        assert [body.cause for body in stopped] == ["failed"]


async def test_lp86_after_a_crash_a_running_recording_goes_on() -> None:
    first = Node()
    async with running(first):
        await live(first)
        await first.do("zhang-1", c.AskRecording())
        await first.do("li-1", c.ConsentToRecording(given=True))
    second = Node(store=first.store)
    async with running(second):
        await second.join(ZHANG, "zhang-2")
        assert [name for name, _ in second.recorder.done] == ["start"]
        assert second.recorder.orders[0].recording_id == first.recorder.orders[0].recording_id


async def test_lp96_everyone_is_told_which_tracks_exist() -> None:
    async with running(Node()) as node:
        await live(node)
        camera = TrackInfo("t1", LI.participant_id, TrackKind.VIDEO, Source.CAMERA, "vp8", 90_000)
        node.media.rooms[SESSION].track_added(camera)
        await node.outbox.until(lambda: bool(node.outbox.events("zhang-1", "tracks")))
        [tracks] = node.outbox.events("zhang-1", "tracks")
        assert isinstance(tracks, TrackList)
        assert [(track.track_id, track.source) for track in tracks.tracks] == [("t1", "camera")]
        joined = await node.join(WANG, "wang-1")
        assert joined.tracks == tracks
        node.media.rooms[SESSION].track_removed("t1")
        await node.outbox.until(lambda: len(node.outbox.events("zhang-1", "tracks")) == 2)


async def test_lp95_one_offer_at_a_time() -> None:
    async with running(Node()) as node:
        await live(node)
        async with asyncio.TaskGroup() as group:
            slow = group.create_task(node.do("li-1", c.OfferMedia(sdp="wait", publish={}, subscribe={})))
            await asyncio.sleep(0)
            second = await node.do("li-1", c.OfferMedia(sdp="two", publish={}, subscribe={}))
            other = await node.do("zhang-1", c.OfferMedia(sdp="mine", publish={}, subscribe={}))
            node.media.gate.set()
        assert code_of(second) is LiveCode.BUSY
        assert isinstance(other, Accepted)
        assert other.body == MediaAnswer(sdp="answer to mine")
        assert code_of(slow.result()) is None
        bad = await node.do("li-1", c.OfferMedia(sdp="nonsense", publish={}, subscribe={}))
        assert code_of(bad) is LiveCode.MEDIA_REFUSED


async def test_how_large_a_video_is_shown_reaches_the_media_plane() -> None:
    async with running(Node()) as node:
        await live(node)
        assert code_of(await node.do("li-1", c.PreferMedia(heights_px={"t1": 180}))) is None
        assert node.media.preferred == [(LI.participant_id, "t1", 180)]


async def test_lp90_signs_are_coalesced_and_never_stored() -> None:
    async with running(Node()) as node:
        await live(node)
        stored = len(node.store.logs[SESSION])
        for x in range(100):
            node.hub.signs("zhang-1", c.Signs(pointer=c.Pointer(material_id=CT, at=(float(x), 0.0))))
        await node.outbox.until(lambda: bool(node.outbox.events("li-1", "presence")))
        shown = node.outbox.events("li-1", "presence")[-1]
        assert isinstance(shown, Presence)
        assert len(node.outbox.events("li-1", "presence")) == 1
        [pointer] = shown.pointers
        assert pointer.pointer is not None
        assert pointer.pointer.at == (99.0, 0.0)
        assert len(node.store.logs[SESSION]) == stored


async def test_lp32_an_empty_room_is_dropped_from_memory() -> None:
    async with running(Node(limits=HubLimits(idle_s=0.01))) as node:
        await node.join(LI, "li-1")
        await node.do("li-1", c.Leave())
        async with asyncio.timeout(2):
            await node.hub.until_idle()
