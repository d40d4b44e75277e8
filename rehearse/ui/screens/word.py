"""What was really said in place of a word."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rehearse.ui.widgets.key_line import KeyLine


class WordScreen(ModalScreen[str | None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Leave it as it is")]

    def __init__(self, heard: str) -> None:
        super().__init__()
        self._heard = heard

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static(f"I heard \u201c{self._heard}\u201d. What did you say?", classes="question", markup=False)
            yield Input(self._heard, compact=True)
            yield KeyLine((("enter", "take it"), ("empty", "there was no word"), ("esc", "leave")))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.dismiss(message.value.strip())
