"""A heading with what stands under it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static


class Section(Vertical):
    def __init__(self, heading: str, *below: Widget, id: str | None = None) -> None:
        super().__init__(classes="section", id=id)
        self._heading, self._below = heading, below

    def compose(self) -> ComposeResult:
        yield Static(self._heading, classes="heading")
        yield from self._below
