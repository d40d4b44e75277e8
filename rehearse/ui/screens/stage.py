"""The stage: a clock, a story card, a meter, and silence around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from rehearse.errors import RehearseError
from rehearse.facts import Report, Story
from rehearse.ports import Progress
from rehearse.rehearsal import Kept, ReportReady, TakeReady
from rehearse.speaking import Fell
from rehearse.ui.background import in_background
from rehearse.ui.backstage import Backstage
from rehearse.ui.diary_messages import HomeLineRead
from rehearse.ui.messages import MicrophoneOpen, MicrophoneRefused, Refused, Told
from rehearse.ui.performance import Performance
from rehearse.ui.screens.ask import AskScreen
from rehearse.ui.screens.microphone import MicrophoneScreen
from rehearse.ui.screens.report import ReportScreen
from rehearse.ui.screens.target import TargetScreen
from rehearse.ui.session import Phase, Session
from rehearse.ui.settings import keep
from rehearse.ui.signals import lights
from rehearse.ui.widgets.clock import Clock
from rehearse.ui.widgets.footlights import Footlights
from rehearse.ui.widgets.home_line import HomeLine
from rehearse.ui.widgets.key_line import KeyLine, Keys
from rehearse.ui.widgets.listening_line import ListeningLine
from rehearse.ui.widgets.meter import Meter
from rehearse.ui.widgets.programme import Programme
from rehearse.ui.widgets.story_card import StoryCard

PULSE_S = 0.1
"""How often clock and meter look at the take."""

KEYS: dict[Phase, Keys] = {
    Phase.IDLE: (
        ("space", "begin"),
        ("t", "target"),
        ("h", "story"),
        ("a", "attempts"),
        ("m", "mic"),
        ("?", "keys"),
        ("q", "quit"),
    ),
    Phase.COUNTDOWN: (("space", "not yet"),),
    Phase.WAITING: (("space", "stop"), ("esc", "discard")),
    Phase.SPEAKING: (("space", "stop"), ("esc", "discard")),
    Phase.LISTENING: (("esc", "keep the take, stop listening"), ("q", "quit")),
}
CAPTIONS = {Phase.COUNTDOWN: "breathe in", Phase.WAITING: "speak when you are ready"}
NO_SIGNAL_S = 5.0
"""A microphone that sends nothing but zeros for longer is not waking up: it is muted, or not allowed."""
NO_SIGNAL = "no sound yet: is the microphone muted?\nspace stops; then press m to test it"
NO_ROOM = "The story card needs a larger window."
KEPT = "The take is kept: press l to listen to it again."


class StageScreen(Screen[None]):
    """Where a person stands up and speaks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "start_or_stop", "Begin; while you speak: stop"),
        Binding(
            "escape", "discard", "Discard the take, after asking; while it is being heard: stop listening, keep it"
        ),
        Binding("t", "target", "How long it should take"),
        Binding("h", "story", "Hide the story card, for a cold take, or show it"),
        Binding("m", "microphone", "Choose and test the microphone"),
        Binding("c", "countdown", "Countdown on or off"),
        Binding("l", "listen_again", "Listen to the last take again"),
        Binding("a", "attempts", "Your attempts: look back, compare, see how it goes"),
        Binding("d", "app.theme", "Dark or light"),
    ]

    session: reactive[Session] = reactive(Session)

    def __init__(self, backstage: Backstage, story: Story) -> None:
        super().__init__()
        self.story = story
        self._backstage = backstage
        self._performance = Performance(self, backstage)
        self._report_screen: ReportScreen | None = None
        self._last_file: str | None = None
        self._stopped_listening = False
        self._waited_s = 0.0

    def compose(self) -> ComposeResult:
        yield Programme(self.story)
        yield HomeLine()
        with Horizontal(id="boards"):
            with Vertical(id="wing"):
                yield StoryCard(self.story)
            with Vertical(id="limelight"):
                yield Clock()
                yield Footlights()
                yield Static(id="caption")
                yield ListeningLine()
                yield Static(id="notice", markup=False)  # devices and folders may have brackets in their names
        yield Meter()
        yield KeyLine(KEYS[Phase.IDLE])

    def on_mount(self) -> None:
        self._pulse: Timer = self.set_interval(PULSE_S, self.pulse, pause=True)
        self._countdown: Timer = self.set_interval(1.0, self.tick, pause=True)
        self.add_class("-idle")

    # -- drawing ---------------------------------------------------------------------------------------------------

    def watch_session(self, before: Session, now: Session) -> None:
        if now.phase is Phase.COUNTDOWN:
            self.query_one(Clock).show_count(now.count)
        if before.phase is now.phase:
            return
        self.remove_class(f"-{before.phase.value}")
        self.add_class(f"-{now.phase.value}")
        self.query_one("#caption", Static).update(CAPTIONS.get(now.phase, ""))
        self.query_one(KeyLine).show(KEYS[now.phase])
        if now.phase is Phase.IDLE:
            self._pulse.pause()
            self._countdown.pause()
        else:
            self._pulse.resume()
        if now.phase in (Phase.IDLE, Phase.WAITING):
            self.query_one(Clock).show_seconds(0)
            self.query_one(Footlights).lit = 0
        if now.phase in (Phase.IDLE, Phase.LISTENING):
            self.query_one(Meter).peak_dbfs = None

    def notice(self, text: str) -> None:
        """A sentence, and what to do about it; it stays until the next take."""
        self.query_one("#notice", Static).update(text)

    def tell(self, error: RehearseError) -> None:
        self.notice(f"{error.message} {error.hint}".strip())

    def come_home(self) -> None:
        """Say how it stands with this story."""
        in_background(self, "home line", self._read_home_line(self.story))

    def _read_home_line(self, story: Story) -> Iterator[Message]:
        yield HomeLineRead(self._backstage.diary().home_line(story))

    def on_home_line_read(self, message: HomeLineRead) -> None:
        self.query_one(HomeLine).home = message.home

    def on_refused(self, message: Refused) -> None:
        self.tell(message.error)

    def name_microphone(self, name: str) -> None:
        self.query_one(Meter).microphone = name

    # -- time ------------------------------------------------------------------------------------------------------

    def pulse(self) -> None:
        """Look at the take: its clock, its level."""
        take = self._performance.take
        if self.session.phase is Phase.LISTENING:
            self.query_one(ListeningLine).step += 1
        elif take is not None:
            self.query_one(Meter).peak_dbfs = take.level.peak_dbfs
            seconds = take.clock_s
            if self.session.phase is Phase.WAITING and seconds is None:
                self._wait_for_signal()
            if self.session.on_air and seconds is not None:
                self.session = self.session.signal()
                self.query_one(Clock).show_seconds(seconds)
                self.query_one(Footlights).lit = lights(seconds, self.story.target_s)

    def _wait_for_signal(self) -> None:
        self._waited_s += PULSE_S
        if self._waited_s >= NO_SIGNAL_S:
            self.query_one("#caption", Static).update(NO_SIGNAL)

    def tick(self) -> None:
        """A second of the countdown has passed."""
        self.session = self.session.tick()
        if self.session.phase is not Phase.COUNTDOWN:
            self._countdown.pause()
            self._begin_when_ready()

    # -- a take ----------------------------------------------------------------------------------------------------

    def action_start_or_stop(self) -> None:
        if self.session.phase is Phase.IDLE:
            self.start()
        elif self.session.phase is Phase.COUNTDOWN:
            self._drop()
        elif self.session.on_air:
            self.stop()

    def start(self) -> None:
        """The microphone wakes up while the countdown runs."""
        self.notice("")
        self._stopped_listening = False
        self._waited_s = 0.0
        self.session = self.session.begin(self._backstage.settings.countdown)
        if self.session.phase is Phase.COUNTDOWN:
            self._countdown.reset()
            self._countdown.resume()
        self._performance.wake(self.session.run)

    def on_microphone_open(self, message: MicrophoneOpen) -> None:
        if self._performance.awake(message):
            self.session = self.session.microphone_awake()
            self._begin_when_ready()

    def on_microphone_refused(self, message: MicrophoneRefused) -> None:
        if message.run == self.session.run and self.session.phase is not Phase.IDLE:
            self.session = self.session.rest()
            self.tell(message.error)

    def _begin_when_ready(self) -> None:
        if self.session.begins_now:
            self._performance.begin(self.story)

    def stop(self) -> None:
        if self._performance.take is None:  # the microphone has not even opened
            self._drop()
            return
        self._performance.stop()
        self._now_listening()

    def _now_listening(self) -> None:
        self.session = self.session.stop()
        self.query_one(ListeningLine).progress = Progress("listening")

    def on_told(self, message: Told) -> None:
        if message.run != self.session.run:
            return
        match message.event:
            case TakeReady(take):
                self._last_file = take.file
                if self.session.on_air:  # the microphone ended it, not the person
                    self._now_listening()
            case Progress() as progress:
                self.query_one(ListeningLine).progress = progress
            case ReportReady(report):
                self._show(report)
            case Kept(attempt):
                if self._report_screen is not None:
                    self._report_screen.kept(attempt)
            case Fell() as fell:
                self._fell(fell)

    def _show(self, report: Report) -> None:
        self._last_file = report.take.file
        self.session = self.session.rest()
        self._report_screen = ReportScreen(self._backstage, report)
        self.app.push_screen(self._report_screen, self._after_report)

    def _after_report(self, wish: str | None) -> None:
        self.come_home()
        if wish == "next":
            self.start()

    def _fell(self, fell: Fell) -> None:
        if fell.report is not None:  # told already, but it could not be kept
            self.app.notify(fell.error.hint, title=fell.error.message, severity="error", timeout=20, markup=False)
            return
        if self.session.phase is Phase.IDLE:
            return
        notes = self._performance.take.notes if self._performance.take is not None else ()
        kept = fell.take.file if fell.take is not None else None
        self._last_file = kept or self._last_file
        self.session = self.session.rest()
        if self._stopped_listening:
            self.notice(KEPT)
        else:
            parts = (*notes, fell.error.message, fell.error.hint, KEPT if kept else "")
            self.notice(" ".join(part for part in parts if part))

    def listen_to(self, file: str) -> None:
        """Listen to a take that lies on disk."""
        if self.session.phase is Phase.IDLE:
            self.notice("")
            self._last_file, self._stopped_listening = file, False
            self.session = self.session.hear()
            self.query_one(ListeningLine).progress = Progress("listening")
            self._performance.listen(self.session.run, file, self.story)

    def action_listen_again(self) -> None:
        if self._last_file is not None:
            self.listen_to(self._last_file)

    # -- leaving a take --------------------------------------------------------------------------------------------

    def action_discard(self) -> None:
        if self.session.phase is Phase.COUNTDOWN:
            self._drop()
        elif self.session.on_air:
            run = self.session.run
            question = AskScreen("Discard this take?", "discard it", "go on speaking")
            self.app.push_screen(question, lambda yes: self._discard(run) if yes else None)
        elif self.session.phase is Phase.LISTENING:
            self._stopped_listening = True
            self._backstage.stop_listening()

    def _discard(self, run: int) -> None:
        if self.session.run == run and self.session.on_air:
            self._drop()
            self.notice("Discarded.")

    def _drop(self) -> None:
        self._performance.discard()
        self.session = self.session.rest()

    # -- around a take ---------------------------------------------------------------------------------------------

    def action_story(self) -> None:
        if self.has_class("-narrow") or self.has_class("-flat"):
            self.notice(NO_ROOM)
        else:
            self.query_one("#wing").toggle_class("-hidden")

    def action_countdown(self) -> None:
        if self.session.phase is Phase.IDLE:
            settings = replace(self._backstage.settings, countdown=not self._backstage.settings.countdown)
            keep(self, self._backstage, settings)
            self.notice("Countdown on." if settings.countdown else "No countdown.")

    def action_target(self) -> None:
        if self.session.phase is Phase.IDLE:
            self.app.push_screen(TargetScreen(self.story.target_s), self._aim)

    def _aim(self, target_s: float | None) -> None:
        if target_s is not None:
            self.story = replace(self.story, target_s=target_s)
            self.query_one(Programme).show(self.story)

    def action_attempts(self) -> None:
        if self.session.phase is Phase.IDLE:
            from rehearse.ui.screens.history import HistoryScreen  # the stage opens without it

            self.app.push_screen(HistoryScreen(self._backstage), self._after_report)

    def action_microphone(self) -> None:
        if self.session.phase is Phase.IDLE:
            self.app.push_screen(MicrophoneScreen(self._backstage), self._take_microphone)

    def _take_microphone(self, name: str | None) -> None:
        if name is not None:
            self.name_microphone(name)
