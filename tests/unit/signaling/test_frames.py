from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.frames import FrameKind, kind_of


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        ("3", FrameKind.KEEP_ALIVE),
        ("1", FrameKind.GOODBYE),
        ("41/live", FrameKind.GOODBYE),
        ("41/live,", FrameKind.GOODBYE),
        ('40/live,{"token":"t"}', FrameKind.CONNECT),
        ('42/live,["command",{}]', FrameKind.EVENT),
        ('42/live,17["command",{}]', FrameKind.EVENT),
        ('42/live,["presence"]', FrameKind.EVENT),
    ],
)
def test_lp08_a_well_formed_frame_is_told_by_its_kind(frame: str, kind: FrameKind) -> None:
    assert kind_of(frame) is kind


@pytest.mark.parametrize(
    "frame",
    [
        b"bytes",
        None,
        "",
        "0",
        "2probe",
        "5",
        "6",
        "3probe",
        "40",
        "40/live",
        "40/live,[]",
        '40/other,{"token":"t"}',
        '40/live?x=1,{"token":"t"}',
        '42/live,["disconnect"]',
        '42/live,["*",{}]',
        '42/live,[["command"]]',
        '42/live,["command",{},{}]',
        '42/live,99999999999999999["command",{}]',
        '42/live,-1["command",{}]',
        '451-/live,["command",{"_placeholder":true,"num":0}]',
        "43/live,1[]",
        "44/live,{}",
        "bAAAA",
    ],
)
def test_lp08_anything_else_is_malformed(frame: object) -> None:
    assert kind_of(frame) is FrameKind.MALFORMED


@given(st.text() | st.binary() | st.from_regex(r"4[0-9]/live,[0-9]{0,3}[\[{].{0,40}"))
def test_lp08_no_frame_raises(frame: object) -> None:
    assert kind_of(frame) in FrameKind
