"""How a public event is declared, written and read back, whatever its age.

A contract is a frozen dataclass; its marshmallow schema is made from its fields. The present is at
the top of each file of this package, the past at its foot, as upcasters.
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar, Protocol, TypeVar, dataclass_transform
from uuid import UUID

from marshmallow import EXCLUDE, Schema, ValidationError, post_load
from marshmallow import fields as ma

T = TypeVar("T")
Data = dict[str, Any]
Upcaster = Callable[[Data], Data]

CONTRACTS: dict[str, type[Any]] = {}
UPCASTERS: dict[tuple[str, int], Upcaster] = {}
SCHEMAS: dict[type[Any], Schema] = {}

SCHEMA_URI = "urn:portail-familles:event:{type}:{version}"


class Contract(Protocol):
    TYPE: ClassVar[str]
    VERSION: ClassVar[int]


class _Tuple(ma.List[Any]):
    """A JSON array read as a tuple, so that contracts stay frozen."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(*args, **kwargs))


_DAY = ma.Date()


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    """The same days stand in thousands of lines: each is read once."""
    found: date = _DAY.deserialize(text)
    return found


class _Days(_Tuple):
    """Days, of which a line for a year has dozens: as strict, and as a whole."""

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any] | None:
        return None if value is None else [day.isoformat() for day in value]

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            if isinstance(value, list):
                return tuple(map(_day, value))
        except (TypeError, ValidationError):
            pass
        return super()._deserialize(value, *args, **kwargs)  # says what is wrong


@dataclass_transform(frozen_default=True, kw_only_default=True)
def published(type_: str, *, version: int) -> Callable[[type[T]], type[T]]:
    """Declares a public event of type `service.event_name`."""

    def declare(cls: type[T]) -> type[T]:
        event = dataclass(frozen=True, kw_only=True)(cls)
        event.TYPE, event.VERSION = type_, version  # type: ignore[attr-defined]  # set on any class
        CONTRACTS[type_] = event
        return event

    return declare


@dataclass_transform(frozen_default=True, kw_only_default=True)
def part(cls: type[T]) -> type[T]:
    """A piece of a contract, such as a line."""
    return dataclass(frozen=True, kw_only=True)(cls)


def upcast(type_: str, *, from_version: int) -> Callable[[Upcaster], Upcaster]:
    """Registers the step from one published version to the next."""

    def register(step: Upcaster) -> Upcaster:
        UPCASTERS[type_, from_version] = step
        return step

    return register


def dataschema(contract: type[Any]) -> str:
    return SCHEMA_URI.format(type=contract.TYPE, version=contract.VERSION)


def dump_data(event: Any) -> Data:
    """The JSON object of a contract's fields."""
    return dict(schema_of(type(event)).dump(event))


def load_data(type_: str, version: int, data: Mapping[str, Any]) -> Any:
    """A contract from its JSON object, through every step since `version`.

    Raises KeyError for an unknown type, marshmallow.ValidationError for a wrong shape.
    """
    contract = CONTRACTS[type_]
    current = dict(data)
    for step in range(version, contract.VERSION):
        current = UPCASTERS[type_, step](current)
    return schema_of(contract).load(current)


def schema_of(contract: type[Any]) -> Schema:
    """The marshmallow schema of a contract, made once."""
    if (made := SCHEMAS.get(contract)) is None:
        made = SCHEMAS[contract] = _schema(contract)
    return made


def _schema(contract: type[Any]) -> Schema:
    assert is_dataclass(contract)
    hints = typing.get_type_hints(contract, include_extras=True)
    made: dict[str, Any] = {f.name: _field(hints[f.name]) for f in fields(contract)}

    def build(_self: Schema, data: Data, **_kwargs: Any) -> Any:
        return contract(**data)

    made["build"] = post_load(build)
    base = type(f"{contract.__name__}Schema", (Schema,), made)
    schema: Schema = base(unknown=EXCLUDE)
    return schema


def _field(hint: Any, **options: Any) -> Any:
    options = {"required": True} | options
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        personal = any(repr(mark) == "PERSONAL" for mark in args[1:])
        return _field(args[0], metadata={"personal": personal}, **options)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (arg for arg in args if arg is not type(None))
        return _field(inner, **(options | {"allow_none": True}))
    if origin is tuple:
        of_days = args[0] is date
        return (_Days if of_days else _Tuple)(_field(args[0]), **options)
    if is_dataclass(hint):
        return ma.Nested(schema_of(typing.cast(type[Any], hint)), **options)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return ma.Enum(hint, by_value=True, **options)
    if hint is int:
        return ma.Integer(strict=True, **options)
    kinds: dict[Any, type[Any]] = {
        UUID: ma.UUID,
        str: ma.String,
        bool: ma.Boolean,
        date: ma.Date,
        datetime: ma.AwareDateTime,
    }
    return kinds[hint](**options)
