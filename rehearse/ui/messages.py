"""What background work posts to the screens: frozen snapshots. Handlers change state, threads never do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.message import Message

from rehearse.errors import RehearseError
from rehearse.facts import Lesson
from rehearse.rehearsal import Event
from rehearse.speaking import Fell
from rehearse.ui.backstage import Check, LiveTake, LostTake


class Told(Message):
    """Something happened to take number `run`."""

    def __init__(self, run: int, event: Event | Fell) -> None:
        super().__init__()
        self.run, self.event = run, event


class MicrophoneOpen(Message):
    def __init__(self, run: int, take: LiveTake) -> None:
        super().__init__()
        self.run, self.take = run, take


class MicrophoneRefused(Message):
    def __init__(self, run: int, error: RehearseError) -> None:
        super().__init__()
        self.run, self.error = run, error


class MicrophoneNamed(Message):
    """Which microphone the next take will use."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class ListenerReady(Message):
    """The model is here and warms up."""


class Refused(Message):
    """A part is missing or something cannot be done: one sentence and one hint for the person."""

    def __init__(self, error: RehearseError) -> None:
        super().__init__()
        self.error = error


class Learned(Message):
    """What the corrections of a take teach for other takes."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        super().__init__()
        self.lessons = lessons


class LostTakesFound(Message):
    def __init__(self, takes: Sequence[LostTake]) -> None:
        super().__init__()
        self.takes = takes


class Recovered(Message):
    """A lost take is a sound file again."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


class KeptUntold(Message):
    """A lost take is kept without a report, as this sound file."""

    def __init__(self, take: LostTake, path: Path) -> None:
        super().__init__()
        self.take, self.path = take, path


class MicrophonesFound(Message):
    def __init__(self, microphones: Sequence[str]) -> None:
        super().__init__()
        self.microphones = microphones


class Checked(Message):
    def __init__(self, microphone: str, check: Check) -> None:
        super().__init__()
        self.microphone, self.check = microphone, check


class PlayingEnded(Message):
    pass


class Broke(Message):
    """Background work ended in an error that is nobody's fault but ours."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error
