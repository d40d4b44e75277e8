"""Choosing a microphone: each with its live meter, and a test of two seconds that says what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import OptionList, Static

from rehearse.report.headline import MARKS
from rehearse.ui.backstage import Backstage
from rehearse.ui.messages import Checked, MicrophonesFound, Refused
from rehearse.ui.monitor import Monitor
from rehearse.ui.settings import keep
from rehearse.ui.widgets.key_line import KeyLine
from rehearse.ui.widgets.meter import Meter

PULSE_S = 0.1
KEYS = (("\u2191 \u2193", "choose"), ("enter", "take it"), ("c", "test it"), ("r", "look again"), ("esc", "back"))
ASK_TO_SPEAK = "Say a sentence, as loud as on the call: two seconds."
ROOM = "Between the two marks a voice is heard well."


class MicrophoneScreen(Screen[str | None]):
    """Dismissed with the name of the microphone that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back to the stage"),
        Binding("c", "check", "Test it: two seconds"),
        Binding("r", "look_again", "Look for microphones again"),
    ]

    def __init__(self, backstage: Backstage) -> None:
        super().__init__()
        self._backstage = backstage
        self._monitor = Monitor(self, backstage)
        self._found: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        yield Static("Microphone", id="title")
        with Vertical(id="choice"):
            yield OptionList(id="microphones", compact=True, markup=False)
            yield Static("Looking\u2026", id="verdict", markup=False)
        yield Meter()
        yield KeyLine(KEYS)

    def on_mount(self) -> None:
        self.set_interval(PULSE_S, self._pulse)
        self._monitor.start()

    def on_unmount(self) -> None:
        self._monitor.close()

    def _pulse(self) -> None:
        self.query_one(Meter).peak_dbfs = self._monitor.peak_dbfs

    def on_microphones_found(self, message: MicrophonesFound) -> None:
        self._found = message.microphones
        choices = self.query_one(OptionList)
        choices.clear_options().add_options(self._found)
        if not self._found:
            self._say("There is no microphone. Plug one in, then press r to look again.")
            return
        mine = self._backstage.settings.microphone
        choices.highlighted = list(self._found).index(mine) if mine in self._found else 0
        self._say(ROOM)

    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        microphone = self._found[message.option_index]
        self.query_one(Meter).microphone = microphone
        self._monitor.watch(microphone)

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        name = self._found[message.option_index]
        keep(self, self._backstage, replace(self._backstage.settings, microphone=name))
        self.dismiss(name)

    def action_check(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None and self._found:
            self._say(ASK_TO_SPEAK)
            self._monitor.check(self._found[place])

    def action_look_again(self) -> None:
        self._say("Looking\u2026")
        self._monitor.look_again()

    def on_checked(self, message: Checked) -> None:
        good = message.check.verdict == "good"
        mark = MARKS["good" if good else "flag"]
        self._say(f"{mark} {message.check.message} {message.check.hint}".strip())
        self.query_one("#verdict").set_class(good, "-good")
        self.query_one("#verdict").set_class(not good, "-bad")

    def on_refused(self, message: Refused) -> None:
        self._say(f"{MARKS['flag']} {message.error.message} {message.error.hint}".strip())

    def _say(self, text: str) -> None:
        verdict = self.query_one("#verdict", Static)
        verdict.remove_class("-good", "-bad")
        verdict.update(text)
