"""A report as the JSON of the report contract (`rehearse.report/1`), and back: nothing is lost on the way."""

from __future__ import annotations

from typing import Any

from rehearse.facts import Report
from rehearse.plain import from_plain, to_plain

SCHEMA = "rehearse.report/1"


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
