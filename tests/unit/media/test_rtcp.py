"""RTCP against aiortc's reader and writer, and against any bytes."""

from __future__ import annotations

from aiortc import rtp as reference
from hypothesis import given
from hypothesis import strategies as st

from media import rtcp, twcc
from media.reception import ReceptionReport


def test_reports_are_read_as_another_library_writes_them() -> None:
    block = reference.RtcpReceiverInfo(
        ssrc=7, fraction_lost=12, packets_lost=-3, highest_sequence=70000, jitter=5, lsr=9, dlsr=11
    )
    sender = reference.RtcpSrPacket(
        ssrc=1,
        sender_info=reference.RtcpSenderInfo(
            ntp_timestamp=5 << 32, rtp_timestamp=90, packet_count=2, octet_count=3
        ),
        reports=[block],
    )
    expected = rtcp.ReportBlock(7, 12, -3, 70000, 5, 9, 11)
    assert rtcp.parse(bytes(sender)) == [rtcp.SenderReport(1, 5 << 32, 90), expected]
    assert rtcp.parse(bytes(reference.RtcpRrPacket(ssrc=1, reports=[block]))) == [expected]


def test_wishes_are_read_as_another_library_writes_them() -> None:
    nack = reference.RtcpRtpfbPacket(fmt=1, ssrc=1, media_ssrc=2, lost=[10, 12, 26, 27, 65535])
    assert rtcp.parse(bytes(nack)) == [rtcp.Nack(2, [10, 12, 26, 27, 65535])]
    pli = reference.RtcpPsfbPacket(fmt=1, ssrc=1, media_ssrc=2)
    assert rtcp.parse(bytes(pli)) == [rtcp.KeyframeRequest(2)]
    remb = reference.RtcpPsfbPacket(fmt=15, ssrc=1, media_ssrc=0, fci=reference.pack_remb_fci(300_000, [2]))
    [read] = rtcp.parse(bytes(remb))
    assert isinstance(read, rtcp.Remb)
    assert abs(read.bps - 300_000) < 3000


def test_a_full_intra_request_names_its_streams() -> None:
    body = (3).to_bytes(4, "big") + b"\x05\x00\x00\x00"
    packet = b"\x84\xce\x00\x04" + (1).to_bytes(4, "big") + bytes(4) + body
    assert rtcp.parse(packet) == [rtcp.KeyframeRequest(3)]


def test_what_is_written_is_read_by_another_library() -> None:
    report = ReceptionReport(fraction_lost=3, lost=-2, highest=99, jitter=8)
    compound = (
        rtcp.sender_report(5, (6 << 32, 77), 1 << 33, 9, "zhang")
        + rtcp.receiver_report(1, [(5, report, 10, 11)])
        + rtcp.nack(1, 5, [1, 2, 17, 18, 40])
        + rtcp.pli(1, 5)
    )
    sender, names, receiver, nack, pli = reference.RtcpPacket.parse(compound)
    assert isinstance(sender, reference.RtcpSrPacket)
    assert (sender.ssrc, sender.sender_info.ntp_timestamp, sender.sender_info.rtp_timestamp) == (
        5,
        6 << 32,
        77,
    )
    assert isinstance(names, reference.RtcpSdesPacket)
    assert names.chunks[0].items == [(1, b"zhang")]
    assert isinstance(receiver, reference.RtcpRrPacket)
    assert (receiver.reports[0].packets_lost, receiver.reports[0].lsr) == (-2, 10)
    assert isinstance(nack, reference.RtcpRtpfbPacket)
    assert nack.lost == [1, 2, 17, 18, 40]
    assert isinstance(pli, reference.RtcpPsfbPacket)


@given(st.binary(max_size=120))
def test_any_bytes_are_read_without_an_error(noise: bytes) -> None:
    rtcp.parse(noise)
    for kind in (200, 201, 205, 206):
        for count in (0x80, 0x81, 0x84, 0x8F, 0x9F):
            words = (len(noise) + 3) // 4
            rtcp.parse(bytes((count, kind)) + words.to_bytes(2, "big") + noise + bytes(-len(noise) % 4))


@given(st.lists(st.integers(0, 65535), min_size=1, max_size=60))
def test_every_sequence_number_survives_a_nack(sequences: list[int]) -> None:
    [read] = rtcp.parse(rtcp.nack(1, 2, sequences))
    assert isinstance(read, rtcp.Nack)
    assert set(read.sequences) == set(sequences)


arrivals = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 3_000_000)),
    min_size=1,
    max_size=120,
    unique_by=lambda one: one[0],
)


@given(st.integers(0, 65535), arrivals)
def test_transport_feedback_tells_what_came_and_when(base: int, pairs: list[tuple[int, int]]) -> None:
    came = {(base + step) & 0xFFFF: us * 1000 for step, us in pairs}
    told: dict[int, int | None] = {}
    for body in twcc.FeedbackWriter().write(list(came.items())):
        feedback = twcc.parse(body)
        assert feedback is not None
        told.update({(feedback.base + at) & 0xFFFF: when for at, when in enumerate(feedback.arrivals)})
    assert {number for number, when in told.items() if when is not None} == set(came)
    for number, when in told.items():
        assert when is None or when == came[number] // 250_000


def test_losses_between_two_feedbacks_are_told() -> None:
    writer = twcc.FeedbackWriter()
    writer.write([(10, 0), (11, 1_000_000)])
    [body] = writer.write([(14, 5_000_000)])
    feedback = twcc.parse(body)
    assert feedback is not None
    assert (feedback.base, feedback.arrivals) == (12, [None, None, 20])


@given(st.binary(max_size=60))
def test_any_feedback_is_read_without_an_error(noise: bytes) -> None:
    twcc.parse(noise)


@given(st.lists(st.tuples(st.integers(0, 65535), st.integers(0, 1 << 40)), max_size=50))
def test_any_arrivals_make_feedback_that_can_be_read(pairs: list[tuple[int, int]]) -> None:
    writer = twcc.FeedbackWriter()
    for body in writer.write(pairs):
        assert twcc.parse(body) is not None
        assert len(body) < 1400
