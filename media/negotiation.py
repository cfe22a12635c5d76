"""From an offer to what each of its sections becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from media.answer import Outgoing, SectionAnswer, matching_codec, preferred_codec
from media.errors import Kind, MediaError, TooBusy
from media.model import Source
from media.router import stream_name
from media.rtp import ExtensionIds
from media.sdp import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_CC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from media.model import Offer
    from media.peer import Peer
    from media.router import Room
    from media.sdp import Description, Section

TRACKS_PER_PEER = 8

_KINDS: Mapping[Source, tuple[str, ...]] = {
    Source.MICROPHONE: ("audio",),
    Source.CAMERA: ("video",),
    Source.SCREEN: ("video", "audio"),
    Source.DOCUMENT: ("video",),
}


def check_names(description: Description, offer: Offer) -> None:
    """Refuse an offer whose publish and subscribe do not fit its SDP; nothing has changed then."""
    kinds = {section.mid: section.kind for section in description.sections}
    if len(offer.publish) > TRACKS_PER_PEER:
        raise TooBusy("too_many_tracks", f"a peer may publish {TRACKS_PER_PEER} tracks")
    for field, mids in (("publish", offer.publish), ("subscribe", offer.subscribe)):
        for mid in mids:
            if mid not in kinds:
                raise MediaError("media_mid_unknown", Kind.INVALID, "the offer has no such mid", field)
    for mid, source in offer.publish.items():
        if kinds[mid] not in _KINDS[source]:
            raise MediaError(
                "media_source_kind", Kind.INVALID, f"a {source} cannot be {kinds[mid]}", f"publish.{mid}"
            )


def extension_ids(description: Description) -> ExtensionIds:
    """The numbers of the header extensions; in a bundle each means the same in all sections."""
    ids: dict[str, int] = {}
    for section in description.sections:
        for uri, number in section.extensions.items():
            ids.setdefault(uri, number)
    return ExtensionIds(
        mid=ids.get(MID, 0),
        rid=ids.get(RID, 0),
        repaired_rid=ids.get(REPAIRED_RID, 0),
        transport_sequence=ids.get(TRANSPORT_CC, 0),
        audio_level=ids.get(AUDIO_LEVEL, 0),
    )


def apply_offer(room: Room, peer: Peer, description: Description, offer: Offer) -> list[SectionAnswer]:
    """Bring the peer's producers and consumers to what the offer says."""
    for mid, producer in list(peer.producers.items()):
        if not _goes_on(description, offer.publish, mid, is_sending=True):
            room.unpublish(peer, producer)
    for mid in list(peer.consumers):
        if not _goes_on(description, offer.subscribe, mid, is_sending=False):
            room.unsubscribe(peer, mid)
    return [_answer(room, peer, section, offer) for section in description.sections]


def _goes_on(description: Description, mids: Mapping[str, str], mid: str, *, is_sending: bool) -> bool:
    section = next((one for one in description.sections if one.mid == mid), None)
    if section is None or section.is_rejected or mid not in mids:
        return False
    return section.sends if is_sending else section.receives


def _answer(room: Room, peer: Peer, section: Section, offer: Offer) -> SectionAnswer:
    codec = preferred_codec(section)
    if section.is_rejected or codec is None:
        return SectionAnswer(section)
    source = offer.publish.get(section.mid)
    if source is not None and section.sends:
        room.publish(peer, section, codec, source)
        return SectionAnswer(section, codec, receives=True)
    producer = room.producers.get(offer.subscribe.get(section.mid, ""))
    received = matching_codec(section, producer.codec) if producer is not None else None
    if producer is None or received is None or not section.receives:
        room.unsubscribe(peer, section.mid)
        return SectionAnswer(section, codec)
    consumer = room.subscribe(peer, section, received, producer)
    outgoing = Outgoing(
        ssrc=consumer.spec.ssrc,
        repair_ssrc=consumer.spec.repair_ssrc,
        stream_id=stream_name(producer),
        track_id=producer.info.track_id,
    )
    return SectionAnswer(section, received, outgoing=outgoing)
