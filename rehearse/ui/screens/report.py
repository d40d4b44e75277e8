"""The report: what a person reads while they breathe out, walks through, and sets right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from rehearse.corrections import element_correction, filler_correction, places, toggled
from rehearse.facts import Attempt, Correction, Report
from rehearse.report.marked import marked
from rehearse.ui.background import in_background
from rehearse.ui.backstage import Backstage
from rehearse.ui.diary_messages import ComparedRead
from rehearse.ui.messages import Learned, PlayingEnded, Refused
from rehearse.ui.player import Player
from rehearse.ui.screens.word import WordScreen
from rehearse.ui.widgets.advice_card import AdviceCard
from rehearse.ui.widgets.headlines import Headlines
from rehearse.ui.widgets.key_line import KeyLine
from rehearse.ui.widgets.mark_line import MarkLine, learned, told
from rehearse.ui.widgets.pace_strip import PaceStrip
from rehearse.ui.widgets.story_map import StoryMap
from rehearse.ui.widgets.transcript import Transcript

LEAD_IN_S = 0.3
"""Playing starts this much before a mark: a filler alone cannot be judged."""

UNHEARD = "um"
KEYS = (
    ("r", "next take"),
    ("\u2190 \u2192", "marks"),
    ("p", "play"),
    ("f", "filler or not"),
    ("?", "keys"),
    ("esc", "back"),
)


class ReportScreen(Screen[str | None]):
    """Dismissed with "next" where the next take shall begin at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "dismiss('next')", "The next take, at once"),
        Binding("escape", "leave", "Back"),
        Binding("right", "walk(1)", "Next mark"),
        Binding("left", "walk(-1)", "Previous mark"),
        Binding("shift+right,full_stop", "step(1)", "Next word"),
        Binding("shift+left,comma", "step(-1)", "Previous word"),
        Binding("p", "play", "Play from the mark; again: stop"),
        Binding("f", "filler", "This is a filler, or is none"),
        Binding("a", "unheard", "There is an um after this word that was not heard"),
        Binding("e", "word", "Correct this word"),
        *(Binding(str(n), f"element({n})", "This part was told, or was not", show=n == 1) for n in range(1, 10)),
        Binding("u", "undo", "Take back the last correction"),
        Binding("c", "compare", "Compare it with your usual"),
        Binding("down", "scroll(1)", "Down"),
        Binding("up", "scroll(-1)", "Up"),
        Binding("pagedown", "page(1)", "A page down", show=False),
        Binding("pageup", "page(-1)", "A page up", show=False),
        Binding("end", "end(1)", "To the end", show=False),
        Binding("home", "end(-1)", "To the top", show=False),
        Binding("d", "app.theme", "Dark or light"),
    ]

    def __init__(self, backstage: Backstage, report: Report, attempt: Attempt | None = None) -> None:
        """A report as it was heard; with the attempt it is kept as, where it is kept already."""
        super().__init__()
        self._backstage = backstage
        self._heard = report
        self._attempt = attempt
        self._corrections: tuple[Correction, ...] = attempt.corrections if attempt is not None else ()
        self._player = Player(self, backstage)
        self.report = backstage.corrected(report, self._corrections) if self._corrections else report
        """As it stands now, corrections applied."""

    def compose(self) -> ComposeResult:
        report = self.report
        with VerticalScroll(id="page", can_focus=False):
            yield Static(_title(report), id="title", markup=False)
            with Horizontal(id="above"):
                yield Headlines(report)
                with Vertical(classes="section", id="advice"):
                    yield Static("Work on this next", classes="heading")
                    yield AdviceCard(report.advice)
            if report.notes:
                yield Static("\n".join(report.notes), id="notes", markup=False)
            with Horizontal(id="below"):
                with Vertical(classes="section", id="said"):
                    yield Static("What you said", classes="heading")
                    yield Transcript(marked(report))
                with Vertical(id="maps"):
                    with Vertical(classes="section"):
                        yield Static("Your story", classes="heading")
                        yield StoryMap(report)
                    with Vertical(classes="section"):
                        yield Static("Pace over the take", classes="heading")
                        yield PaceStrip(report)
        yield MarkLine()
        yield KeyLine(KEYS)

    def kept(self, attempt: Attempt) -> None:
        """The attempt is in the store; corrections made meanwhile go there too."""
        self._attempt = attempt
        if attempt.corrections:
            # a take heard once more: what was set right in it still holds (and is drawn once there is a screen)
            self.call_later(self._apply, (*attempt.corrections, *self._corrections))
        else:
            self._keep_corrections()

    # -- walking and playing ---------------------------------------------------------------------------------------

    def action_walk(self, step: int) -> None:
        self.query_one(Transcript).walk(step, marks_only=True)

    def action_step(self, step: int) -> None:
        self.query_one(Transcript).walk(step, marks_only=False)

    def on_transcript_walked(self, message: Transcript.Walked) -> None:
        self._tell_mark()
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        page, transcript = self.query_one("#page", VerticalScroll), self.query_one(Transcript)
        mark = transcript.cursor_region()
        # by its place in the page: the one on the screen is as of the last drawing, and the page may have moved since
        within = takewhile(lambda widget: widget is not page, transcript.ancestors_with_self)
        top = sum(widget.virtual_region.y for widget in within if isinstance(widget, Widget))
        page.scroll_to_region(Region(0, top + mark.y, 1, mark.height), animate=False, immediate=True)

    def action_scroll(self, direction: int) -> None:
        self._scroll(2 * direction)

    def action_page(self, direction: int) -> None:
        self._scroll(direction * (self.query_one("#page").size.height - 2))

    def action_end(self, direction: int) -> None:
        self._scroll(direction * self.query_one("#page").virtual_size.height)

    def _scroll(self, lines: int) -> None:
        # at once: put off until the next drawing, every press of a quick finger would start from where the first did
        self.query_one("#page", VerticalScroll).scroll_relative(y=lines, animate=False, immediate=True)

    def action_play(self) -> None:
        at = self.query_one(Transcript).at
        if self._player.playing:
            self._player.stop()
        elif self.report.take.file is None:
            self._say("There is no sound of this take.")
        else:
            self._player.play(self.report.take.file, max(0.0, at.start - LEAD_IN_S) if at is not None else 0.0)
            self._tell_mark()

    def on_playing_ended(self, message: PlayingEnded) -> None:
        self._player.ended()
        self._tell_mark()

    def on_refused(self, message: Refused) -> None:
        self._player.ended()
        self._say(f"{message.error.message} {message.error.hint}".strip())

    def action_compare(self) -> None:
        if self._attempt is not None:
            in_background(self, "compare", self._compare(self._attempt.id))

    def _compare(self, attempt: int) -> Iterator[Message]:
        yield ComparedRead(self._backstage.diary().compared(attempt, None))

    def on_compared_read(self, message: ComparedRead) -> None:
        from rehearse.ui.screens.compare import NO_USUAL, CompareScreen  # the stage opens without it

        if message.compared is None:
            self._say(NO_USUAL)
        else:
            self.app.push_screen(CompareScreen(self._backstage, message.compared))

    def action_leave(self) -> None:
        self._player.stop()
        self.dismiss(None)

    def on_unmount(self) -> None:
        self._player.stop()

    # -- setting right ---------------------------------------------------------------------------------------------

    def action_filler(self) -> None:
        place = self._place()
        if place is not None:
            self._correct(filler_correction(self._heard, self.report, place))

    def action_unheard(self) -> None:
        place = self._place()
        if place is not None:
            self._correct(Correction("filler_added", word=place, text=UNHEARD))

    def action_word(self) -> None:
        place = self._place()
        if place is None:
            return

        def said(text: str | None) -> None:
            if text is not None:
                self._correct(Correction("word", word=place, text=text))

        self.app.push_screen(WordScreen(self._heard.transcript.words[place].text), said)

    def action_element(self, number: int) -> None:
        items = self.report.coverage.items
        if number <= len(items):
            self._correct(element_correction(self.report, items[number - 1].element))

    def action_undo(self) -> None:
        self._apply(self._corrections[:-1])

    def _place(self) -> int | None:
        """The word under the cursor, as it was heard."""
        at = self.query_one(Transcript).at
        if at is None or at.index is None:
            self._say("Walk to a word first: shift and the arrow keys.")
            return None
        return places(self._heard, self._corrections)[at.index]

    def _correct(self, correction: Correction) -> None:
        self._apply(toggled(self._corrections, correction))

    def _apply(self, corrections: tuple[Correction, ...]) -> None:
        self._corrections = corrections
        self.report = report = self._backstage.corrected(self._heard, corrections)
        self.query_one(Headlines).show(report)
        self.query_one(AdviceCard).show(report.advice)
        transcript = self.query_one(Transcript)
        transcript.show(marked(report))
        self.query_one(StoryMap).show(report)
        self.query_one(PaceStrip).show(report)
        count = len(corrections)
        self._tell_mark(f"{count} correction{'s' if count != 1 else ''}, u takes the last one back. " if count else "")
        self._keep_corrections()

    def _keep_corrections(self) -> None:
        if self._attempt is not None and self._attempt.corrections != self._corrections:
            in_background(self, "corrections", self._kept(self._attempt, self._corrections))
            self._attempt = replace(self._attempt, corrections=self._corrections)

    def _kept(self, attempt: Attempt, corrections: tuple[Correction, ...]) -> Iterator[Message]:
        yield Learned(self._backstage.keep_corrections(attempt, corrections))

    def on_learned(self, message: Learned) -> None:
        last = self._corrections[-1] if self._corrections else None
        if last is not None and last.kind in ("element_told", "element_untold"):
            title = next(one.title for one in self._heard.story.elements if one.id == last.element)
            lesson = next((one for one in message.lessons if one.element == last.element), None)
            self._say(learned(title, lesson))

    def _tell_mark(self, before: str = "") -> None:
        at = self.query_one(Transcript).at
        playing = "Playing, p stops. " if self._player.playing else ""
        self._say(playing + before + (told(at, self.report) if at is not None else ""))

    def _say(self, text: str) -> None:
        self.query_one(MarkLine).text = text


def _title(report: Report) -> str:
    when = report.take.recorded_at
    title = report.story.title or report.story.name
    return f"{title}, {when:%A %d %B, %H:%M}" if when is not None else title
