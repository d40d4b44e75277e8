"""How change is told from noise, on demand."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from rehearse.ui.widgets.key_line import KeyLine


class RuleScreen(ModalScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w,space,enter", "dismiss(None)", "Back"),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("up", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, rule: tuple[str, ...]) -> None:
        super().__init__()
        self._rule = rule

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static("How change is told from noise", classes="question")
            with VerticalScroll(id="rule", can_focus=False):
                yield Static("\n\n".join(self._rule), markup=False)
            yield KeyLine((("\u2191 \u2193", "read on"), ("esc", "back")))

    def action_scroll(self, direction: int) -> None:
        self.query_one("#rule", VerticalScroll).scroll_relative(y=2 * direction, animate=False, immediate=True)
