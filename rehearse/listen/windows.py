"""The window rule: cuts a take at its pauses, live and for files alike. A window's words are final.

Whisper hears a stretch of up to 30 s at once. Short stretches are quicker and can be heard while the person still
speaks; but a cut in the wrong place costs words. So the longer a window already is, the shorter the pause that ends it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

FRAME_S = 0.032
"""Seconds a voice frame lasts (`voice_gate.FRAME` at 16 kHz)."""
LONGEST_S = 29.5
"""Seconds; Whisper's encoder takes 30."""
QUIET_THAT_ENDS = ((12.0, 1.5), (20.0, 0.8), (LONGEST_S, 0.4))
"""(window up to this long, quiet that ends it), seconds. Of about seven tables the one that costs fewest words
(`tests/bench/windows.py`); one that cuts sooner, with a last window of 13 s instead of 17, costs 0.004 of WER more."""
AFTER_VOICE_S = 0.3
"""Quiet kept behind the last voice: soft endings and breaths are below the gate's threshold."""
BEFORE_VOICE_S = 0.6
"""Quiet kept before the first voice: a soft "uh" opens many sentences."""
VOICE_STARTS, VOICE_GOES_ON = 0.5, 0.35
"""Probabilities: Silero's own defaults for beginning and keeping a stretch of voice."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch to hear at once, in frames (last is exclusive). `voiced` is the number of frames with voice in it."""

    first: int
    last: int
    voiced: int

    @property
    def start_s(self) -> float:
        return self.first * FRAME_S

    @property
    def end_s(self) -> float:
        return self.last * FRAME_S


@dataclass
class WindowRule:
    """Takes voice probabilities frame by frame, gives windows as they become final."""

    _voice: list[float] = field(default_factory=list)
    _start: int = 0
    _voice_end: int | None = None
    _voiced: int = 0
    _speaking: bool = False

    def feed(self, voice: list[float]) -> list[Window]:
        """Windows that ended within these frames."""
        windows = []
        for probability in voice:
            window = self._step(probability)
            if window:
                windows.append(window)
        return windows

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
        return self._window(min(len(self._voice), self._voice_end + _frames(AFTER_VOICE_S)))

    def _step(self, probability: float) -> Window | None:
        self._voice.append(probability)
        now = len(self._voice)
        self._speaking = probability >= (VOICE_GOES_ON if self._speaking else VOICE_STARTS)
        if self._speaking:
            if self._voice_end is None:
                self._start = max(self._start, now - 1 - _frames(BEFORE_VOICE_S))
            self._voice_end = now
            self._voiced += 1
        if self._voice_end is None:
            return None
        length = (now - self._start) * FRAME_S
        if length >= LONGEST_S:
            return self._close(self._quietest_cut(now))
        needed = next(quiet for up_to, quiet in QUIET_THAT_ENDS if length <= up_to)
        if self._quiet_s() >= max(needed, AFTER_VOICE_S):
            return self._close(self._voice_end + _frames(AFTER_VOICE_S))
        return None

    def _quiet_s(self) -> float:
        return 0.0 if self._voice_end is None else (len(self._voice) - self._voice_end) * FRAME_S

    def _quietest_cut(self, now: int) -> int:
        """No pause for 30 s: cut where voice was least likely over three frames, in the last third."""
        voice = self._voice
        candidates = range(now - _frames(LONGEST_S / 3), now - 2)
        return min(candidates, key=lambda i: voice[i - 1] + voice[i] + voice[i + 1])

    def _close(self, last: int) -> Window:
        window = self._window(last)
        rest, self._voice = self._voice[last:], self._voice[:last]
        self._start, self._voice_end, self._voiced, self._speaking = last, None, 0, False
        # What came after the cut belongs to the next window; too short to end one itself.
        for probability in rest:
            self._step(probability)
        return window

    def _window(self, last: int) -> Window:
        return Window(self._start, last, self._voiced)


def _frames(seconds: float) -> int:
    return round(seconds / FRAME_S)
