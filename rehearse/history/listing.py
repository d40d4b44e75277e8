"""Lists of attempts: newest first, a page at a time, without ever reading a report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rehearse.facts import AttemptSummary
from rehearse.history.rows import SUMMARY, folded, microseconds, summary_from


@dataclass(frozen=True, slots=True)
class Filter:
    """Which attempts. `search` is looked for in what was said, without case or punctuation."""

    story: str | None = None
    search: str = ""
    since: datetime | None = None
    before: datetime | None = None
    starred: bool = False
    cold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """`next` is what to give as `after` for the following page, None at the end."""

    rows: tuple[AttemptSummary, ...]
    next: int | None


EVERYTHING = Filter()


def page(db: sqlite3.Connection, wanted: Filter, after: int | None, limit: int) -> Page:
    """The `limit` attempts that follow attempt `after` (the newest ones for None)."""
    where, values = condition(wanted)
    if after is not None:
        where += " AND (made_us, id) < (SELECT made_us, id FROM attempt WHERE id = ?)"
        values.append(after)
    rows = db.execute(
        f"SELECT {SUMMARY} FROM attempt WHERE {where} ORDER BY made_us DESC, id DESC LIMIT ?", (*values, limit + 1)
    ).fetchall()
    return Page(tuple(map(summary_from, rows[:limit])), rows[limit - 1]["id"] if len(rows) > limit else None)


def everything(db: sqlite3.Connection, wanted: Filter) -> Iterator[int]:
    """The ids of all that is wanted, oldest first."""
    where, values = condition(wanted)
    for row in db.execute(f"SELECT id FROM attempt WHERE {where} ORDER BY made_us, id", values).fetchall():
        yield row["id"]


def count(db: sqlite3.Connection, wanted: Filter) -> int:
    where, values = condition(wanted)
    number: int = db.execute(f"SELECT count(*) FROM attempt WHERE {where}", values).fetchone()[0]
    return number


def condition(wanted: Filter) -> tuple[str, list[Any]]:
    """The filter as SQL with its values."""
    parts, values = ["1"], list[Any]()
    if wanted.story is not None:
        parts.append("story = ?")
        values.append(wanted.story)
    if wanted.since is not None:
        parts.append("made_us >= ?")
        values.append(microseconds(wanted.since))
    if wanted.before is not None:
        parts.append("made_us < ?")
        values.append(microseconds(wanted.before))
    if wanted.starred:
        parts.append("starred")
    if wanted.cold:
        parts.append("cold")
    if folded(wanted.search):
        # a plain scan: a few ms a thousand attempts, it finds parts of words, and an index that keeps words is one
        # more place they would have to be deleted from
        parts.append("EXISTS (SELECT 1 FROM report WHERE attempt_id = attempt.id AND instr(words, ?))")
        values.append(folded(wanted.search))
    return " AND ".join(parts), values
