"""The story card: one short prompt for each part, in the speaker's own notes where there are any."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size

from rehearse.facts import Element, Story
from rehearse.ui.widgets.drawn import Drawn, folded, line

_FORMS = ((True, 4), (True, 2), (True, 1), (False, 2), (False, 1))
"""Airy or not, and at most so many lines of a note: a prompt is glanced at, and no part may be missing."""


class StoryCard(Drawn):
    """It takes the first of the forms in which all parts have room."""

    def __init__(self, story: Story, id: str | None = None) -> None:
        super().__init__(id=id)
        self._story = story
        self._room = 0

    def show(self, story: Story) -> None:
        self._story = story
        self.redraw(resized=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._room = container.height
        return super().get_content_height(container, viewport, width)

    def lines(self, width: int) -> list[Content]:
        high = self.app.size.height >= 36
        rows: list[Content] = []
        for airy, most in _FORMS:
            if airy and not high:
                continue
            rows = [
                row
                for number, element in enumerate(self._story.elements, 1)
                for row in _prompt(number, element, width, airy, most)
            ]
            if len(rows) <= self._room:
                return rows
        return [*rows[: self._room - 1], line(("\u2026", "$muted"))]


def _prompt(number: int, element: Element, width: int, airy: bool, most: int) -> list[Content]:
    style = "" if element.required else "$muted"
    mark, room = (f"{number} ", "$accent"), width - 2
    title = element.title or element.id
    if airy:
        below = folded(element.notes or element.question, room, most)
        under = "" if element.notes else "$muted"
        return [line(mark, (title, style)), *(line("  ", (row, under)) for row in below), Content("")]
    # room is scarce: the speaker's own words say more than the title
    first, *more = folded(element.notes or title, room, most)
    return [line(mark, (first, style)), *(line("  ", (row, style)) for row in more)]
