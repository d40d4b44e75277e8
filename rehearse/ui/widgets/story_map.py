"""The story map: which stretch of the take told which element, and what is missing."""

from __future__ import annotations

from textual.content import Content

from rehearse.facts import CoverageVerdict, ElementVerdict, Report
from rehearse.report.text import VERDICT_WORDS, clock
from rehearse.ui.widgets.drawn import Drawn, fitted, line, wrapped

VERDICT_MARKS: dict[CoverageVerdict, tuple[str, str]] = {
    "covered": ("\u25cf", "$success"),
    "partial": ("\u25d0", "$warning"),
    "missing": ("\u25cb", "$error"),
}
_TITLE, _VERDICT, _WHEN = 22, 10, 5
_INDENT = 4


class StoryMap(Drawn):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def show(self, report: Report) -> None:
        self._report = report
        self.redraw(resized=True)

    def lines(self, width: int) -> list[Content]:
        elements = {element.id: element for element in self._report.story.elements}
        rows: list[Content] = []
        for number, item in enumerate(self._report.coverage.items, 1):
            element = elements[item.element]
            mark, style = VERDICT_MARKS[item.verdict]
            if item.verdict == "missing" and not element.required:
                style = "$muted"
            title = fitted(element.title or element.id, _TITLE - 1) + " "
            told = VERDICT_WORDS[item.verdict].ljust(_VERDICT)
            rows.append(
                line(
                    (f"{number} ", "$muted"),
                    (f"{mark} ", style),
                    title,
                    (told, style),
                    *stretch(item, self._report.take.duration_s, width - _INDENT - _TITLE - _VERDICT - _WHEN),
                    ((clock(item.start) if item.start is not None else "").rjust(_WHEN), "$muted"),
                )
            )
            if item.verdict != "covered" and item.why:
                rows += wrapped(item.why, width, "$muted", _INDENT)
        return rows


def stretch(item: ElementVerdict, total_s: float, width: int) -> list[tuple[str, str]]:
    """The take as a line, thick where this element was told."""
    if item.start is None or item.end is None or total_s <= 0:
        return [("\u2508" * width, "$faint")]
    first = min(width - 1, int(item.start / total_s * width))
    last = min(width, max(first + 1, round(item.end / total_s * width)))
    return [
        ("\u2508" * first, "$faint"),
        ("\u2501" * (last - first), "$accent"),
        ("\u2508" * (width - last), "$faint"),
    ]
