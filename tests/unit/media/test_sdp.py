"""Offers, good and bad."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.answer import Local, Outgoing, SectionAnswer, matching_codec, preferred_codec, write_answer
from media.errors import Kind, SdpRefused
from media.ice import Credentials
from media.sdp import MAX_CHARACTERS, MAX_SECTIONS, parse_offer

HEAD = """v=0
o=- 4611 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
"""
TRANSPORT = """a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=fingerprint:sha-256 AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA
a=setup:actpass
a=rtcp-mux
"""
AUDIO = f"""m=audio 9 UDP/TLS/RTP/SAVPF 63 111
c=IN IP4 0.0.0.0
{TRANSPORT}a=mid:0
a=sendonly
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=rtpmap:63 red/48000/2
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
"""
VIDEO = f"""m=video 9 UDP/TLS/RTP/SAVPF 98 96 97 102 103 108
c=IN IP4 0.0.0.0
{TRANSPORT}a=mid:1
a=sendonly
a=rtpmap:98 VP9/90000
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:102 H264/90000
a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
a=rtpmap:103 rtx/90000
a=fmtp:103 apt=102
a=rtpmap:108 H264/90000
a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f
a=rid:q send
a=rid:h send
a=simulcast:send q;h
"""
OFFER = HEAD + AUDIO + VIDEO

LOCAL = Local(Credentials("ufrag", "password"), "AA:BB", [("192.0.2.1", 8080), ("127.0.0.1", 8080)])


def test_an_offer_is_read() -> None:
    offer = parse_offer(OFFER)
    audio, video = offer.sections
    assert offer.session == "- 4611"
    assert (offer.identity.ufrag, offer.identity.setup) == ("abcd", "actpass")
    assert audio.codecs[111].parameters["useinbandfec"] == "1"
    assert video.streams.rids == ["q", "h"]
    assert video.repair_of(96) == 97
    assert video.sends
    assert not video.receives


def test_the_first_codec_that_is_forwarded_is_taken() -> None:
    audio, video = parse_offer(OFFER).sections
    chosen = [preferred_codec(section) for section in (audio, video)]
    assert [codec.name for codec in chosen if codec] == ["opus", "vp8"]
    h264_first = OFFER.replace("SAVPF 98 96 97 102", "SAVPF 108 102 98 96 97")
    codec = preferred_codec(parse_offer(h264_first).sections[1])
    assert codec is not None
    assert codec.payload_type == 102, "packetization mode 0 is not forwarded"


def test_h264_is_matched_by_profile_and_else_by_name() -> None:
    section = parse_offer(OFFER).sections[1]
    wanted = section.codecs[102]
    assert matching_codec(section, wanted) is wanted
    wanted.parameters = {**wanted.parameters, "profile-level-id": "640c1f"}
    assert (
        matching_codec(parse_offer(OFFER).sections[1], wanted) == parse_offer(OFFER).sections[1].codecs[102]
    )
    del section.codecs[96]
    assert matching_codec(section, parse_offer(OFFER).sections[1].codecs[96]) is None


def test_the_answer_takes_simulcast_and_tells_where_to_send() -> None:
    audio, video = parse_offer(OFFER).sections
    text = write_answer(
        LOCAL,
        [
            SectionAnswer(audio, audio.codecs[111], receives=True),
            SectionAnswer(video, video.codecs[96], receives=True),
        ],
        1,
    )
    for line in (
        "a=ice-lite",
        "a=group:BUNDLE 0 1",
        "a=setup:passive",
        "a=candidate:2 1 udp 2130706175 127.0.0.1 8080 typ host",
        "a=rid:q recv",
        "a=simulcast:recv q;h",
        "a=recvonly",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
        "a=rtcp-fb:96 nack pli",
        "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
    ):
        assert f"{line}\r\n" in text


def test_the_answer_names_what_it_sends_and_refuses_what_it_cannot() -> None:
    audio, video = parse_offer(OFFER).sections
    outgoing = Outgoing(ssrc=7, repair_ssrc=8, stream_id="zhang", track_id="t1")
    text = write_answer(
        LOCAL, [SectionAnswer(audio), SectionAnswer(video, video.codecs[96], outgoing=outgoing)], 2
    )
    assert "m=audio 0 UDP/TLS/RTP/SAVPF 63 111\r\n" in text
    assert "a=group:BUNDLE 1\r\n" in text
    assert "a=ssrc-group:FID 7 8\r\n" in text
    assert "a=ssrc:8 msid:zhang t1\r\n" in text
    assert "a=sendonly\r\n" in text


def test_the_answer_is_an_offer_that_other_parsers_read() -> None:
    from aiortc.sdp import SessionDescription

    audio, video = parse_offer(OFFER).sections
    outgoing = Outgoing(ssrc=7, repair_ssrc=8, stream_id="zhang", track_id="t1")
    text = write_answer(
        LOCAL,
        [
            SectionAnswer(audio, audio.codecs[111], receives=True),
            SectionAnswer(video, video.codecs[96], outgoing=outgoing),
        ],
        1,
    )
    read = SessionDescription.parse(text)
    assert [media.direction for media in read.media] == ["recvonly", "sendonly"]
    assert read.media[1].ssrc[0].ssrc == 7
    assert all(media.ice is not None and media.ice.iceLite for media in read.media)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sdp_too_large", OFFER + "a" * MAX_CHARACTERS),
        ("sdp_line_too_long", OFFER + "a=" + "x" * 5000),
        ("sdp_malformed", ""),
        ("sdp_malformed", HEAD),
        ("sdp_malformed", OFFER.replace("opus/48000/2", "opus")),
        ("sdp_malformed", OFFER.replace("opus/48000/2", "opus/many/2")),
        ("sdp_malformed", OFFER.replace("63 111", "63 1110")),
        ("sdp_malformed", OFFER.replace("a=mid:1", "a=mid:no spaces")),
        ("sdp_malformed", OFFER.replace("a=simulcast:send q;h", "a=simulcast:send")),
        ("sdp_malformed", OFFER.replace("AA:AA", "A:AA")),
        ("sdp_malformed", OFFER.replace("a=extmap:4 ", "a=extmap:four ")),
        ("sdp_too_many_sections", OFFER + VIDEO * MAX_SECTIONS),
        ("sdp_no_mid", OFFER.replace("a=mid:1\n", "")),
        ("sdp_mid_repeated", OFFER.replace("a=mid:1", "a=mid:0")),
        ("sdp_not_bundled", OFFER.replace("BUNDLE 0 1", "BUNDLE 0")),
        ("sdp_no_rtcp_mux", OFFER.replace("a=rtcp-mux\n", "")),
        ("sdp_no_ice", OFFER.replace("a=ice-pwd", "a=x-pwd")),
        ("sdp_no_fingerprint", OFFER.replace("a=fingerprint", "a=x-fingerprint")),
        ("sdp_setup", OFFER.replace("setup:actpass", "setup:passive")),
    ],
)
def test_a_bad_offer_has_a_code(code: str, text: str) -> None:
    with pytest.raises(SdpRefused) as refused:
        parse_offer(text)
    assert (refused.value.code, refused.value.kind, refused.value.field) == (code, Kind.INVALID, "sdp")


LINES = OFFER.splitlines()


@given(st.data())
def test_whatever_is_done_to_an_offer_it_is_read_or_refused(data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        cut = data.draw(st.integers(0, len(line)))
        lines[at] = data.draw(
            st.sampled_from(
                (line[:cut], line[:cut] + data.draw(st.text(max_size=8)) + line[cut:], line.replace(":", " "))
            )
        )
    _read_or_refuse("\n".join(lines))


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    _read_or_refuse(text)
    _read_or_refuse(HEAD + "m=" + text)
    _read_or_refuse(OFFER + "a=" + text)


def _read_or_refuse(text: str) -> None:
    try:
        offer = parse_offer(text)
    except SdpRefused:
        return
    write_answer(
        LOCAL, [SectionAnswer(one, preferred_codec(one), receives=True) for one in offer.sections], 1
    )
