"""A widget that is drawn line by line from facts: it knows its own width, and so how high it is."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len, set_cell_size
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
    return [line(" " * indent, (row, style)) for row in folded(text, max(8, width - indent))]


def folded(text: str, width: int, most: int | None = None) -> list[str]:
    """A text as lines of at most `width` columns; of more than `most` lines the last ends in an ellipsis."""
    rows = [row.plain for row in Content(" ".join(text.split())).wrap(width)] if text.strip() else []
    return rows if most is None or len(rows) <= most else [*rows[: most - 1], cut(" ".join(rows[most - 1 :]), width)]


def cut(text: str, width: int) -> str:
    """The text, ending in an ellipsis where it is too long. Letters of two columns, as in Chinese, count as two."""
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)).rstrip() + "\u2026"


def fitted(text: str, width: int) -> str:
    """The text in exactly `width` columns: cut, or filled up with spaces."""
    return set_cell_size(cut(text, width), width)
