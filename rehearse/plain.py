"""Facts as plain JSON values, and back. Standard library only, as the facts themselves."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(fact: Any) -> Any:
    """A fact as dicts, lists, strings, numbers and None; dates in ISO 8601."""
    if is_dataclass(fact) and not isinstance(fact, type):
        return {field.name: to_plain(getattr(fact, field.name)) for field in fields(fact)}
    if isinstance(fact, (tuple, list)):
        return [to_plain(item) for item in fact]
    if isinstance(fact, (datetime, date)):
        return fact.isoformat()
    return fact


def from_plain(kind: type[T], data: Any) -> T:
    """The fact of type `kind` that `to_plain` wrote. Raises ValueError naming the field that does not fit."""
    value: T = _read(kind, data, kind.__name__)
    return value


def _read(kind: Any, data: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if data is None and type(None) in get_args(kind):
            return None
        return _read(next(k for k in get_args(kind) if k is not type(None)), data, where)
    if origin is Literal:
        return _checked(data in get_args(kind), data, where)
    if origin is tuple:
        inner = get_args(kind)
        _checked(isinstance(data, list), data, where)
        kinds = [inner[0]] * len(data) if len(inner) == 2 and inner[1] is Ellipsis else list(inner)
        _checked(len(kinds) == len(data), data, where)
        return tuple(_read(k, item, f"{where}[{i}]") for i, (k, item) in enumerate(zip(kinds, data, strict=True)))
    if is_dataclass(kind):
        return _read_fact(kind, data, where)
    if kind in (datetime, date):
        return kind.fromisoformat(_checked(isinstance(data, str), data, where))
    if kind is float:
        return float(_checked(isinstance(data, (int, float)) and not isinstance(data, bool), data, where))
    return _checked(type(data) is kind, data, where)


def _read_fact(kind: Any, data: Any, where: str) -> Any:
    _checked(isinstance(data, dict), data, where)
    hints = _hints(kind)
    given = {f.name: _read(hints[f.name], data[f.name], f"{where}.{f.name}") for f in fields(kind) if f.name in data}
    try:
        return kind(**given)
    except TypeError as error:
        raise ValueError(f"{where}: {error}") from error


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Resolving the names of types is the slowest part of reading, and the same for every word."""
    return get_type_hints(kind)


def _checked(fits: bool, data: Any, where: str) -> Any:
    if not fits:
        raise ValueError(f"{where} cannot be {data!r:.60}")
    return data
