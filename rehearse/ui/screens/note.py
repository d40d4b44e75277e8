"""A note on an attempt."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from rehearse.ui.widgets.key_line import KeyLine


class NoteScreen(ModalScreen[str | None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Leave it as it is")]

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static("A note on this attempt", classes="question")
            yield Input(self._note, compact=True)
            yield KeyLine((("enter", "keep it"), ("empty", "no note"), ("esc", "leave")))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.dismiss(message.value.strip())
