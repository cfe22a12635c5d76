"""VP8 in RTP (RFC 7741) and the few header bits a container needs (RFC 6386 9.1)."""

from __future__ import annotations

KEYFRAME_HEADER_BYTES = 10
START_CODE = b"\x9d\x01\x2a"


def descriptor_bytes(payload: bytes) -> int:
    """Length of the payload descriptor (RFC 7741 4.2). Raises IndexError when it is cut off."""
    if not payload[0] & 0x80:
        return 1
    flags = payload[1]
    length = 2
    if flags & 0x80:
        length += 2 if payload[length] & 0x80 else 1
    if flags & 0x40:
        length += 1
    if flags & 0x30:
        length += 1
    return length


def is_frame_start(payload: bytes) -> bool:
    """Whether the payload begins the first partition: S set, partition index 0."""
    return bool(payload[0] & 0x10) and payload[0] & 0x07 == 0


def is_keyframe(frame: bytes) -> bool:
    """Whether a frame can be decoded without any before it."""
    return len(frame) >= KEYFRAME_HEADER_BYTES and not frame[0] & 1 and frame[3:6] == START_CODE


def size_px(keyframe: bytes) -> tuple[int, int]:
    """Width and height in a key frame's header. Raises ValueError when it is not one."""
    if not is_keyframe(keyframe):
        raise ValueError("not a VP8 key frame")
    width = int.from_bytes(keyframe[6:8], "little") & 0x3FFF
    height = int.from_bytes(keyframe[8:10], "little") & 0x3FFF
    return width, height


class Assembly:
    """Joins the payloads of one frame."""

    def __init__(self) -> None:
        self._frame = bytearray()

    def begin(self) -> None:
        """Forget what was collected."""
        self._frame.clear()

    def add(self, payload: bytes) -> bool:
        """Take the next payload; False when the frame's beginning is missing or the descriptor is cut off."""
        try:
            length = descriptor_bytes(payload)
        except IndexError:
            return False
        if not self._frame and not is_frame_start(payload):
            return False
        self._frame += payload[length:]
        return True

    def finish(self) -> tuple[bytes, bool]:
        """Return the frame and whether it is a key frame; raises ValueError when it is empty."""
        if not self._frame:
            raise ValueError("an empty VP8 frame")
        frame = bytes(self._frame)
        return frame, is_keyframe(frame)
