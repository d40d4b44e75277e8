"""Hears one take: samples in, words and fillers out. Live and file give the same, whatever the size of the blocks."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.facts import Restart, Transcript, Word
from rehearse.listen.hearing import Settled, WindowHearing, head_for
from rehearse.listen.names import with_names
from rehearse.listen.recogniser import Recogniser
from rehearse.listen.restarts import find_restarts
from rehearse.listen.sample_buffer import SampleBuffer
from rehearse.listen.voice_gate import FRAME, VoiceGate
from rehearse.listen.windows import FRAME_S, Window, WindowRule
from rehearse.listen.word_times import in_time_order

if TYPE_CHECKING:
    import numpy as np

SHORTEST_VOICE_FRAMES = 6
"""Frames of 32 ms: less voice than this (a cough, a click) is not worth a decode; Whisper invents words for it."""
UNHEARD_SHARE = 0.2
"""Share of real filler sounds that we miss: 4 of 29 (`tests/bench/hearing.py`), and rather more with other speakers."""
NO_HEAD = "For this model there is no filled-pause head: the number of filler sounds is “at least”."


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

    def __init__(self, model_dir: Path, digest: str | None = None) -> None:
        """`digest`: the SHA-256 of the folder's model.bin, where the caller has it; read from the file otherwise."""
        if digest is None:
            with (model_dir / "model.bin").open("rb") as weights:
                digest = hashlib.file_digest(weights, "sha256").hexdigest()
        self._hearing = WindowHearing(Recogniser(model_dir), head_for(digest))

    def begin(self, hints: tuple[str, ...] = ()) -> Listening:
        """A new take. `hints`: names and words of the story card that may well be said."""
        return Listening(self._hearing, hints)


class Listening:
    """One take being heard."""

    def __init__(self, hearing: WindowHearing, hints: tuple[str, ...]) -> None:
        self._hearing, self._hints = hearing, hints
        self._gate, self._rule = VoiceGate(), WindowRule()
        self._samples = SampleBuffer()
        self._words: list[Word] = []
        self._settled = Settled()
        self._ahead: tuple[Window, tuple[Word, ...]] | None = None

    def feed(self, samples: np.ndarray) -> None:
        """The next block: float32 mono 16 kHz, any size. Hears every window that ends in it."""
        self._samples.append(samples)
        self._take(self._rule.feed(self._gate.feed(samples)))

    def look_ahead(self) -> None:
        """For idle moments: hears the tail as it would be if nothing but quiet followed. Changes no result."""
        window = self._rule.tail()
        if window and (self._ahead is None or self._ahead[0] != window):
            self._ahead = window, self._hear(window)

    def finish(self, progress: Callable[[float], None]) -> HeardWords:
        """The take is over: hears the rest. `progress` is told the share of it that is done, 0 to 1."""
        progress(0.0)
        self._take(self._rule.feed(self._gate.finish()))
        last = self._rule.finish()
        if last:
            self._take([last])
        progress(1.0)
        words = with_names(in_time_order(self._words), self._hints)
        sounds = [w for w in words if w.kind == "filler_sound"]
        text = " ".join(w.text for w in words if w.kind != "filler_sound")
        return HeardWords(
            Transcript(text, words),
            restarts=find_restarts(words),
            filler_range=honest_range([w.probability for w in sounds]),
            fillers_complete=self._hearing.head is not None,
            notes=() if self._hearing.head else (NO_HEAD,),
        )

    def _take(self, windows: Iterable[Window]) -> None:
        for window in windows:
            if window.ended:
                ahead = self._ahead
                self._words += ahead[1] if ahead and ahead[0] == window else self._hear(window)
                self._settled = Settled()
            else:
                self._go_on(window)

    def _hear(self, window: Window) -> tuple[Word, ...]:
        if sum(window.voice) < SHORTEST_VOICE_FRAMES:
            return ()
        return self._hearing.hear(self._samples_of(window), window.start_s, window.voice, self._settled)

    def _go_on(self, window: Window) -> None:
        part = self._hearing.hear_on(self._samples_of(window), window.start_s, window.voice, self._settled)
        self._words += part.words
        self._settled = part.settled
        self._rule.go_on_from(round(part.goes_on_s / FRAME_S))

    def _samples_of(self, window: Window) -> np.ndarray:
        return self._samples.between(window.first * FRAME, window.last * FRAME)


def honest_range(probabilities: list[float]) -> tuple[int, int]:
    """How many of the reported filler sounds there really are, at least and at most (one sigma).

    Each is there with its own probability (the sum of independent yes-or-no questions); some go unheard.
    """
    sure = sum(probabilities)
    spread = math.sqrt(sum(p * (1 - p) for p in probabilities))
    unheard = UNHEARD_SHARE * len(probabilities)
    low = math.floor(sure - spread + 0.5)
    return max(0, min(low, len(probabilities))), max(len(probabilities), math.floor(sure + spread + unheard + 0.5))
