"""All that other packages may import of the media plane."""

from media.errors import Kind, MediaError, NoSuchPeer, NoSuchRoom, PortUnusable, SdpRefused, TooBusy
from media.model import (
    Answer,
    MediaSettings,
    MediaStats,
    Offer,
    PacketSink,
    PeerId,
    PeerState,
    RoomId,
    RoomListener,
    Source,
    TrackId,
    TrackInfo,
    TrackKind,
)
from media.plane import MediaPlane, Tap

__all__ = [
    "Answer",
    "Kind",
    "MediaError",
    "MediaPlane",
    "MediaSettings",
    "MediaStats",
    "NoSuchPeer",
    "NoSuchRoom",
    "Offer",
    "PacketSink",
    "PeerId",
    "PeerState",
    "PortUnusable",
    "RoomId",
    "RoomListener",
    "SdpRefused",
    "Source",
    "Tap",
    "TooBusy",
    "TrackId",
    "TrackInfo",
    "TrackKind",
]
