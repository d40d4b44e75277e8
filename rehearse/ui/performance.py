"""The take at hand, and the background work on it. What happens is posted to the screen that owns it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.dom import DOMNode
from textual.message import Message

from rehearse.errors import RehearseError
from rehearse.facts import Story
from rehearse.rehearsal import ReportReady, rehearse
from rehearse.speaking import Fell, LateStore, speak
from rehearse.ui.background import in_background
from rehearse.ui.backstage import Backstage, LiveTake
from rehearse.ui.messages import MicrophoneOpen, MicrophoneRefused, Told


class Performance:
    """One take after the other; each has the number `run` that its messages carry."""

    def __init__(self, owner: DOMNode, backstage: Backstage) -> None:
        self._owner, self._backstage = owner, backstage
        self._discarded: set[int] = set()
        self.run = 0
        self.take: LiveTake | None = None

    def wake(self, run: int) -> None:
        """Open the microphone for take `run`: answered by MicrophoneOpen or MicrophoneRefused."""
        self.run, self.take = run, None
        in_background(self._owner, "microphone", self._open(run), lambda error: MicrophoneRefused(run, error))

    def awake(self, message: MicrophoneOpen) -> bool:
        """Whether the microphone that opened is still wanted; else it is closed again."""
        if message.run != self.run or message.run in self._discarded:
            message.take.discard()
            return False
        self.take = message.take
        return True

    def begin(self, story: Story) -> None:
        """Record and listen: answered by Told, again and again."""
        if self.take is not None:
            in_background(self._owner, "take", self._speak(self.run, self.take, story))

    def listen(self, run: int, path: str, story: Story) -> None:
        """Listen to a take that lies on disk: answered by Told, again and again."""
        self.run, self.take = run, None
        in_background(self._owner, "take", self._hear(run, path, story))

    def stop(self) -> None:
        if self.take is not None:
            self.take.stop()

    def discard(self) -> None:
        self._discarded.add(self.run)
        if self.take is not None:
            self.take.discard()
        self.take = None

    def _open(self, run: int) -> Iterator[Message]:
        take = self._backstage.live_take()
        take.open()
        yield MicrophoneOpen(run, take)

    def _speak(self, run: int, take: LiveTake, story: Story) -> Iterator[Message]:
        discarded = lambda: run in self._discarded  # noqa: E731
        for event in speak(take, story, self._backstage.parts, self._backstage.store, discarded):
            yield Told(run, event)

    def _hear(self, run: int, path: str, story: Story) -> Iterator[Message]:
        source = self._backstage.kept_take(path)
        report = None
        try:
            for event in rehearse(source, story, self._backstage.parts(), LateStore(self._backstage.store)):
                report = event.report if isinstance(event, ReportReady) else report
                yield Told(run, event)
        except RehearseError as error:
            yield Told(run, Fell(error, report=report))
