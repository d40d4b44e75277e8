"""Corrects word times against the sound: a word does not start in silence, and does not swallow a pause or a filler.

Whisper's attention gives the end of a word well, its start badly: what was dropped before it is counted to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rehearse.facts import Word
from rehearse.listen.filled_pauses import Stretch
from rehearse.listen.recogniser import RATE, TimedWord

if TYPE_CHECKING:
    import numpy as np

HOP_S = 0.01
BELOW_SPEECH_DB = 30.0
"""A frame this far below the loud parts of the window is silent (De Jong & Wempe 2009 take 25 for pauses; a word's soft
sounds reach lower)."""
SWALLOWED_S = 0.15
"""A silence inside a word from this length on is a pause and not the closure of a consonant."""
SHORTEST_WORD_S = 0.06
SLOWEST_S, SLOWEST_LETTER_S = 0.2, 0.1
"""A word that lasts longer than this, and this for each letter, has swallowed what came after it (by Whisper's
times 19 of 20 words in read passages are shorter)."""


def latest_end(word: TimedWord) -> float:
    """Where the word itself ends at the latest, seconds from the window's start: it may have swallowed what follows."""
    return min(word.end, word.start + SLOWEST_S + SLOWEST_LETTER_S * len(word.text))


def corrected(words: list[TimedWord], samples: np.ndarray, fillers: list[Stretch]) -> list[TimedWord]:
    """The words with times that fit the sound. All seconds from the window's start."""
    sounding = sounding_frames(samples)
    settled: list[TimedWord] = []
    floor = 0.0
    for word in words:
        start, end = max(word.start, floor), max(word.end, floor)
        for filler in fillers:
            swallowed = start - 0.05 <= filler.start and filler.end <= end - SHORTEST_WORD_S
            reaches_in = filler.start < start < filler.end < end
            if swallowed or reaches_in:
                start = filler.end
        start, end = _longest_sounding(sounding, start, end)
        end = max(end, start + SHORTEST_WORD_S)
        settled.append(replace(word, start=round(start, 3), end=round(end, 3)))
        floor = settled[-1].start
    for index in range(len(settled) - 1):
        if settled[index].end > settled[index + 1].start:
            start = settled[index].start
            settled[index] = replace(settled[index], end=max(settled[index + 1].start, start))
    return settled


def in_time_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """The same words, none of which begins before the one before it has ended.

    A filler sound was timed by the sound itself, so that the words beside it make way. Seconds as they come.
    """
    ordered = list(words)
    for index in range(1, len(ordered)):
        before, word = ordered[index - 1 : index + 1]
        if before.kind == "filler_sound" != word.kind and word.start < before.end:
            ordered[index] = replace(word, start=before.end, end=max(word.end, before.end))
    for index in range(len(ordered) - 2, -1, -1):
        word, after = ordered[index : index + 2]
        if word.end > after.start:
            start = min(word.start, max(0.0, after.start - (word.end - word.start)))
            ordered[index] = replace(word, start=start, end=after.start)
    return tuple(ordered)


def sounding_frames(samples: np.ndarray) -> np.ndarray:
    """bool, one each 10 ms: is there sound, held against the loud parts of the same samples."""
    import numpy as np

    size = round(HOP_S * RATE)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    if not len(frames):
        return np.zeros(0, bool)
    level = 10 * np.log10((frames.astype(np.float64) ** 2).mean(1) + 1e-12)
    floor = np.percentile(level, 5) + 6
    loud = np.percentile(level, 95)
    sounding: np.ndarray = level >= min(max(loud - BELOW_SPEECH_DB, floor), loud - 6)
    return sounding


def _longest_sounding(sounding: np.ndarray, start: float, end: float) -> tuple[float, float]:
    """The longest run of sound within start..end, over gaps shorter than a pause; as it was where there is none."""
    import numpy as np

    first, last = int(start / HOP_S), min(round(end / HOP_S), len(sounding))
    loud = np.flatnonzero(sounding[first:last]) + first
    if not len(loud):
        return start, end
    breaks = np.flatnonzero(np.diff(loud) * HOP_S > SWALLOWED_S)
    runs = np.split(loud, breaks + 1)
    run = max(runs, key=len)
    return max(start, run[0] * HOP_S), min(end, (run[-1] + 1) * HOP_S)
