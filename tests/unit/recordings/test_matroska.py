from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recordings import matroska
from recordings.matroska_reader import blocks, first_element_is_ebml

FRAME = st.tuples(st.integers(0, 30_000), st.booleans(), st.binary(max_size=300))


class Memory:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_at(self, offset: int, size: int) -> bytes:
        return self._data[offset : offset + size]


def growing(frames: list[tuple[int, bool, bytes]]) -> tuple[bytes, list[matroska.Block]]:
    written = [matroska.Block(1, time, key, data) for time, key, data in frames]
    file = matroska.growing_header(matroska.opus_track(1))
    for block in written:
        file += matroska.cluster(block.time_ms, [block])
    return file, written


@given(st.lists(FRAME, max_size=20))
def test_what_is_written_is_read_back(frames: list[tuple[int, bool, bytes]]) -> None:
    file, written = growing(frames)
    located = list(blocks(Memory(file)))
    assert [item.block for item in located] == written
    assert all(file[i.offset : i.offset + len(i.block.data)] == i.block.data for i in located)


@given(st.lists(FRAME, min_size=1, max_size=8), st.data())
def test_a_file_cut_anywhere_reads_back_as_a_beginning_of_itself(
    frames: list[tuple[int, bool, bytes]], data: st.DataObject
) -> None:
    file, written = growing(frames)
    cut = data.draw(st.integers(0, len(file)))
    found = [item.block for item in blocks(Memory(file[:cut]))]
    assert found == written[: len(found)]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    list(blocks(Memory(data)))
    first_element_is_ebml(Memory(data))


@given(st.integers(0, 10**7), st.lists(st.integers(0, 70_000), max_size=6))
def test_the_size_of_a_cluster_is_known_before_it_is_made(start_ms: int, sizes: list[int]) -> None:
    made = matroska.cluster(start_ms, [matroska.Block(1, start_ms, True, bytes(size)) for size in sizes])
    assert len(made) == matroska.cluster_size(start_ms, sizes)


@given(st.integers(0, 2**50))
def test_a_size_takes_the_fewest_bytes_that_do_not_mean_unknown(size: int) -> None:
    encoded = matroska.size_bytes(size)
    length = 9 - encoded[0].bit_length()
    assert len(encoded) == length
    assert int.from_bytes(encoded) & (1 << 7 * length) - 1 == size
    assert size != (1 << 7 * length) - 1
