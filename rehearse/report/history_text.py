"""A list of attempts as plain text, by session, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rehearse.facts import AttemptSummary
from rehearse.report.dates import long_day


def history_as_text(rows: Sequence[AttemptSummary]) -> str:
    """One line for each attempt under a line for its session, ending in a newline; empty for no rows."""
    return "".join(f"{line.rstrip()}\n" for line in _lines(rows))


def attempt_line(row: AttemptSummary) -> str:
    """#12   09:30  cold  networking    44.2 s  152 wpm   3 fillers  4 of 5  ★ a note"""
    pace = f"{row.wpm:.0f} wpm" if row.wpm is not None else "- wpm"
    fillers = f"{row.fillers} filler{'s' if row.fillers != 1 else ' '}"
    marks = " ".join(filter(None, ["★" * row.starred, "" if row.has_sound else "(no sound)", _first_line(row.note)]))
    return (
        f"{f'#{row.id}':<7}{row.made_at:%H:%M}  {'cold' if row.cold else '':<5} {row.story:<16}"
        f"{row.time_s:>6.1f} s {pace:>8} {fillers:>10} {f'{row.covered} of {row.required}':>8}  {marks}"
    )


def _lines(rows: Sequence[AttemptSummary]) -> Iterator[str]:
    heading = None
    for row in rows:
        of_row = (row.session, row.made_at.date())
        if of_row != heading:
            if heading is not None:
                yield ""
            yield f"{long_day(row.made_at)}, session {row.session}"
            heading = of_row
        yield f"  {attempt_line(row)}"


def _first_line(note: str) -> str:
    return note.strip().partition("\n")[0]
