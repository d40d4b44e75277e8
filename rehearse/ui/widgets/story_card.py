"""The story card: one short prompt for each part, in the speaker's own notes where there are any."""

from __future__ import annotations

from textual.content import Content

from rehearse.facts import Element, Story
from rehearse.ui.widgets.drawn import Drawn, line, wrapped

_NOTE_LINES = 2
"""A prompt is glanced at, not read out: a longer note is cut."""


class StoryCard(Drawn):
    def __init__(self, story: Story, id: str | None = None) -> None:
        super().__init__(id=id)
        self._story = story

    def show(self, story: Story) -> None:
        self._story = story
        self.redraw(resized=True)

    def lines(self, width: int) -> list[Content]:
        airy = self.app.size.height >= 36
        rows: list[Content] = []
        for number, element in enumerate(self._story.elements, 1):
            rows += self._prompt(number, element, width, airy)
        return rows

    def _prompt(self, number: int, element: Element, width: int, airy: bool) -> list[Content]:
        style = "" if element.required else "$muted"
        head = line((f"{number} ", "$accent"), (element.title or element.id, style))
        below = element.notes or (element.question if airy else "")
        under = wrapped(below, width - 2, "$muted" if not element.notes else "", 2)[: _NOTE_LINES if not airy else 4]
        if element.notes and not airy:
            # room is scarce: the speaker's own words say more than the title
            first = wrapped(element.notes, width - 2, style)[:_NOTE_LINES]
            return [line((f"{number} ", "$accent"), first[0]), *(line("  ", more) for more in first[1:])]
        return [head, *under, *([Content("")] if airy else [])]
