"""Hears one take: samples in, words and fillers out. Live and file give the same, whatever the size of the blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.facts import Restart, Transcript, Word
from rehearse.listen.filler_text import is_filler_sound
from rehearse.listen.recogniser import Recogniser
from rehearse.listen.verbatim import claimed_fillers
from rehearse.listen.voice_gate import FRAME, VoiceGate
from rehearse.listen.windows import Window, WindowRule

if TYPE_CHECKING:
    import numpy as np

SHORTEST_VOICE_FRAMES = 6
"""Frames of 32 ms: less voice than this (a cough, a click) is not worth a decode; Whisper invents words for it."""


@dataclass(frozen=True, slots=True)
class HeardWords:
    """What was said. `filler_range` is the honest range of the number of filler sounds."""

    transcript: Transcript
    restarts: tuple[Restart, ...] = ()
    filler_range: tuple[int, int] = (0, 0)
    fillers_complete: bool = True
    notes: tuple[str, ...] = ()


class Ear:
    """One loaded model, for any number of takes."""

    def __init__(self, model_dir: Path) -> None:
        self._recogniser = Recogniser(model_dir)

    def begin(self, hints: tuple[str, ...] = ()) -> Listening:
        """A new take. `hints`: names and words of the story card that may well be said."""
        return Listening(self._recogniser, hints)


class Listening:
    """One take being heard."""

    def __init__(self, recogniser: Recogniser, hints: tuple[str, ...]) -> None:
        import numpy as np

        self._recogniser, self._hints = recogniser, hints
        self._gate, self._rule = VoiceGate(), WindowRule()
        self._samples = np.zeros(0, np.float32)
        self._heard: dict[Window, tuple[Word, ...]] = {}
        self._final: list[Window] = []

    def feed(self, samples: np.ndarray) -> None:
        """The next block: float32 mono 16 kHz, any size. Hears every window that ends in it."""
        import numpy as np

        self._samples = np.concatenate([self._samples, samples])
        self._take(self._rule.feed(self._gate.feed(samples)))

    def look_ahead(self) -> None:
        """For idle moments: hears the tail as it would be if nothing but quiet followed. Changes no result."""
        window = self._rule.tail()
        if window:
            self._hear(window)

    def finish(self, progress: Callable[[float], None]) -> HeardWords:
        """The take is over: hears the rest. `progress` is told the share of it that is done, 0 to 1."""
        progress(0.0)
        self._take(self._rule.feed(self._gate.finish()))
        last = self._rule.finish()
        if last:
            self._take([last])
        progress(1.0)
        words = tuple(word for window in self._final for word in self._heard[window])
        sounds = [w for w in words if w.kind == "filler_sound"]
        certain = sum(w.certainty == "certain" for w in sounds)
        text = " ".join(w.text for w in words if w.kind != "filler_sound")
        return HeardWords(Transcript(text, words), filler_range=(certain, len(sounds)))

    def _take(self, windows: list[Window]) -> None:
        for window in windows:
            self._hear(window)
            self._final.append(window)

    def _hear(self, window: Window) -> None:
        if window not in self._heard:
            self._heard = {w: self._heard[w] for w in self._final}
            self._heard[window] = self._words(window)

    def _words(self, window: Window) -> tuple[Word, ...]:
        if window.voiced < SHORTEST_VOICE_FRAMES:
            return ()
        encoded = self._recogniser.encode(self._samples[window.first * FRAME : window.last * FRAME])
        decoded = self._recogniser.decode(encoded)
        if decoded.is_silence:
            return ()
        timed = self._recogniser.words(encoded, decoded.tokens)
        plain = [w for w in timed if not is_filler_sound(w.text)]
        claims = claimed_fillers(self._recogniser, encoded, plain)
        words: list[Word] = []
        for index in range(len(plain) + 1):
            words += [
                Word(
                    claim.text,
                    window.start_s + claim.start,
                    window.start_s + claim.end,
                    claim.probability,
                    "filler_sound",
                    "certain" if claim.probability >= 0.5 else "likely",
                    "written down by the verbatim decode",
                )
                for claim in claims
                if claim.after_words == index
            ]
            if index < len(plain):
                w = plain[index]
                words.append(Word(w.text, window.start_s + w.start, window.start_s + w.end, w.probability))
        return tuple(words)
