"""Each measure before and after, with its change and whether that is one."""

from __future__ import annotations

from textual.content import Content

from rehearse.report.compare import MeasureChange, Verdict
from rehearse.report.headline import MARKS
from rehearse.ui.widgets.drawn import Drawn, line, wrapped

_LABEL, _VALUE, _UNIT, _CHANGE = 17, 6, 13, 7

VERDICTS: dict[Verdict, str] = {
    "change": "a real change",
    "noise": "no real change yet",
    "unknown": "not measured",
}


class ChangeTable(Drawn):
    """A real change stands out and says what it rests on; what may be noise stays quiet."""

    def __init__(self, measures: tuple[MeasureChange, ...]) -> None:
        super().__init__()
        self._measures = measures

    def lines(self, width: int) -> list[Content]:
        return [drawn for row in self._measures for drawn in self._row(row, width)]

    def _row(self, row: MeasureChange, width: int) -> list[Content]:
        real = row.verdict == "change"
        mark, style = _mark(row)
        quiet = "" if real else "$muted"
        sign = "+" if row.change is not None and round(row.change, 1) > 0 else ""
        head = line(
            (f"{mark} ", style),
            (row.label.ljust(_LABEL - 2), "bold" if real else ""),
            (number(row.before).rjust(_VALUE), quiet),
            (" \u2192", "$muted"),
            number(row.after).rjust(_VALUE),
            (f" {row.unit}".ljust(_UNIT), "$muted"),
            ((sign + number(row.change)).rjust(_CHANGE), style if real else quiet),
            "  ",
            (VERDICTS[row.verdict], style if real else "$muted"),
        )
        return [head, *wrapped(_which(row) + row.why, width, "$muted", _LABEL)] if real else [head]


def _which(row: MeasureChange) -> str:
    return {True: "for the better: ", False: "for the worse: ", None: ""}[row.better]


def _mark(row: MeasureChange) -> tuple[str, str]:
    """A shape and a colour: nothing is told by colour alone."""
    if row.verdict != "change":
        return "\u00b7", "$faint"
    return {True: (MARKS["good"], "$success"), False: (MARKS["flag"], "$error"), None: ("\u25c6", "$accent")}[
        row.better
    ]


def number(value: float | None) -> str:
    return "-" if value is None else f"{round(value, 1) + 0.0:.1f}"  # no minus before a nought
