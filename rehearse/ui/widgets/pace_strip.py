"""Pace over the take: three lanes, above the band, inside it and below it."""

from __future__ import annotations

from textual.content import Content

from rehearse.facts import Report
from rehearse.report.pace_curve import pace_curve
from rehearse.ui.widgets.drawn import Drawn, line

_LABEL = 14


class PaceStrip(Drawn):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def show(self, report: Report) -> None:
        self._report = report
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        low, high = self._report.pace.band
        curve = pace_curve(self._report, width - _LABEL)
        lanes = (
            (f"over {high:g}", [wpm is not None and wpm > high for wpm in curve], "$warning"),
            (f"{low:g} to {high:g}", [wpm is not None and low <= wpm <= high for wpm in curve], "$success"),
            (f"under {low:g}", [wpm is not None and wpm < low for wpm in curve], "$warning"),
        )
        rows = [
            line(
                (label.ljust(_LABEL), "$muted"),
                *(("\u2501" if on else "\u2508", style if on else "$faint") for on in lane),
            )
            for label, lane, style in lanes
        ]
        return [*rows, line(" " * _LABEL, (self._thirds(width - _LABEL), "$muted"))]

    def _thirds(self, width: int) -> str:
        """The pace of each third, under its stretch of the strip."""
        each = width // 3
        return "".join(
            "".center(each) if wpm is None else f"{wpm:.0f} wpm".center(each) for wpm in self._report.pace.thirds
        )
