"""The real parts behind the stage: beside `wiring`, the only file that knows sound, listening and settings together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.config import Settings, save_settings
from rehearse.errors import InputError, StoreError
from rehearse.facts import Attempt, Correction, Lesson, Report
from rehearse.paths import Home
from rehearse.ports import AudioSource
from rehearse.rehearsal import Parts
from rehearse.wiring import learn, open_parts, open_store, set_right, settings_of

if TYPE_CHECKING:
    from rehearse.audio.microphone import Level, MicrophoneCheck, MicrophoneSource
    from rehearse.audio.playback import Playback
    from rehearse.audio.takes import UnfinishedTake
    from rehearse.audio.untold import UntoldTake
    from rehearse.diary import RealDiary
    from rehearse.history.store import Store


LONGEST_TAKE_S = 600.0
"""As long as a take that `rehearse analyze` accepts."""

LEAVING_S = 1.0
"""Leaving waits so long for what is just being written. What takes longer is not lost: it is as after a power cut."""


class RealBackstage:
    """Everything the screens need, made when it is first asked for. May be used from several threads."""

    def __init__(self, home: Home, model: str | None = None, debug: bool = False) -> None:
        self.settings = settings_of(home)
        self._home, self._model, self._debug = home, model, debug
        self._opening = threading.Lock()
        self._open = ExitStack()
        self._parts: Parts | None = None
        self._store: Store | None = None
        self._closed = False

    def keep_settings(self, settings: Settings) -> None:
        self.settings = settings
        save_settings(self._home.settings, settings)

    def parts(self) -> Parts:
        with self._opening:
            if self._parts is None:
                self._parts = self._open.enter_context(open_parts(self._home, self._model, self._debug))
                if self._closed:  # the person has left meanwhile
                    self._parts.listener.close()
            return self._parts

    def store(self) -> Store:
        """The person's attempts; opened at the first call. Raises StoreError."""
        with self._opening:
            if self._store is None:
                self._store = self._open.enter_context(open_store(self._home))
            return self._store

    def diary(self) -> RealDiary:
        """The person's attempts, to look back at. Raises StoreError."""
        from rehearse.diary import RealDiary

        return RealDiary(self.store(), _now)

    def corrected(self, report: Report, corrections: tuple[Correction, ...]) -> Report:
        return set_right(self._home, report, corrections)

    def keep_corrections(self, attempt: Attempt, corrections: tuple[Correction, ...]) -> tuple[Lesson, ...]:
        self.store().correct(attempt.id, corrections)
        return learn(self._home, attempt.report, corrections)

    def stop_listening(self) -> None:
        if self._parts is not None:
            self._parts.listener.close()

    def microphones(self) -> Sequence[str]:
        from rehearse.audio.portaudio import microphones

        return [microphone.name for microphone in microphones()]

    def rescan(self) -> Sequence[str]:
        from rehearse.audio.portaudio import rescan

        return [microphone.name for microphone in rescan()]

    def check(self, microphone: str, seconds: float, on_level: Callable[[Level], None]) -> MicrophoneCheck:
        from rehearse.audio.microphone import check
        from rehearse.audio.portaudio import choose

        return check(choose(microphone), seconds, on_level)

    def live_take(self, limit_s: float = LONGEST_TAKE_S) -> MicrophoneSource:
        from rehearse.audio.microphone import MicrophoneSource
        from rehearse.audio.portaudio import choose

        microphone = choose(self.settings.microphone or None)
        return MicrophoneSource(microphone, self._home.takes, now=_now, limit_s=limit_s)

    def microphone_name(self) -> str:
        from rehearse.audio.portaudio import choose

        return choose(self.settings.microphone or None).name

    def kept_take(self, path: str) -> AudioSource:
        from rehearse.audio.files import FileSource

        return FileSource(path)

    def lost_takes(self) -> Sequence[UnfinishedTake | UntoldTake]:
        """Takes that were never ended, and those that were and have no attempt; oldest first."""
        from rehearse.audio.takes import unfinished
        from rehearse.audio.untold import untold

        lost: list[UnfinishedTake | UntoldTake] = [*unfinished(self._home.takes)]
        with suppress(StoreError):  # without the history nobody knows which ones it has; opening it tells the person
            lost += untold(self._home.takes, self.store().take_files())
        return sorted(lost, key=lambda take: take.started_at)

    def recover(self, path: Path) -> Path:
        from rehearse.audio.takes import UnfinishedTake, recover

        take = self._lost(path)
        return recover(take) if isinstance(take, UnfinishedTake) else take.path

    def keep_untold(self, path: Path) -> Path:
        from rehearse.audio.untold import keep

        try:
            return keep(self.recover(path))
        except OSError as error:
            raise StoreError(f"The take could not be kept apart: {error.strerror}.", "It is offered again.") from error

    def throw_away(self, path: Path) -> None:
        from rehearse.audio.takes import UnfinishedTake, discard

        take = self._lost(path)
        if isinstance(take, UnfinishedTake):
            discard(take)
        else:
            take.path.unlink(missing_ok=True)

    def _lost(self, path: Path) -> UnfinishedTake | UntoldTake:
        found = next((take for take in self.lost_takes() if take.path == path), None)
        if found is None:
            raise InputError("This take is not there any more.", "Another copy of rehearse may have taken it up.")
        return found

    def play(self, path: str, start_s: float, end_s: float | None, on_done: Callable[[], None]) -> Playback:
        from rehearse.audio.playback import Playback

        return Playback(Path(path), start_s, end_s, on_done)

    def close(self) -> None:
        self._closed = True
        self.stop_listening()

    def leave(self) -> None:
        """Close for good: no screen asks for anything any more. The attempts are one whole file from then on."""
        self.close()
        if self._store is not None:
            closing = threading.Thread(target=self._store.close, daemon=True)
            closing.start()
            closing.join(LEAVING_S)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
