"""The window rule: parts a take into windows to hear, live and for files alike.

Whisper hears a stretch of up to 30 s at once, and a cut in the wrong place costs words. A window ends where the person
pauses for long. Where they do not it is heard every 16 s all the same, so that little is left when they stop: the words
but the latest are final then, and the window goes on from shortly before the last of those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

FRAME_S = 0.032
"""Seconds a voice frame lasts (`voice_gate.FRAME` at 16 kHz)."""
QUIET_THAT_ENDS_S = 1.5
"""Seconds. To end long windows at pauses of 0.4 and 0.8 s cost 0.006 of WER on non-native read speech."""
LONGEST_S = 16.0
"""Seconds after which a window is heard: short enough that little of a 30 s take is left at its end. On non-native read
speech 15, 16 and 17 s give a WER of 0.063, 0.061 and 0.058, windows of 30 s cut where it is quietest 0.057
(`tests/bench/windows.py`)."""
AFTER_VOICE_S = 0.3
"""Quiet kept behind the last voice: soft endings and breaths are below the gate's threshold."""
BEFORE_VOICE_S = 0.6
"""Quiet kept before the first voice: a soft "uh" opens many sentences."""
VOICE_STARTS, VOICE_GOES_ON = 0.5, 0.35
"""Probabilities: Silero's own defaults for beginning and keeping a stretch of voice."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch to hear at once, in frames (last is exclusive). `voice` says of each of them whether there is voice.

    While it is not `ended` the person speaks on: whoever hears it says where the window goes on from.
    """

    first: int
    last: int
    voice: tuple[bool, ...]
    ended: bool = True

    @property
    def start_s(self) -> float:
        return self.first * FRAME_S


@dataclass
class WindowRule:
    """Takes voice probabilities frame by frame, gives windows as they are there to be heard."""

    _spoken: list[bool] = field(default_factory=list)
    _start: int = 0
    _voice_end: int | None = None

    def feed(self, voice: list[float]) -> Iterator[Window]:
        """The windows that are to be heard within these frames, in order.

        Before the next one is taken, `go_on_from` is to be called for one that has not ended.
        """
        for probability in voice:
            window = self._frame(probability)
            if window:
                yield window

    def go_on_from(self, frame: int) -> None:
        """The window that still grows begins at this frame from now on."""
        self._start = frame

    def tail(self) -> Window | None:
        """The window that would end here if nothing but quiet followed; None while it would still grow."""
        quiet = self._quiet_s()
        if self._voice_end is None or quiet < AFTER_VOICE_S:
            return None
        return self._window(self._voice_end + _frames(AFTER_VOICE_S))

    def finish(self) -> Window | None:
        """The last window of the take, None if no voice is left."""
        if self._voice_end is None:
            return None
        return self._window(min(len(self._spoken), self._voice_end + _frames(AFTER_VOICE_S)))

    def _frame(self, probability: float) -> Window | None:
        speaking = bool(self._spoken) and self._spoken[-1]
        self._spoken.append(probability >= (VOICE_GOES_ON if speaking else VOICE_STARTS))
        now = len(self._spoken)
        if self._spoken[-1]:
            if self._voice_end is None:
                self._start = max(self._start, now - 1 - _frames(BEFORE_VOICE_S))
            self._voice_end = now
        if self._voice_end is None:
            return None
        if self._quiet_s() >= QUIET_THAT_ENDS_S:
            window = self._window(self._voice_end + _frames(AFTER_VOICE_S))
            self._start, self._voice_end = window.last, None
            return window
        if now - self._start >= _frames(LONGEST_S):
            return self._window(now, ended=False)
        return None

    def _quiet_s(self) -> float:
        return 0.0 if self._voice_end is None else (len(self._spoken) - self._voice_end) * FRAME_S

    def _window(self, last: int, ended: bool = True) -> Window:
        return Window(self._start, last, tuple(self._spoken[self._start : last]), ended)


def _frames(seconds: float) -> int:
    return round(seconds / FRAME_S)
