from __future__ import annotations

import json
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telemed.wire import commands as c
from telemed.wire import live
from telemed.wire.base import Message, Request
from telemed.wire.entries import EntryBody, LogEntry
from telemed.wire.views import StackChange, ViewChange, ViewState
from tests.support.fold_fixture import rehearse

DECODER = msgspec.json.Decoder(c.Command)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def command(body: dict[str, object], key: str = "a-good-key") -> bytes:
    return json.dumps({"id": key, "body": body}).encode()


def test_lp12_every_struct_refuses_unknown_fields_and_change() -> None:
    for union in (c.CommandBody, EntryBody, ViewState, ViewChange, live.AckBody):
        for cls in get_args(union):
            config = cls.__struct_config__
            assert issubclass(cls, Message)
            assert config.frozen, cls
            assert config.forbid_unknown_fields, cls


def test_every_command_is_a_request_with_a_type_of_its_own() -> None:
    classes = get_args(c.CommandBody)
    assert all(issubclass(cls, Request) for cls in classes)
    assert len({cls.__struct_config__.tag for cls in classes}) == len(classes)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"type": "no.such"}, "$.body.type"),
        ({"type": "chat.post", "text": "x" * 2001}, "$.body.text"),
        ({"type": "chat.post", "text": 5}, "$.body.text"),
        ({"type": "stage.show", "epoch": -1, "materialId": None}, "$.body.epoch"),
        ({"type": "stage.show", "epoch": 1, "materialId": "../etc"}, "$.body.materialId"),
        ({"type": "resync", "since": 2**53}, "$.body.since"),
        ({"type": "media.offer", "sdp": "", "publish": {}, "subscribe": {}}, "$.body.sdp"),
        ({"type": "media.offer", "sdp": "v", "publish": {"0": "tv"}, "subscribe": {}}, "$.body.publish[...]"),
    ],
)
def test_lp12_a_wrong_value_is_named_by_its_path(body: dict[str, object], path: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="at `") as refusal:
        DECODER.decode(command(body))
    assert f"`{path}`" in str(refusal.value)


@pytest.mark.parametrize("width", [0, 0.5, "1e400", "NaN"])
def test_lp12_no_number_without_bounds_passes(width: object) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(f'{{"type":"stack","voi":{{"center":0,"width":{width}}}}}', type=StackChange)


def test_a_change_tells_what_was_said_from_what_was_not() -> None:
    change = msgspec.json.decode(b'{"type":"stack","voi":null}', type=StackChange)
    assert change.voi is None
    assert change.frame is msgspec.UNSET
    assert msgspec.json.encode(change) == b'{"type":"stack","voi":null}'


def test_every_entry_survives_the_wire() -> None:
    for entry in rehearse().log:
        assert msgspec.json.decode(msgspec.json.encode(entry), type=LogEntry) == entry


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_lp12_no_json_does_anything_but_decode_or_be_refused(value: object) -> None:
    for body in (value, {"type": "view.set", "change": value}, {"type": value}):
        try:
            DECODER.decode(json.dumps({"id": "a-good-key", "body": body}, allow_nan=False))
        except (msgspec.ValidationError, ValueError):
            continue
