"""Reads single bits and Exp-Golomb codes (ISO/IEC 14496-10 9.1)."""

from __future__ import annotations

LONGEST_PREFIX_BITS = 31


class BitReader:
    """Bits of a byte string, most significant first; raises ValueError past its end."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data)
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        """Return the next bits as an unsigned number."""
        if count > self._left:
            raise ValueError("the bit string ends early")
        self._left -= count
        return self._value >> self._left & (1 << count) - 1

    def exp_golomb(self) -> int:
        """Return the next ue(v)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > LONGEST_PREFIX_BITS:
                raise ValueError("an Exp-Golomb code without end")
        return (1 << zeros) - 1 + self.take(zeros)
