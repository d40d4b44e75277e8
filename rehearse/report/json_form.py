"""A report as the JSON of the report contract (`rehearse.report/1`), and back: nothing is lost on the way."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from rehearse.facts import Report

SCHEMA = "rehearse.report/1"

T = TypeVar("T")


def report_to_dict(report: Report) -> dict[str, Any]:
    """The contract's object: `timings` is called `timings_s` there, the rest carries the names of the facts."""
    data: dict[str, Any] = {"schema": SCHEMA, **to_plain(report)}
    data["timings_s"] = data.pop("timings")
    return data


def report_from_dict(data: dict[str, Any]) -> Report:
    """The report that `report_to_dict` wrote. Raises ValueError where `data` is not one."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"not a {SCHEMA} object")
    return from_plain(Report, {**data, "timings": data.get("timings_s")})


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
    hints = get_type_hints(kind)
    given = {f.name: _read(hints[f.name], data[f.name], f"{where}.{f.name}") for f in fields(kind) if f.name in data}
    try:
        return kind(**given)
    except TypeError as error:
        raise ValueError(f"{where}: {error}") from error


def _checked(fits: bool, data: Any, where: str) -> Any:
    if not fits:
        raise ValueError(f"{where} cannot be {data!r:.60}")
    return data
