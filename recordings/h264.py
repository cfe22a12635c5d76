"""H.264 in RTP (RFC 6184, packetisation mode 1) and in files (ISO/IEC 14496-15, length-prefixed units)."""

from __future__ import annotations

from recordings.bits import BitReader

IDR, SPS, PPS, STAP_A, FU_A = 5, 7, 8, 24, 28
HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128})
"""Profiles whose sequence parameter set carries the chroma fields (7.3.2.1.1)."""
LENGTH_BYTES = 4


class Assembly:
    """Collects the NAL units of one access unit: single units, STAP-A and FU-A."""

    def __init__(self) -> None:
        self._units: list[bytes] = []
        self._fragment: bytearray | None = None
        """A unit of which only the first fragments are here."""

    def begin(self) -> None:
        """Forget what was collected."""
        self._units = []
        self._fragment = None

    def add(self, payload: bytes) -> bool:
        """Take the next payload; False when it cannot follow what is there."""
        kind = payload[0] & 0x1F
        if kind == FU_A:
            return self._add_fragment(payload)
        if self._fragment is not None:
            return False
        if kind == STAP_A:
            return self._add_aggregate(payload)
        if not 0 < kind < STAP_A:
            return False
        return self._add_unit(payload)

    def _add_unit(self, unit: bytes) -> bool:
        if not self._units and not starts_picture(unit):
            return False
        self._units.append(unit)
        return True

    def _add_aggregate(self, payload: bytes) -> bool:
        at = 1
        while at + 2 < len(payload):
            size = int.from_bytes(payload[at : at + 2])
            unit = payload[at + 2 : at + 2 + size]
            if len(unit) != size or not self._add_unit(unit):
                return False
            at += 2 + size
        return True

    def _add_fragment(self, payload: bytes) -> bool:
        if len(payload) < 3:
            return False
        is_start, is_end = payload[1] & 0x80, payload[1] & 0x40
        if is_start:
            self._fragment = bytearray([payload[0] & 0xE0 | payload[1] & 0x1F])
        if self._fragment is None:
            return False
        self._fragment += payload[2:]
        if is_end:
            unit, self._fragment = bytes(self._fragment), None
            return self._add_unit(unit)
        return True

    def finish(self) -> tuple[bytes, bool]:
        """Return the access unit with 4-byte lengths, and whether a decoder may start with it.

        An IDR picture comes with its parameter sets from every browser: without them a packet is
        missing. Raises ValueError when a unit is unfinished or there is none.
        """
        if self._fragment is not None or not self._units:
            raise ValueError("an unfinished H.264 access unit")
        is_key = {IDR, SPS, PPS} <= {unit[0] & 0x1F for unit in self._units}
        return b"".join(len(unit).to_bytes(LENGTH_BYTES) + unit for unit in self._units), is_key


def starts_picture(unit: bytes) -> bool:
    """Whether an access unit may begin here: not a slice, or one whose first macroblock is 0 (7.3.3)."""
    return len(unit) > 1 and (unit[0] & 0x1F > IDR or bool(unit[1] & 0x80))


def units_of(access_unit: bytes) -> list[bytes]:
    """Split a length-prefixed access unit. Raises ValueError when a length does not fit."""
    units = []
    at = 0
    while at < len(access_unit):
        size = int.from_bytes(access_unit[at : at + LENGTH_BYTES])
        unit = access_unit[at + LENGTH_BYTES : at + LENGTH_BYTES + size]
        if not unit or len(unit) != size:
            raise ValueError("a NAL unit does not fit its access unit")
        units.append(unit)
        at += LENGTH_BYTES + size
    return units


def describe(keyframe: bytes) -> tuple[int, int, bytes]:
    """Width, height and AVCDecoderConfigurationRecord of a key frame that carries its parameter sets.

    Raises ValueError when they are missing: wait for another key frame.
    """
    units = units_of(keyframe)
    sps = next((unit for unit in units if unit[0] & 0x1F == SPS), b"")
    pps = next((unit for unit in units if unit[0] & 0x1F == PPS), b"")
    if len(sps) < 4 or not pps:
        raise ValueError("the key frame carries no parameter sets")
    record = (
        bytes([1, sps[1], sps[2], sps[3], 0xFC | LENGTH_BYTES - 1, 0xE1])
        + len(sps).to_bytes(2)
        + sps
        + b"\x01"
        + len(pps).to_bytes(2)
        + pps
    )
    return *sps_size_px(sps), record


def sps_size_px(sps: bytes) -> tuple[int, int]:
    """Picture size in a sequence parameter set (7.3.2.1.1). Raises ValueError when it is damaged."""
    bits = BitReader(sps[4:].replace(b"\x00\x00\x03", b"\x00\x00"))
    bits.exp_golomb()  # seq_parameter_set_id
    chroma = _skip_chroma(bits) if sps[1] in HIGH_PROFILES else 1
    bits.exp_golomb()  # log2_max_frame_num_minus4
    _skip_order(bits)
    bits.exp_golomb()  # max_num_ref_frames
    bits.take(1)
    width = 16 * (bits.exp_golomb() + 1)
    map_units = bits.exp_golomb() + 1
    frames_only = bits.take(1)
    if not frames_only:
        bits.take(1)
    bits.take(1)
    left, right, top, bottom = (bits.exp_golomb() for _ in range(4)) if bits.take(1) else (0, 0, 0, 0)
    unit_x = 2 if chroma in (1, 2) else 1
    unit_y = (2 if chroma == 1 else 1) * (2 - frames_only)
    return width - unit_x * (left + right), 16 * map_units * (2 - frames_only) - unit_y * (top + bottom)


def _skip_chroma(bits: BitReader) -> int:
    chroma = bits.exp_golomb()
    if chroma == 3:
        bits.take(1)
    bits.exp_golomb()
    bits.exp_golomb()
    bits.take(1)
    if bits.take(1):
        raise ValueError("scaling matrices are not used by browsers")
    return chroma


def _skip_order(bits: BitReader) -> None:
    order = bits.exp_golomb()
    if order == 0:
        bits.exp_golomb()
    elif order == 1:
        bits.take(1)
        bits.exp_golomb()
        bits.exp_golomb()
        for _ in range(min(bits.exp_golomb(), 255)):
            bits.exp_golomb()
