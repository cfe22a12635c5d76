"""How a change becomes a view: merge, and the check that a first change says everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from telemed.wire.views import (
    DocumentChange,
    DocumentView,
    EcgChange,
    EcgView,
    RecordChange,
    RecordView,
    StackChange,
    StackView,
    ViewChange,
    ViewState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VIEW_OF: Mapping[type[ViewChange], type[ViewState]] = {
    StackChange: StackView,
    EcgChange: EcgView,
    DocumentChange: DocumentView,
    RecordChange: RecordView,
}


class ViewIncomplete(Exception):
    """The first change of a view, or of another kind of view, lacks a field."""

    def __init__(self, field: str) -> None:
        super().__init__(f"The first change of a view carries every field; {field} is missing.")
        self.field = field


def merge(view: ViewState | None, material_id: str, change: ViewChange) -> ViewState:
    """Lay the change over the view. Raises ViewIncomplete when there is nothing to lay it over."""
    made = VIEW_OF[type(change)]
    changed = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    if isinstance(view, made):
        return msgspec.structs.replace(view, **changed)
    for field in msgspec.structs.fields(made):
        if field.name != "material_id" and field.name not in changed:
            raise ViewIncomplete(field.encode_name)
    return made(material_id=material_id, **changed)


def view_of(views: Iterable[ViewState], material_id: str | None) -> ViewState | None:
    """Find the last view of a material."""
    return next((view for view in views if view.material_id == material_id), None)


def with_view(views: tuple[ViewState, ...], view: ViewState) -> tuple[ViewState, ...]:
    """Put the view in the place of the material's last one, or at the end."""
    if view_of(views, view.material_id) is None:
        return (*views, view)
    return tuple(view if old.material_id == view.material_id else old for old in views)
