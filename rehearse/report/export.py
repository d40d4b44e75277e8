"""Attempts as JSON (and back, digit for digit), CSV and Markdown. The page for a coach is `page.py`.

JSON takes attempts as they are kept: report as heard, corrections beside it. What people read takes them corrected.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from rehearse.facts import Attempt, AttemptSummary
from rehearse.plain import from_plain, to_plain
from rehearse.report.dates import long_day
from rehearse.report.json_form import report_from_dict, report_to_dict
from rehearse.report.markdown import report_as_markdown

SCHEMA = "rehearse.export/1"


def export_json(attempts: Iterable[Attempt]) -> Iterator[str]:
    """One object `{schema, attempts: [...]}`, an attempt a line, so that any number of them goes through little memory.

    ASCII with escapes: whatever stands in a name or a note, the file can be written and read everywhere.
    """
    yield f'{{"schema": "{SCHEMA}", "attempts": ['
    comma = "\n"
    for attempt in attempts:
        yield comma + json.dumps(attempt_to_dict(attempt))
        comma = ",\n"
    yield "\n]}\n"


def attempt_to_dict(attempt: Attempt) -> dict[str, Any]:
    """An attempt as it is exported and as `rehearse show --json` prints it; its report as the contract has it."""
    return {**to_plain(attempt), "report": report_to_dict(attempt.report)}


def attempt_from_dict(data: Any) -> Attempt:
    """The attempt that `attempt_to_dict` wrote. Raises ValueError where `data` is not one."""
    if not isinstance(data, dict) or "report" not in data:
        raise ValueError("not an attempt")
    attempt = from_plain(Attempt, {**data, "report": to_plain(report_from_dict(data["report"]))})
    if not 0 < attempt.id < 2**63 or not 0 < attempt.session < 2**63:
        raise ValueError("an attempt and its session have numbers above zero")
    if attempt.made_at.tzinfo is None:
        raise ValueError(f"attempt {attempt.id} does not know its time zone")
    return attempt


def attempts_from_json(text: str) -> tuple[Attempt, ...]:
    """The attempts of an export. Raises ValueError naming what does not fit."""
    data = json.loads(text, parse_float=_number, parse_constant=_number, parse_int=_whole_number)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("attempts"), list):
        raise ValueError(f"not a {SCHEMA} file")
    return tuple(map(attempt_from_dict, data["attempts"]))


LARGEST, LARGEST_WHOLE = 1e9, 2**63
"""Seconds, hertz, decibels: no take has more. Numbers of attempts may be larger."""


def _number(text: str) -> float:
    if not abs(number := float(text)) <= LARGEST:
        raise ValueError(f"{text[:20]} is no number of a take")
    return number


def _whole_number(text: str) -> int:
    if len(text) > len(str(LARGEST_WHOLE)) + 1 or abs(number := int(text)) > LARGEST_WHOLE:
        raise ValueError(f"{text[:20]} is no number of a take")
    return number


_COLUMNS = (
    "id",
    "made_at",
    "session",
    "cold",
    "story",
    "target_s",
    "time_s",
    "difference_s",
    "time_verdict",
    "words",
    "wpm",
    "articulation_sps",
    "fillers",
    "filler_sounds",
    "filler_words",
    "fillers_per_minute",
    "pauses",
    "longest_pause_s",
    "pitch_sd_semitones",
    "loudness_range_db",
    "covered",
    "required",
    "not_told",
    "starred",
    "note",
    "model",
    "said",
)


def export_csv(attempts: Iterable[Attempt]) -> Iterator[str]:
    """A header and a row for each attempt, its corrections applied; what was not measured is empty."""
    yield _csv_line(_COLUMNS)
    for attempt in attempts:
        report = attempt.report
        duration, pace, fillers, pauses = report.duration, report.pace, report.fillers, report.pauses
        not_told = [item.element for item in report.coverage.items if item.verdict != "covered"]
        yield _csv_line(
            [
                attempt.id,
                attempt.made_at.isoformat(),
                attempt.session,
                int(attempt.cold),
                report.story.name,
                duration.target_s,
                duration.speaking_s,
                duration.difference_s,
                duration.verdict,
                pace.words,
                pace.wpm,
                pace.articulation_sps,
                fillers.sounds + fillers.words,
                fillers.sounds,
                fillers.words,
                fillers.per_minute,
                pauses.count,
                pauses.longest_s,
                report.voice.pitch_sd_semitones,
                report.voice.loudness_range_db,
                report.coverage.covered,
                report.coverage.required,
                " ".join(not_told),
                int(attempt.starred),
                attempt.note,
                report.model.name,
                report.transcript.text,
            ]
        )


def _csv_line(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(_harmless(cell) for cell in cells)
    return line.getvalue()


def _harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula is marked as text, the way spreadsheets do it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def export_markdown(attempts: Iterable[Attempt]) -> Iterator[str]:
    """Every attempt's report, its corrections applied, with its date and note above it."""
    for attempt in attempts:
        yield f"*{title(attempt)}*\n\n"
        if attempt.note:
            yield "".join(f"> {line}\n" for line in attempt.note.splitlines()) + "\n"
        yield report_as_markdown(attempt.report) + "\n"


def title(attempt: Attempt | AttemptSummary) -> str:
    """Attempt 12, Tuesday 24 November 2026, 09:30 (cold)."""
    star = " \u2605" if attempt.starred else ""
    return f"Attempt {attempt.id}, {long_day(attempt.made_at)}, {attempt.made_at:%H:%M}{' (cold)' * attempt.cold}{star}"
