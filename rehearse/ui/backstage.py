"""What the screens need from the rest of the house, as Protocols. `rehearse.backstage` is the real one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from rehearse.config import Settings
from rehearse.facts import Attempt, Correction, Lesson, Report
from rehearse.ports import AttemptStore, AudioSource
from rehearse.rehearsal import Parts
from rehearse.speaking import SpokenTake
from rehearse.ui.diary import Diary


class Level(Protocol):
    """How loud it is right now, in dBFS."""

    @property
    def peak_dbfs(self) -> float: ...
    @property
    def rms_dbfs(self) -> float: ...


class Check(Protocol):
    """What a short test of a microphone found: "good", or what is wrong. `message` and `hint` say it."""

    @property
    def verdict(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def hint(self) -> str: ...


class LiveTake(SpokenTake, Protocol):
    """A take at an open microphone. Everything returns at once and may be called from any thread."""

    @property
    def level(self) -> Level: ...
    @property
    def clock_s(self) -> float | None:
        """How long the take is by now; None until real signal has arrived."""
        ...

    def open(self) -> None:
        """Wake the microphone. Raises MissingPartError (this one may take a second)."""
        ...

    def stop(self) -> None: ...
    def discard(self) -> None: ...


class LostTake(Protocol):
    """What a take that never ended, or has no attempt, has left on disk."""

    @property
    def path(self) -> Path: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def duration_s(self) -> float: ...


class Playing(Protocol):
    """A stretch of a take being played."""

    def stop(self) -> None: ...


class Backstage(Protocol):
    """Everything behind the screens. It raises RehearseErrors only; what is slow is called off the main thread."""

    @property
    def settings(self) -> Settings: ...

    def keep_settings(self, settings: Settings) -> None:
        """Raises StoreError where they cannot be written; they hold until the person leaves all the same."""
        ...

    def parts(self) -> Parts:
        """The parts that listen, opened at the first call, warming from then on."""
        ...

    def store(self) -> AttemptStore:
        """The person's attempts, opened at the first call. Raises StoreError."""
        ...

    def diary(self) -> Diary:
        """The attempts that were kept, to look back at."""
        ...

    def corrected(self, report: Report, corrections: tuple[Correction, ...]) -> Report:
        """The report with a person's corrections applied. Pure, and quick."""
        ...

    def keep_corrections(self, attempt: Attempt, corrections: tuple[Correction, ...]) -> tuple[Lesson, ...]:
        """All corrections of a kept attempt, in place of those it had. Gives what they teach for other takes."""
        ...

    def stop_listening(self) -> None:
        """End whatever is being listened to, at once. The next take finds a fresh listener."""
        ...

    def microphones(self) -> Sequence[str]:
        """The names of what can record, the system's own choice first."""
        ...

    def rescan(self) -> Sequence[str]:
        """Look again. Raises RehearseError while something records or plays."""
        ...

    def check(self, microphone: str, seconds: float, on_level: Callable[[Level], None]) -> Check:
        """Listen for `seconds`. What `on_level` raises ends it."""
        ...

    def live_take(self) -> LiveTake:
        """A new take at the microphone of the settings, else the system's own. Raises MissingPartError."""
        ...

    def microphone_name(self) -> str:
        """The microphone that the next take will use; empty where there is none."""
        ...

    def kept_take(self, path: str) -> AudioSource:
        """A take that lies on disk."""
        ...

    def lost_takes(self) -> Sequence[LostTake]: ...
    def recover(self, path: Path) -> Path: ...
    def keep_untold(self, path: Path) -> Path:
        """Keep a lost take without a report: it is not offered again. The sound file that it is from now on."""
        ...

    def throw_away(self, path: Path) -> None: ...

    def play(self, path: str, start_s: float, end_s: float | None, on_done: Callable[[], None]) -> Playing: ...

    def close(self) -> None:
        """End everything at once."""
        ...
