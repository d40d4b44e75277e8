"""The first line of the stage: what is rehearsed, and how long it should take."""

from __future__ import annotations

from textual.content import Content

from rehearse.facts import Story
from rehearse.ui.widgets.drawn import Drawn, fitted, line


class Programme(Drawn):
    def __init__(self, story: Story) -> None:
        super().__init__()
        self._story = story

    def show(self, story: Story) -> None:
        self._story = story
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        target = f"target {self._story.target_s:g} s"
        title = fitted(self._story.title or self._story.name, width - len(target) - 2)
        return [line((title, "bold"), "  ", (target, "$muted"))]
