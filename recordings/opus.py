"""What can be known of an Opus packet without decoding it (RFC 6716 3.1)."""

from __future__ import annotations

SILENCE = b"\xf8\xff\xfe"
"""20 ms of silence: CELT, full band, one frame without a coded signal."""
SILENCE_MS = 20.0
SILK_MS = (10.0, 20.0, 40.0, 60.0)
HYBRID_MS = (10.0, 20.0)
CELT_MS = (2.5, 5.0, 10.0, 20.0)


def duration_ms(packet: bytes) -> float:
    """How long a packet sounds. Raises IndexError when it is cut off."""
    configuration = packet[0] >> 3
    if configuration < 12:
        frame = SILK_MS[configuration % 4]
    elif configuration < 16:
        frame = HYBRID_MS[configuration % 2]
    else:
        frame = CELT_MS[configuration % 4]
    code = packet[0] & 3
    count = 1 if code == 0 else 2 if code < 3 else packet[1] & 0x3F
    return frame * count
