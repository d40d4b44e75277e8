"""A widget that is drawn line by line from facts: it knows its own width, and so how high it is."""

from __future__ import annotations

import textwrap
from typing import Any

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget


class Drawn(Widget):
    """Subclasses draw in `lines`. Call `redraw` when the facts have changed."""

    def lines(self, width: int) -> list[Content]:
        raise NotImplementedError

    def render(self) -> Content:
        return Content("\n").join(self.lines(self.content_size.width))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width))

    def redraw(self, *, resized: bool = False) -> None:
        self.refresh(layout=resized)


def line(*parts: Any) -> Content:
    """One line from texts and (text, style) pairs."""
    return Content.assemble(*parts)


def wrapped(text: str, width: int, style: str = "", indent: int = 0) -> list[Content]:
    """A text as lines of at most `width` columns, each pushed in by `indent`."""
    room = max(8, width - indent)
    return [line(" " * indent, (row, style)) for row in textwrap.wrap(text, room, break_on_hyphens=False)]


def cut(text: str, width: int) -> str:
    """The text, ending in an ellipsis where it is too long."""
    return text if len(text) <= width else text[: max(0, width - 1)].rstrip() + "\u2026"
