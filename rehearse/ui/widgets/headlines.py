"""The four lines a person reads first."""

from __future__ import annotations

from textual.content import Content

from rehearse.facts import Report
from rehearse.report.headline import MARKS, State, headlines
from rehearse.ui.widgets.drawn import Drawn, line, wrapped

STYLES: dict[State, str] = {"good": "$success", "watch": "$warning", "flag": "$error", "unknown": "$muted"}
_LABEL, _VALUE, _BAND = 11, 12, 24


class Headlines(Drawn):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def show(self, report: Report) -> None:
        self._report = report
        self.redraw(resized=True)

    def lines(self, width: int) -> list[Content]:
        rows: list[Content] = []
        for headline in headlines(self._report):
            style = STYLES[headline.state]
            beside = width >= _LABEL + _VALUE + _BAND
            indent = _LABEL + _VALUE if beside else _LABEL
            band = wrapped(headline.band, width - indent, style if headline.state == "flag" else "$muted")
            head = (f"{MARKS[headline.state]}  ", style), headline.label.ljust(_LABEL - 3)
            value = headline.value.ljust(_VALUE)
            rows.append(line(*head, (value, "bold"), band.pop(0) if band and beside else ""))
            rows += [line(" " * indent, more) for more in band]
        return rows
