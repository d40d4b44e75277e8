"""Which story's attempts are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from rehearse.ui.widgets.drawn import fitted
from rehearse.ui.widgets.key_line import KeyLine

_NAME, _COUNT = 40, 8


class StoryScreen(ModalScreen[tuple[str | None] | None]):
    """Dismissed with the story in a tuple, `(None,)` for all of them; None leaves it as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Leave it as it is")]

    def __init__(self, stories: Sequence[tuple[str, int]], now: str | None) -> None:
        super().__init__()
        self._choices: list[tuple[str | None, str, int]] = [(None, "every story", sum(n for _, n in stories))]
        self._choices += [(name, name, count) for name, count in stories]
        self._now = now

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static("Which story?", classes="question")
            lines = (f"{fitted(name, _NAME)}{count:>{_COUNT},}" for _, name, count in self._choices)
            yield OptionList(*lines, compact=True, markup=False)
            yield KeyLine((("\u2191 \u2193", "choose"), ("enter", "show"), ("esc", "leave")))

    def on_mount(self) -> None:
        stories = [story for story, _, _ in self._choices]
        self.query_one(OptionList).highlighted = stories.index(self._now) if self._now in stories else 0

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        self.dismiss((self._choices[message.option_index][0],))
