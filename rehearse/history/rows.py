"""Attempts as rows, and back."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime
from typing import Any

from rehearse.facts import Attempt, AttemptSummary, Correction, Report
from rehearse.plain import from_plain, to_plain

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

SUMMARY = (
    "id, made_at, session, cold, story, starred, note, time_s, target_s, wpm, fillers, fillers_per_minute,"
    " covered, required, take_file IS NOT NULL AS has_sound"
)


def microseconds(moment: datetime) -> int:
    """Since 1970, exactly. `moment` must know its offset."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def numbers(report: Report) -> dict[str, Any]:
    """What a list shows of a report (one that the person's corrections were applied to)."""
    return {
        "time_s": report.duration.speaking_s,
        "target_s": report.duration.target_s,
        "wpm": report.pace.wpm,
        "fillers": report.fillers.sounds + report.fillers.words,
        "fillers_per_minute": report.fillers.per_minute,
        "covered": report.coverage.covered,
        "required": report.coverage.required,
    }


def folded(text: str) -> str:
    """Text as it is searched: words alone, without case or punctuation, one space between them."""
    # a lone surrogate (from an odd file name, say) is no text for SQLite
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(re.findall(r"[\w'’]+", plain.casefold())).replace("’", "'")


def said(report: Report) -> str:
    """The words of a report, folded for searching, fillers among them."""
    return folded(" ".join(word.text for word in report.transcript.words))


def as_json(fact: Any) -> str:
    """A fact as JSON that gives the same fact back, digit for digit."""
    return json.dumps(to_plain(fact), separators=(",", ":"))


def attempt_from(row: sqlite3.Row, report: str, corrections: list[str]) -> Attempt:
    return Attempt(
        id=row["id"],
        made_at=datetime.fromisoformat(row["made_at"]),
        report=from_plain(Report, json.loads(report)),
        session=row["session"],
        cold=bool(row["cold"]),
        take_file=row["take_file"],
        note=row["note"],
        starred=bool(row["starred"]),
        corrections=tuple(from_plain(Correction, json.loads(text)) for text in corrections),
        sound_sha256=row["sound_sha256"],
    )


def summary_from(row: sqlite3.Row) -> AttemptSummary:
    return AttemptSummary(
        id=row["id"],
        made_at=datetime.fromisoformat(row["made_at"]),
        session=row["session"],
        cold=bool(row["cold"]),
        story=row["story"],
        starred=bool(row["starred"]),
        note=row["note"],
        time_s=row["time_s"],
        target_s=row["target_s"],
        wpm=row["wpm"],
        fillers=row["fillers"],
        fillers_per_minute=row["fillers_per_minute"],
        covered=row["covered"],
        required=row["required"],
        has_sound=bool(row["has_sound"]),
    )
