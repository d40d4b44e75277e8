"""The first line of a screen: what it is, and quietly at its end what it shows."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from rehearse.ui.widgets.drawn import Drawn, cut, fitted, line


class TitleLine(Drawn):
    aside: reactive[str] = reactive("")

    def __init__(self, title: str, aside: str = "") -> None:
        super().__init__()
        self._title = title
        self.set_reactive(TitleLine.aside, aside)

    def lines(self, width: int) -> list[Content]:
        title = cut(self._title, width)
        aside = cut(self.aside, max(0, width - cell_len(title) - 2))
        return [line((fitted(title, width - cell_len(aside)), "bold"), (aside, "$muted"))]
