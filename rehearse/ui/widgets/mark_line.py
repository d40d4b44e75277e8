"""What stands under the cursor, in words: one line, two where it takes them."""

from __future__ import annotations

from textwrap import shorten

from textual.content import Content
from textual.reactive import reactive

from rehearse.facts import Filler, Lesson, Report
from rehearse.report.marked import Piece
from rehearse.report.text import clock
from rehearse.ui.widgets.drawn import Drawn, folded, line

AT_FIRST = "The arrow keys walk the marks."
MOST = 2
SHOWN = 72
"""So many characters of a sentence are shown."""


def told(piece: Piece, report: Report) -> str:
    """One line about a mark: what it is, when, and why."""
    when = clock(piece.start)
    if piece.kind in ("pause", "long_pause"):
        place = next((pause.at for pause in report.pauses.items if pause.start == piece.start), "boundary")
        return f"{piece.text} of silence at {when}, " + (
            "between thoughts" if place == "boundary" else "inside a clause"
        )
    filler = _filler(piece, report)
    if filler is not None:
        kind = filler.kind.replace("_", " ")
        return f"\u201c{filler.text}\u201d at {when}, a {kind}, {filler.certainty}: {filler.reason}"
    return f"\u201c{piece.text}\u201d at {when}"


def learned(title: str, lesson: Lesson | None) -> str:
    """What overruling the verdict on the part with this title taught."""
    if lesson is None:
        return f"As you say. No sentence here comes near \u201c{title}\u201d, so other takes are judged as before."
    sentence = shorten(lesson.sentence, SHOWN, placeholder="\u2026")
    counts = "counts" if lesson.told else "does not count"
    return f"From now on \u201c{sentence}\u201d {counts} as \u201c{title}\u201d. u takes it back."


def _filler(piece: Piece, report: Report) -> Filler | None:
    middle = (piece.start + piece.end) / 2
    # a filler sound may lie over the word beside it
    items = (item for item in report.fillers.items if item.kind == piece.kind)
    return next((item for item in items if item.start <= middle <= item.end), None)


class MarkLine(Drawn):
    text: reactive[str] = reactive(AT_FIRST, layout=True)

    def lines(self, width: int) -> list[Content]:
        style = "$muted" if self.text == AT_FIRST else ""
        return [line((row, style)) for row in folded(self.text, width, MOST)] or [line("")]
