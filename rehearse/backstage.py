"""The real parts behind the stage: beside `wiring`, the only file that knows sound, listening and settings together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.config import Settings, save_settings
from rehearse.corrections import corrected
from rehearse.facts import Attempt, Correction, Report
from rehearse.paths import Home
from rehearse.ports import AttemptStore, AudioSource
from rehearse.rehearsal import Parts
from rehearse.wiring import open_parts, settings_of, the_judge

if TYPE_CHECKING:
    from rehearse.audio.microphone import Level, MicrophoneCheck, MicrophoneSource
    from rehearse.audio.playback import Playback
    from rehearse.audio.portaudio import Microphone
    from rehearse.audio.takes import UnfinishedTake


class RealBackstage:
    """Everything the screens need, made when it is first asked for. May be used from several threads."""

    def __init__(self, home: Home, model: str | None = None, debug: bool = False) -> None:
        self.settings = settings_of(home)
        self._home, self._model, self._debug = home, model, debug
        self._opening = threading.Lock()
        self._open = ExitStack()
        self._parts: Parts | None = None
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

    def store(self) -> AttemptStore | None:
        return None

    def corrected(self, report: Report, corrections: tuple[Correction, ...]) -> Report:
        from rehearse.lexicon import Lexicon

        return corrected(report, corrections, the_judge(), Lexicon())

    def keep_corrections(self, attempt: Attempt, corrections: tuple[Correction, ...]) -> None:
        return

    def stop_listening(self) -> None:
        if self._parts is not None:
            self._parts.listener.close()

    def microphones(self) -> Sequence[Microphone]:
        from rehearse.audio.portaudio import microphones

        return microphones()

    def rescan(self) -> Sequence[Microphone]:
        from rehearse.audio.portaudio import rescan

        return rescan()

    def check(self, microphone: Microphone, seconds: float, on_level: Callable[[Level], None]) -> MicrophoneCheck:
        from rehearse.audio.microphone import check

        return check(microphone, seconds, on_level)

    def live_take(self) -> MicrophoneSource:
        from rehearse.audio.microphone import MicrophoneSource
        from rehearse.audio.portaudio import choose

        microphone = choose(self.settings.microphone or None)
        return MicrophoneSource(microphone, self._home.takes, now=lambda: datetime.now(UTC).astimezone())

    def microphone_name(self) -> str:
        from rehearse.audio.portaudio import choose

        return choose(self.settings.microphone or None).name

    def kept_take(self, path: str) -> AudioSource:
        from rehearse.audio.files import FileSource

        return FileSource(path)

    def lost_takes(self) -> Sequence[UnfinishedTake]:
        from rehearse.audio.takes import unfinished

        return unfinished(self._home.takes)

    def recover(self, take: UnfinishedTake) -> Path:
        from rehearse.audio.takes import recover

        return recover(take)

    def throw_away(self, take: UnfinishedTake) -> None:
        from rehearse.audio.takes import discard

        discard(take)

    def play(self, path: str, start_s: float, end_s: float | None, on_done: Callable[[], None]) -> Playback:
        from rehearse.audio.playback import Playback

        return Playback(Path(path), start_s, end_s, on_done)

    def close(self) -> None:
        self._closed = True
        self.stop_listening()
