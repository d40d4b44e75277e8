"""Each measure before and after, with its change and whether that is one."""

from __future__ import annotations

from textual.content import Content

from rehearse.report.compare import MeasureChange
from rehearse.report.compare_text import says
from rehearse.ui.widgets.drawn import Drawn, cut, line, wrapped

_LABEL, _VALUE, _UNIT, _CHANGE = 17, 7, 13, 8


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
        sign = "+" if row.change is not None and row.change > 0 else ""
        head = line(
            (f"{mark} ", style),
            (row.label.ljust(_LABEL - 2), "bold" if real else ""),
            (number(row.before).rjust(_VALUE), quiet),
            (" \u2192", "$muted"),
            number(row.after).rjust(_VALUE),
            (f" {row.unit}".ljust(_UNIT), "$muted"),
            ((sign + number(row.change)).rjust(_CHANGE), style if real else quiet),
            "  ",
            (cut(says(row), max(0, width - _LABEL - 2 * _VALUE - _UNIT - _CHANGE - 4)), style if real else "$muted"),
        )
        return [head, *wrapped(row.why, width, "$muted", _LABEL)] if real else [head]


def _mark(row: MeasureChange) -> tuple[str, str]:
    """A shape and a colour: nothing is told by colour alone."""
    if row.verdict != "change":
        return "\u00b7", "$faint"
    return {True: ("\u25b2", "$success"), False: ("\u25bc", "$error"), None: ("\u25c6", "$accent")}[row.better]


def number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
