"""A backstage without a microphone and without a model, beside the real one that the end-to-end tests use.

A fake take speaks when the test says so; a fake listener hears what it was given.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rehearse.config import Settings
from rehearse.corrections import corrected
from rehearse.errors import MissingPartError, RehearseError
from rehearse.facts import Attempt, Correction, Heard, Lesson, Report, Story, Take
from rehearse.measures.coverage import CueJudge
from rehearse.ports import AttemptStore, AudioSource, Progress
from rehearse.rehearsal import Parts
from rehearse.report.home import HomeLine
from rehearse.ui.diary import Diary

SPOKEN_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class FakeLevel:
    peak_dbfs: float = -14.0
    rms_dbfs: float = -22.0


@dataclass(frozen=True)
class FakeCheck:
    verdict: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class FakeLost:
    path: Path
    started_at: datetime
    duration_s: float


class FakeTake:
    """A microphone: `say` moves its clock, `break_off` is a device that is gone."""

    def __init__(self, backstage: FakeBackstage) -> None:
        self._backstage = backstage
        self._blocks: queue.SimpleQueue[bytes | RehearseError | None] = queue.SimpleQueue()
        self.notes: tuple[str, ...] = ()
        self.level = FakeLevel()
        self.clock_s: float | None = None
        self.opened = self.begun = self.stopped = self.discarded = False

    def open(self) -> None:
        if self._backstage.refuses_to_open is not None:
            raise self._backstage.refuses_to_open
        self.opened = True

    def begin(self) -> None:
        self.begun = True

    def say(self, clock_s: float, peak_dbfs: float = -14.0) -> None:
        self.clock_s = clock_s
        self.level = FakeLevel(peak_dbfs)
        self._blocks.put(b"\0" * 64)

    def stop(self) -> None:
        if not self.stopped:
            self.stopped = True
            self._blocks.put(self._backstage.unusable)

    def discard(self) -> None:
        self.discarded = True
        self._blocks.put(None)

    def break_off(self, note: str) -> None:
        self.notes = (note,)
        self._blocks.put(None)

    def blocks(self) -> Iterator[bytes]:
        while (block := self._blocks.get()) is not None:
            if isinstance(block, RehearseError):
                raise block
            yield block

    def take(self) -> Take:
        if self.discarded:
            raise RuntimeError("there is no take, or it has not ended")
        return Take(self._backstage.take_file, self.clock_s or 0.0, 48_000, 1, -6.0, -20.0, 0.0, SPOKEN_AT)


class FakeListener:
    """Hears `backstage.hears`. With `hold` it listens until it is released or closed."""

    def __init__(self, backstage: FakeBackstage) -> None:
        self._backstage = backstage
        self.fed = 0
        self.closed = threading.Event()
        self.release = threading.Event()

    def begin(self, hints: tuple[str, ...] = ()) -> FakeListener:
        self.fed = 0
        self.closed.clear()
        return self

    def feed(self, samples: bytes) -> None:
        self.fed += 1
        if self._backstage.dies_after_blocks is not None and self.fed > self._backstage.dies_after_blocks:
            raise MissingPartError("The listening process has ended.", "Run `rehearse doctor`.")

    def finish(self) -> Iterator[Progress | Heard]:
        yield Progress("listening", 0.4)
        if self._backstage.hold:
            while not self.release.wait(0.01):
                if self.closed.is_set():
                    raise MissingPartError("The listening process ended before it was done.", "Run `rehearse doctor`.")
        yield self._backstage.hears

    def cancel(self) -> None:
        pass

    def close(self) -> None:
        self.closed.set()


class FakePlaying:
    def __init__(self, on_done: Callable[[], None]) -> None:
        self._on_done = on_done
        self.stopped = False

    def stop(self) -> None:
        if not self.stopped:
            self.stopped = True
            self._on_done()


class NoDiary(Diary):
    """For tests of the stage alone: nothing to say at home. Tests that look back have a real one, on a real store."""

    def home_line(self, story: Story) -> HomeLine:
        return HomeLine(None, 0, 0, 0, None, "")


class FakeBackstage:
    def __init__(self, hears: Heard, take_file: str | None = "take.flac") -> None:
        self.hears, self.take_file = hears, take_file
        self.settings = Settings(countdown=False)
        self.refuses_to_open: RehearseError | None = None
        self.refuses_parts: RehearseError | None = None
        self.unusable: RehearseError | None = None
        self.dies_after_blocks: int | None = None
        self.hold = False
        self.the_diary: Diary = NoDiary()
        self.takes: list[FakeTake] = []
        self.listener = FakeListener(self)
        self.names = ["Built-in microphone", "USB microphone"]
        self.checks: dict[str, FakeCheck] = {}
        self.lost: list[FakeLost] = []
        self.thrown_away: list[Path] = []
        self.kept_untold: list[Path] = []
        self.played: list[tuple[str, float]] = []
        self.playing: FakePlaying | None = None
        self.saved_corrections: list[tuple[Correction, ...]] = []
        self.teaches: tuple[Lesson, ...] = ()
        self.refuses_store: RehearseError | None = None
        self.refuses_settings: RehearseError | None = None
        self.kept: list[Attempt] = []
        self.the_store: AttemptStore | None = None
        self.rescans = 0
        self.closed = False

    def keep_settings(self, settings: Settings) -> None:
        self.settings = settings
        if self.refuses_settings is not None:
            raise self.refuses_settings

    def parts(self) -> Parts:
        if self.refuses_parts is not None:
            raise self.refuses_parts
        return Parts(self.listener, CueJudge(), lambda word: None, time.monotonic)

    def store(self) -> AttemptStore:
        if self.refuses_store is not None:
            raise self.refuses_store
        return self.the_store or self

    def save(self, report: Report, take_file: str | None) -> Attempt:
        self.kept.append(Attempt(len(self.kept) + 1, SPOKEN_AT, report, 1, True, take_file))
        return self.kept[-1]

    def corrected(self, report: Report, corrections: tuple[Correction, ...]) -> Report:
        return corrected(report, corrections, CueJudge(), lambda word: None)

    def keep_corrections(self, attempt: Attempt, corrections: tuple[Correction, ...]) -> tuple[Lesson, ...]:
        self.saved_corrections.append(corrections)
        return self.teaches

    def diary(self) -> Diary:
        return self.the_diary

    def stop_listening(self) -> None:
        self.listener.close()

    def microphones(self) -> Sequence[str]:
        return list(self.names)

    def rescan(self) -> Sequence[str]:
        self.rescans += 1
        return self.microphones()

    def check(self, microphone: str, seconds: float, on_level: Callable[[FakeLevel], None]) -> FakeCheck:
        until = time.monotonic() + min(seconds, 600)
        while seconds > 10 and time.monotonic() < until:
            threading.Event().wait(0.005)
            on_level(FakeLevel())
        on_level(FakeLevel())
        return self.checks.get(microphone, FakeCheck("good", "You are heard well."))

    def microphone_name(self) -> str:
        if not self.names:
            raise MissingPartError("There is no microphone.", "Plug one in.")
        return self.settings.microphone or self.names[0]

    def live_take(self) -> FakeTake:
        self.takes.append(FakeTake(self))
        return self.takes[-1]

    def kept_take(self, path: str) -> AudioSource:
        take = FakeTake(self)
        take.say(20.0)
        take.stop()
        return take

    def lost_takes(self) -> Sequence[FakeLost]:
        return self.lost

    def recover(self, path: Path) -> Path:
        return Path("recovered.flac")

    def keep_untold(self, path: Path) -> Path:
        self.kept_untold.append(path)
        return path

    def throw_away(self, path: Path) -> None:
        self.thrown_away.append(path)

    def play(self, path: str, start_s: float, end_s: float | None, on_done: Callable[[], None]) -> FakePlaying:
        self.played.append((path, start_s))
        self.playing = FakePlaying(on_done)
        return self.playing

    def close(self) -> None:
        self.closed = True
        self.listener.close()
