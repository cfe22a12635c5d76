"""Turns strict structs into TypeScript declarations."""

from __future__ import annotations

import inspect
import json
import types
from typing import TYPE_CHECKING, Literal, get_args, get_origin

import msgspec
from msgspec import inspect as shapes

from telemed.wire.base import Request

if TYPE_CHECKING:
    import enum
    from collections.abc import Iterable, Mapping

SCALARS: dict[type[shapes.Type], str] = {
    shapes.BoolType: "boolean",
    shapes.IntType: "number",
    shapes.FloatType: "number",
    shapes.StrType: "string",
    shapes.NoneType: "null",
    shapes.DateTimeType: "string",
    shapes.DateType: "string",
    shapes.TimeType: "string",
    shapes.UUIDType: "string",
    shapes.DecimalType: "string",
    shapes.BytesType: "string",
    shapes.AnyType: "unknown",
    shapes.RawType: "unknown",
}


class NotExpressible(Exception):
    """A wire type has no TypeScript counterpart, or two types share a name; the text says which."""


class TypeScript:
    """Collects declarations; each named type once, under the name it has in Python."""

    def __init__(self, modules: Iterable[types.ModuleType]) -> None:
        self._structs: dict[str, shapes.StructType] = {}
        self._enums: dict[str, type[enum.Enum]] = {}
        self._aliases = named_unions(modules)
        self._used: set[str] = set()

    def text(self, shape: shapes.Type) -> str:
        """Return how the shape is written where it is used."""
        match shape:
            case shapes.StructType():
                return self._struct(shape)
            case shapes.UnionType(types=parts):
                return self._union([self.text(part) for part in parts])
            case shapes.LiteralType(values=values):
                return self._union([json.dumps(value) for value in values])
            case shapes.EnumType(cls=cls):
                self._enums[cls.__name__] = cls
                return cls.__name__
            case _:
                return self._composed(shape)

    def of(self, type_: object) -> str:
        """Return how a Python annotation is written; None is `undefined`."""
        return "undefined" if type_ is None else self.text(shapes.type_info(type_))

    def declarations(self) -> str:
        """Return every type that `of` and `text` met, in alphabetical order."""
        made: dict[str, str] = {}
        while len(made) < len(self._structs):
            for name in [name for name in self._structs if name not in made]:
                made[name] = self._interface(self._structs[name])
        for name, cls in self._enums.items():
            made[name] = self._alias(name, {json.dumps(member.value) for member in cls})
        for name in self._used | set(self._enums):
            if name in self._structs:
                raise NotExpressible(f"{name} names a struct and a union.")
        for name in self._used:
            made[name] = self._alias(name, self._aliases[name])
        return "\n\n".join(made[name] for name in sorted(made))

    def _composed(self, shape: shapes.Type) -> str:
        match shape:
            case shapes.ListType(item_type=item) | shapes.VarTupleType(item_type=item):
                return f"ReadonlyArray<{self.text(item)}>"
            case shapes.TupleType(item_types=items):
                return f"readonly [{', '.join(self.text(item) for item in items)}]"
            case shapes.DictType(key_type=key, value_type=value):
                return f"Readonly<Record<{self.text(key)}, {self.text(value)}>>"
            case _:
                if type(shape) not in SCALARS:
                    raise NotExpressible(f"{shape} has no TypeScript counterpart.")
                return SCALARS[type(shape)]

    def _struct(self, shape: shapes.StructType) -> str:
        name = shape.cls.__name__
        known = self._structs.setdefault(name, shape)
        if known.cls is not shape.cls:
            raise NotExpressible(f"{known.cls.__module__} and {shape.cls.__module__} both have a {name}.")
        return name

    def _union(self, parts: list[str]) -> str:
        bare = frozenset(part for part in parts if part != "null")
        for name, members in self._aliases.items():
            if members == bare:
                self._used.add(name)
                return name if len(bare) == len(set(parts)) else f"{name} | null"
        return " | ".join(sorted(set(parts), key=lambda part: (part == "null", part)))

    def _interface(self, shape: shapes.StructType) -> str:
        lines = [f"  readonly {shape.tag_field}: {json.dumps(shape.tag)};"] if shape.tag_field else []
        for field in shape.fields:
            mark = "?" if is_optional(shape.cls, field) else ""
            lines.append(f"  readonly {field.encode_name}{mark}: {self.text(field.type)};")
        body = "\n".join(lines)
        return f"{comment(shape.cls)}export interface {shape.cls.__name__} {{\n{body}\n}}"

    @staticmethod
    def _alias(name: str, members: Iterable[str]) -> str:
        return f"export type {name} =\n" + "\n".join(f"  | {member}" for member in sorted(members)) + ";"


def is_optional(cls: type, field: shapes.Field) -> bool:
    """Say whether the field may be missing: in a request with a default, or where UNSET is allowed."""
    if field.required:
        return False
    has_default = field.default is not msgspec.NODEFAULT or field.default_factory is not msgspec.NODEFAULT
    return issubclass(cls, Request) or not has_default


def comment(cls: type) -> str:
    """Return the class's own docstring as a comment before its declaration, or nothing."""
    doc = inspect.cleandoc(cls.__dict__.get("__doc__") or "")
    return f"/** {doc.splitlines()[0]} */\n" if doc else ""


def named_unions(modules: Iterable[types.ModuleType]) -> Mapping[str, frozenset[str]]:
    """Find the unions and literals to which the modules give a name; the first name of a kind wins."""
    found: dict[str, frozenset[str]] = {}
    for module in modules:
        for name, value in vars(module).items():
            members = _members(value)
            if members and not name.startswith("_") and members not in found.values():
                if name in found:
                    raise NotExpressible(f"{module.__name__}.{name} means something else in another module.")
                found[name] = members
    return found


def _members(value: object) -> frozenset[str]:
    if get_origin(value) is Literal:
        return frozenset(json.dumps(member) for member in get_args(value))
    if isinstance(value, types.UnionType):
        return frozenset(member.__name__ for member in get_args(value) if isinstance(member, type))
    return frozenset()
