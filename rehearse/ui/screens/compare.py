"""Two takes side by side: what changed, what is only noise, which words, which parts of the story."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from rehearse.facts import Attempt, Report
from rehearse.report.dates import short_day
from rehearse.report.wordings import Wordings
from rehearse.report.wordings_text import WORDING_RULE, share_says
from rehearse.ui.backstage import Backstage
from rehearse.ui.diary import Compared
from rehearse.ui.messages import PlayingEnded, Refused
from rehearse.ui.player import Player
from rehearse.ui.screens.rule import RuleScreen
from rehearse.ui.widgets.aligned_words import BRACKETS, STYLES, AlignedWords
from rehearse.ui.widgets.change_table import ChangeTable
from rehearse.ui.widgets.drawn import Drawn, line, wrapped
from rehearse.ui.widgets.key_line import KeyLine
from rehearse.ui.widgets.section import Section
from rehearse.ui.widgets.story_pair import StoryPair
from rehearse.ui.widgets.title_line import TitleLine

KEYS = (
    ("\u2191 \u2193", "read on"),
    ("p", "play after"),
    ("P", "play before"),
    ("w", "rule"),
    ("?", "keys"),
    ("esc", "back"),
)
NO_USUAL = "This is the first take of its story: there is no usual to hold it against yet."
NO_SOUND = "There is no sound of this take."
PHRASES = 3


class CompareScreen(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "play(True)", "Play the later take; again: stop"),
        Binding("P", "play(False)", "Play the earlier take; again: stop"),
        Binding("w", "rule", "How change is told from noise"),
        Binding("down,j", "scroll(2)", "Down"),
        Binding("up,k", "scroll(-2)", "Up"),
        Binding("pagedown", "page(1)", "A page down"),
        Binding("pageup", "page(-1)", "A page up"),
        Binding("escape", "leave", "Back"),
    ]

    def __init__(self, backstage: Backstage, compared: Compared) -> None:
        super().__init__()
        self._compared = compared
        self._player = Player(self, backstage)

    def compose(self) -> ComposeResult:
        compared = self._compared
        found, before, after = compared.comparison, compared.before, compared.after
        plain = self.app.no_color
        with VerticalScroll(id="page", can_focus=False):
            yield TitleLine(_title(compared), after.report.story.title or after.report.story.name)
            with Horizontal(id="above"):
                yield Section("Before \u2192 after", ChangeTable(found.measures), id="changes")
                yield Section("Learned by heart?", ByHeart(compared.wordings, after.report), id="by-heart")
            with Horizontal(id="below"):
                with Vertical(id="said"):
                    yield Section(
                        "What you said", Static(_legend(plain), id="legend"), AlignedWords(found.words, plain)
                    )
                with Vertical(id="maps"):
                    yield Section("Your story", StoryPair(found.story, before.report, after.report))
        yield Static(id="remark", markup=False)
        yield KeyLine(KEYS)

    def action_play(self, after: bool) -> None:
        attempt = self._compared.after if after else self._compared.before
        if self._player.playing:
            self._player.stop()
        elif attempt.report.take.file is None:
            self._say(NO_SOUND)
        else:
            self._player.play(attempt.report.take.file, 0.0)
            self._say(f"Playing {when(attempt)}. Press {'p' if after else 'P'} to stop.")

    def on_playing_ended(self, message: PlayingEnded) -> None:
        self._player.ended()
        self._say("")

    def on_refused(self, message: Refused) -> None:
        self._player.ended()
        self._say(f"{message.error.message} {message.error.hint}".strip())

    def action_rule(self) -> None:
        self.app.push_screen(RuleScreen((*self._compared.comparison.rule, WORDING_RULE)))

    def action_scroll(self, lines: int) -> None:
        self.query_one("#page", VerticalScroll).scroll_relative(y=lines, animate=False, immediate=True)

    def action_page(self, direction: int) -> None:
        page = self.query_one("#page", VerticalScroll)
        page.scroll_relative(y=direction * (page.size.height - 2), animate=False, immediate=True)

    def action_leave(self) -> None:
        self._player.stop()
        self.dismiss(None)

    def on_unmount(self) -> None:
        self._player.stop()

    def _say(self, text: str) -> None:
        self.query_one("#remark", Static).update(text)


class ByHeart(Drawn):
    """How much of the wording comes back, the phrases that always do, and the facts that stay."""

    def __init__(self, found: Wordings, latest: Report) -> None:
        super().__init__()
        self._found, self._latest = found, latest

    def lines(self, width: int) -> list[Content]:
        rows = wrapped(share_says(self._found), width)
        for phrase in self._found.phrases[:PHRASES]:
            rows += wrapped(f"always: \u201c{phrase}\u201d", width, "$muted", 2)
        titles = {element.id: element.title.lower() for element in self._latest.story.elements}
        if self._found.takes > 1 and self._found.told:
            told = ", ".join(titles.get(element, element) for element in self._found.told)
            rows += wrapped(f"told in every one of them: {told}", width, "$muted", 2)
        return rows


def when(attempt: Attempt) -> str:
    """#12, 24 Nov, 09:30"""
    return f"#{attempt.id}, {short_day(attempt.made_at)}, {attempt.made_at:%H:%M}"


def _title(compared: Compared) -> str:
    found, before, after = compared.comparison, compared.before, compared.after
    against = when(before) if found.before == f"attempt {before.id}" else "your usual"
    return f"{when(after)}  against  {against}"


def _legend(bracketed: bool) -> Content:
    before, after = BRACKETS["dropped"] if bracketed else ("", "")
    came, in_ = BRACKETS["came_in"] if bracketed else ("", "")
    return line((f"{before}dropped{after}", STYLES["dropped"]), "   ", (f"{came}came in{in_}", STYLES["came_in"]))
