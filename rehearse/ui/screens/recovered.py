"""Takes without a report (a crash, a power cut, a full disk): what was spoken is there, and offered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from rehearse.ui.background import in_background
from rehearse.ui.backstage import Backstage, LostTake
from rehearse.ui.messages import KeptUntold, Recovered, Refused
from rehearse.ui.screens.ask import AskScreen
from rehearse.ui.widgets.key_line import KeyLine

KEYS = (("enter", "listen"), ("k", "keep as it is"), ("d", "delete"), ("esc", "later"))


class RecoveredScreen(ModalScreen[str | None]):
    """Dismissed with the sound file of the take to listen to, None for later."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Later: it is offered again at the next start"),
        Binding("k", "keep", "Keep it without a report: it is not offered again"),
        Binding("d", "delete", "Delete it, after asking"),
    ]

    def __init__(self, backstage: Backstage, takes: Sequence[LostTake]) -> None:
        super().__init__()
        self._backstage = backstage
        self._takes = list(takes)

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static(_question(len(self._takes)), classes="question")
            yield OptionList(*map(_line, self._takes), compact=True)
            yield Static(id="trouble", markup=False)
            yield KeyLine(KEYS)

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        in_background(self, "recovery", self._recover(self._takes[message.option_index]))

    def _recover(self, take: LostTake) -> Iterator[Message]:
        yield Recovered(str(self._backstage.recover(take.path)))

    def on_recovered(self, message: Recovered) -> None:
        self.dismiss(message.path)

    def on_refused(self, message: Refused) -> None:
        self.query_one("#trouble", Static).update(f"{message.error.message} {message.error.hint}")

    def action_keep(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None:
            in_background(self, "recovery", self._keep(self._takes[place]))

    def _keep(self, take: LostTake) -> Iterator[Message]:
        yield KeptUntold(take, self._backstage.keep_untold(take.path))

    def on_kept_untold(self, message: KeptUntold) -> None:
        if message.take in self._takes:  # the key may have been pressed twice
            self.notify(
                f"Whenever you like: rehearse analyze {message.path}",
                title="Kept without a report.",
                timeout=10,
                markup=False,
            )
            self._remove(self._takes.index(message.take))

    def action_delete(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None:
            question = AskScreen("Delete this take for good?", "delete it", "leave it")
            self.app.push_screen(question, lambda yes: self._delete(place) if yes else None)

    def _delete(self, place: int) -> None:
        self._backstage.throw_away(self._takes[place].path)
        self._remove(place)

    def _remove(self, place: int) -> None:
        self._takes.pop(place)
        self.query_one(OptionList).remove_option_at_index(place)
        if not self._takes:
            self.dismiss(None)
        else:
            self.query_one(".question", Static).update(_question(len(self._takes)))


def _question(count: int) -> str:
    return (
        "A take has no report yet. It is still here."
        if count == 1
        else f"{count} takes have no report yet. They are still here."
    )


def _line(take: LostTake) -> str:
    return f"{take.started_at:%A %d %B, %H:%M}   {take.duration_s:.0f} s"
