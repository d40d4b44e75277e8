"""Hears one window: one encoder pass, two decodes on it, the filled-pause head, and what they agree on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.facts import Word
from rehearse.listen.filled_pauses import FilledPauseHead, Stretch, stretches
from rehearse.listen.filler_text import is_filler_sound
from rehearse.listen.fusion import FoundPause, fuse
from rehearse.listen.recogniser import Recogniser, TimedWord
from rehearse.listen.verbatim import claims
from rehearse.listen.word_times import corrected
from rehearse.paths import bundled_models

if TYPE_CHECKING:
    import numpy as np

FAINTEST = 0.1
"""Probability from which the head's stretches are looked at; what they count is decided by `fusion`."""


class WindowHearing:
    """The loaded model and its head, if there is one for it."""

    def __init__(self, recogniser: Recogniser, head: FilledPauseHead | None) -> None:
        self._recogniser, self.head = recogniser, head

    def hear(self, samples: np.ndarray, start_s: float) -> tuple[Word, ...]:
        """The words of a window: float32 mono 16 kHz, at most 30 s, which begins `start_s` into the take."""
        encoded = self._recogniser.encode(samples)
        decoded = self._recogniser.decode(encoded)
        if decoded.is_silence:
            return ()
        plain = [w for w in self._recogniser.words(encoded, decoded.tokens) if not is_filler_sound(w.text)]
        sounds = stretches(self.head.probabilities(encoded.states()), FAINTEST) if self.head else None
        worth = self.head.worth if self.head else None
        found = fuse(claims(self._recogniser, encoded, plain), sounds, plain, len(samples) / 16_000, worth)
        timed = corrected(plain, samples, [Stretch(f.start, f.end, f.probability) for f in found])
        return _in_order(timed, found, start_s)


def head_for(digest: str, folder: Path | None = None) -> FilledPauseHead | None:
    """The head that was trained on the encoder with this SHA-256 of its model.bin, None if we have none."""
    for weights in sorted(((folder or bundled_models()) / "filled_pauses").glob("*.npz")):
        head = FilledPauseHead(weights)
        if head.model_digest == digest:
            return head
    return None


def _in_order(plain: list[TimedWord], found: list[FoundPause], start_s: float) -> tuple[Word, ...]:
    words: list[Word] = []
    for index in range(len(plain) + 1):
        words += [
            Word(f.text, start_s + f.start, start_s + f.end, f.probability, "filler_sound", f.certainty, f.reason)
            for f in found
            if f.after_words == index
        ]
        if index < len(plain):
            w = plain[index]
            words.append(Word(w.text, start_s + w.start, start_s + w.end, w.probability))
    return tuple(words)
