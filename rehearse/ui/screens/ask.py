"""One question, yes or no."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from rehearse.ui.widgets.key_line import KeyLine


class AskScreen(ModalScreen[bool]):
    """Enter answers nothing: what is asked about cannot be taken back, and a hurried key must not do it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Yes"),
        Binding("n,escape", "dismiss(False)", "No"),
    ]

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static(self._question, classes="question")
            yield KeyLine((("y", self._yes), ("esc", self._no)))
