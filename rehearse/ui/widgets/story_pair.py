"""The story map of two takes side by side: where each told each element, and what is missing."""

from __future__ import annotations

from textual.content import Content

from rehearse.facts import Report
from rehearse.report.compare import ElementPair
from rehearse.report.text import VERDICT_WORDS
from rehearse.ui.widgets.drawn import Drawn, fitted, line
from rehearse.ui.widgets.story_map import VERDICT_MARKS, stretch

_TITLE, _VERDICT, _GAP = 22, 10, 3


class StoryPair(Drawn):
    def __init__(self, pairs: tuple[ElementPair, ...], before: Report, after: Report) -> None:
        super().__init__()
        self._pairs, self._before, self._after = pairs, before, after

    def lines(self, width: int) -> list[Content]:
        each = (width - _TITLE - _GAP) // 2
        heads = " " * _TITLE, "before".ljust(each + _GAP), "after"
        rows = [line(("".join(heads), "$muted"))]
        for pair in self._pairs:
            title = fitted(pair.title, _TITLE - 2) + "  "
            style = "bold" if pair.before != pair.after else ""
            was = self._side(pair.element, self._before, each)
            rows.append(line((title, style), *was, " " * _GAP, *self._side(pair.element, self._after, each)))
        return rows

    def _side(self, element: str, report: Report, width: int) -> list[tuple[str, str]]:
        item = next((item for item in report.coverage.items if item.element == element), None)
        if item is None:
            return [("not asked".ljust(width), "$muted")]
        mark, style = VERDICT_MARKS[item.verdict]
        told = (f"{mark} ", style), (VERDICT_WORDS[item.verdict].ljust(_VERDICT), style)
        return [*told, *stretch(item, report.take.duration_s, width - _VERDICT - 2)]
