"""How long the pitch should take."""

from __future__ import annotations

import math
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.validation import Number
from textual.widgets import Input, Static

from rehearse.ui.widgets.key_line import KeyLine

SHORTEST_S, LONGEST_S = 5, 600
STEP_S = 5


class TargetScreen(ModalScreen[float | None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave it as it is"),
        Binding("up", f"step({STEP_S})", "Longer"),
        Binding("down", f"step(-{STEP_S})", "Shorter"),
    ]

    def __init__(self, target_s: float) -> None:
        super().__init__()
        self._target_s = target_s

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static("How many seconds?", classes="question")
            yield Input(f"{self._target_s:g}", type="number", validators=[Number(SHORTEST_S, LONGEST_S)], compact=True)
            yield KeyLine((("\u2191 \u2193", "5 s"), ("enter", "take it"), ("esc", "leave")))

    def action_step(self, seconds: int) -> None:
        field = self.query_one(Input)
        now = float(field.value) if field.is_valid else self._target_s
        # to the next multiple, so that 32 becomes 35 and not 37
        steps = math.floor(now / STEP_S) + 1 if seconds > 0 else math.ceil(now / STEP_S) - 1
        field.value = f"{min(LONGEST_S, max(SHORTEST_S, STEP_S * steps)):g}"

    def on_input_submitted(self, message: Input.Submitted) -> None:
        if message.validation_result is None or message.validation_result.is_valid:
            self.dismiss(float(message.value))
