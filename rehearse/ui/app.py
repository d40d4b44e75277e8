"""The app: it opens the house, shows the stage, and ends at once when asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.message import Message

from rehearse.facts import Story
from rehearse.ui.background import in_background
from rehearse.ui.backstage import Backstage
from rehearse.ui.messages import Broke, ListenerReady, LostTakesFound, MicrophoneNamed, Refused
from rehearse.ui.screens.help import HelpScreen, keys_of
from rehearse.ui.screens.microphone import MicrophoneScreen
from rehearse.ui.screens.recovered import RecoveredScreen
from rehearse.ui.screens.report import ReportScreen
from rehearse.ui.screens.stage import StageScreen
from rehearse.ui.settings import keep
from rehearse.ui.themes import DARK, LIGHT, theme_named
from rehearse.ui.widgets.clock import FLAT


class RehearseApp(App[None]):
    """`broke` is the error that ended it, where one did."""

    CSS_PATH: ClassVar = ["rehearse.tcss", "history.tcss"]
    TITLE = "rehearse"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-medium"), (120, "-wide")]  # noqa: RUF012 - Textual's own annotation
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (FLAT, "-low"), (36, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "keys", "Every key"),
        Binding("q,ctrl+c,ctrl+q", "leave", "Quit, at once; a take in the making is kept", priority=False),
    ]

    def __init__(self, backstage: Backstage, story: Story) -> None:
        super().__init__()
        self._backstage = backstage
        self.stage = StageScreen(backstage, story)
        self.broke: Exception | None = None
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = theme_named(backstage.settings.theme).name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The stylesheet is read once before any theme is set."""
        return DARK.variables

    def on_mount(self) -> None:
        self.push_screen(self.stage)

    def on_ready(self) -> None:
        """The stage takes keys: now open what is slow."""
        in_background(self, "listener", self._open_listener())
        in_background(self, "microphone", self._name_microphone())
        in_background(self, "lost takes", self._find_lost_takes())
        self.stage.come_home()

    # -- opening the house -----------------------------------------------------------------------------------------

    def _open_listener(self) -> Iterator[Message]:
        self._backstage.parts()
        yield ListenerReady()

    def _name_microphone(self) -> Iterator[Message]:
        yield MicrophoneNamed(self._backstage.microphone_name())

    def _find_lost_takes(self) -> Iterator[Message]:
        takes = self._backstage.lost_takes()
        if takes:
            yield LostTakesFound(takes)

    def on_microphone_named(self, message: MicrophoneNamed) -> None:
        self.stage.name_microphone(message.name)

    def on_refused(self, message: Refused) -> None:
        self.stage.tell(message.error)

    def on_lost_takes_found(self, message: LostTakesFound) -> None:
        def answered(file: str | None) -> None:
            if file is not None:
                self.stage.listen_to(file)

        self.push_screen(RecoveredScreen(self._backstage, message.takes), answered)

    # -- keys that work everywhere ---------------------------------------------------------------------------------

    def action_keys(self) -> None:
        from rehearse.ui.screens.compare import CompareScreen
        from rehearse.ui.screens.history import HistoryScreen
        from rehearse.ui.screens.trends import TrendsScreen

        places: list[tuple[str, type[DOMNode]]] = [
            ("On the stage", StageScreen),
            ("On a report", ReportScreen),
            ("Looking back", HistoryScreen),
            ("Comparing", CompareScreen),
            ("How it goes", TrendsScreen),
            ("Choosing a microphone", MicrophoneScreen),
            ("Everywhere", RehearseApp),
        ]
        places.sort(key=lambda place: not isinstance(self.screen, place[1]))  # where the person is comes first
        self.push_screen(HelpScreen(tuple((title, keys_of(place)) for title, place in places)))

    def action_theme(self) -> None:
        setting = "light" if self.theme == DARK.name else "dark"
        self.theme = theme_named(setting).name
        keep(self, self._backstage, replace(self._backstage.settings, theme=setting))

    def action_leave(self) -> None:
        self._backstage.close()
        self.exit()

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen as SVG. Without the attribute librsvg drops the spaces that a text begins with."""
        picture = super().export_screenshot(title=title, simplify=simplify)
        return picture.replace("<svg ", '<svg xml:space="preserve" ', 1)

    def on_broke(self, message: Broke) -> None:
        self.broke = message.error
        self.action_leave()
