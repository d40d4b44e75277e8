"""The first line of a screen: what it is, and quietly at its end what it shows."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from rehearse.ui.widgets.drawn import Drawn, cut, line


class TitleLine(Drawn):
    aside: reactive[str] = reactive("")

    def __init__(self, title: str, aside: str = "") -> None:
        super().__init__()
        self._title = title
        self.set_reactive(TitleLine.aside, aside)

    def lines(self, width: int) -> list[Content]:
        title = cut(self._title, width)
        aside = cut(self.aside, max(0, width - len(title) - 2))
        return [line((title, "bold"), " " * (width - len(title) - len(aside)), (aside, "$muted"))]
