"""Hears one window: one encoder pass, two decodes on it, the filled-pause head, and what they agree on.

A window in which the person speaks on gives all its words but the latest. The next one begins with the last of those:
both decodes are made to say them first, so that a cut costs no context.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.facts import Word
from rehearse.listen.filled_pauses import FilledPauseHead, Stretch, stretches
from rehearse.listen.filler_text import is_filler_sound
from rehearse.listen.fusion import FoundPause, fuse
from rehearse.listen.recogniser import RATE, Recogniser, TimedWord, TokenStep
from rehearse.listen.verbatim import Said, claims, decode_verbatim, said_beside, tokens_between
from rehearse.listen.voice_gate import FRAME
from rehearse.listen.windows import FRAME_S
from rehearse.listen.word_times import corrected, latest_end
from rehearse.paths import bundled_models

if TYPE_CHECKING:
    import numpy as np

FAINTEST = 0.1
"""Probability from which the head's stretches are looked at; what they count is decided by `fusion`."""
MAY_SETTLE_S = (6.0, 2.5)
"""The words of a window that goes on are final up to a gap that lies so far before its end, at most and at least: what
comes later is not yet heard in its context."""
HEARD_AGAIN_S = (5.0, 3.0)
"""The next part goes on from a gap that lies so far before the final words' end, at most and at least, seconds. Without
those words WER on non-native reading is 0.009 higher."""
ENDS_A_SENTENCE_S, ENDS_A_CLAUSE_S = 0.2, 0.1
"""A gap behind a full stop counts as so much longer, one behind a comma as so much."""
HEARD_S, UNHEARD_S = 1.0, 2.0
"""Seconds heard, and voice behind the last word, from which a decode has stopped short, as one that was given words now
and then does (of 70 pitches that a voice read out 5 lost up to 10 s). Nobody holds a word for so long."""
END_MARKS = 1
"""A token more than the given ones is a full stop."""
EDGE_S = 0.2
"""Sound kept on both sides of a cut in a long gap; a shorter gap is cut in the middle."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The words with which a window begins that goes on: already told, heard again for their context.

    `plain` and `verbatim` are the tokens of both decodes, `words` the number of plain words, `end_s` where the last one
    ends, seconds from the window's start.
    """

    plain: tuple[int, ...] = ()
    verbatim: tuple[int, ...] = ()
    words: int = 0
    end_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """What is final of a window that goes on: its new words, and where (seconds into the take) and how it goes on."""

    words: tuple[Word, ...]
    goes_on_s: float
    settled: Settled


@dataclass(frozen=True, slots=True)
class _Reading:
    """Both decodes of a window, and what they agree on. `plain` are the plain words, times as decoded; `timed` the same
    with times that fit the sound; `told` of them were told before. Filler sounds are left to the verbatim decode."""

    told: int
    tokens: tuple[int, ...]
    plain: list[TimedWord]
    timed: list[TimedWord]
    steps: list[TokenStep]
    said: list[Said]
    fillers: list[FoundPause]


class WindowHearing:
    """The loaded model and its head, if there is one for it."""

    def __init__(self, recogniser: Recogniser, head: FilledPauseHead | None) -> None:
        self._recogniser, self.head = recogniser, head
        self._beside = ThreadPoolExecutor(1)

    def hear(self, samples: np.ndarray, start_s: float, voice: Sequence[bool], settled: Settled) -> tuple[Word, ...]:
        """The words of a window: float32 mono 16 kHz, at most 30 s, which begins `start_s` into the take.

        `voice`: whether there is voice, for each frame of 32 ms.
        """
        reading = self._read(samples, voice, settled)
        if not reading:
            return ()
        words = _in_order(reading, start_s, reading.told, len(reading.timed) + 1)
        stop = _stopped_at(reading, voice)
        if stop:
            words += self.hear(samples[stop * FRAME :], start_s + stop * FRAME_S, voice[stop:], Settled())
        return words

    def hear_on(self, samples: np.ndarray, start_s: float, voice: Sequence[bool], settled: Settled) -> Part:
        """The words of a window in which the person speaks on, all but the latest."""
        reading = self._read(samples, voice, settled)
        earliest_s, latest_s = (len(samples) / RATE - s for s in MAY_SETTLE_S)
        last = reading and widest_gap(reading.timed, reading.told + 1, earliest_s, latest_s)
        if reading and (not last or reading.timed[last - 1].end < earliest_s):
            # voice for long, and no word: all that was said before it is final
            last = len([word for word in reading.timed if word.end <= latest_s])
        if not reading or not last or last <= reading.told:
            stop = reading and _stopped_at(reading, voice)
            return Part((), start_s + (stop * FRAME_S if stop else latest_s), Settled())
        words = _in_order(reading, start_s, reading.told, last)
        end_s = reading.timed[last - 1].end
        first = widest_gap(reading.timed[:last], 1, *(end_s - s for s in HEARD_AGAIN_S))
        if not first:
            # a filled pause may lie right behind the last final word
            return Part(words, start_s + end_s, Settled())
        before, after = reading.timed[first - 1].end, reading.timed[first].start
        goes_on_s = max((before + after) / 2, after - EDGE_S)
        again = Settled(
            self._recogniser.as_beginning(_tokens(reading, first, last)),
            self._recogniser.as_beginning(tokens_between(reading.said, reading.steps, first, last)),
            last - first,
            end_s - goes_on_s,
        )
        return Part(words, start_s + goes_on_s, again)

    def _read(self, samples: np.ndarray, voice: Sequence[bool], settled: Settled) -> _Reading | None:
        """None where nobody speaks."""
        encoded = self._recogniser.encode(samples)
        verbatim = self._beside.submit(decode_verbatim, self._recogniser, encoded, settled.verbatim)
        decoded = self._recogniser.decode(encoded, settled.plain)
        nothing_new = len(decoded.tokens) <= len(settled.plain) + END_MARKS
        stopped_short = bool(settled.plain) and nothing_new and _unheard(voice, settled.end_s)
        if stopped_short:
            decoded = self._recogniser.decode(encoded)
        words = self._recogniser.words(encoded, decoded.tokens)
        steps = verbatim.result()
        if decoded.is_silence:
            return None
        plain = [word for word in words if not is_filler_sound(word.text)]
        said = said_beside(self._recogniser, steps, plain)
        sounds = stretches(self.head.probabilities(encoded.states()), FAINTEST) if self.head else None
        worth = self.head.worth if self.head else None
        found = fuse(claims(said), sounds, plain, len(samples) / RATE, worth)
        timed = corrected(plain, samples, [Stretch(f.start, f.end, f.probability) for f in found])
        told = settled.words
        if stopped_short:
            told = sum((word.start + word.end) / 2 < settled.end_s for word in timed)
        return _Reading(told, decoded.tokens, plain, timed, steps, said, found)


def _tokens(reading: _Reading, first: int, last: int) -> tuple[int, ...]:
    """The plain tokens of the words `first` to `last` (exclusive), with the full stop behind the last one."""
    end = reading.plain[last].first if last < len(reading.plain) else len(reading.tokens)
    return reading.tokens[reading.plain[first].first : end]


def _stopped_at(reading: _Reading, voice: Sequence[bool]) -> int:
    """The frame in which a decode stopped though the person spoke on; 0 where it went to the end, or heard nothing."""
    end_s = latest_end(reading.timed[-1]) if reading.timed else 0.0
    return round(end_s / FRAME_S) if end_s >= HEARD_S and _unheard(voice, end_s) else 0


def _unheard(voice: Sequence[bool], end_s: float) -> bool:
    """Whether there is so much voice behind this time that words must have been said there."""
    return sum(voice[round(end_s / FRAME_S) :]) * FRAME_S >= UNHEARD_S


def widest_gap(words: list[TimedWord], first: int, earliest_s: float, latest_s: float) -> int:
    """Before which word, from `first` on, the widest gap between those two times lies.

    Where none does it is the last one before the latest time, and 0 where there is none either.
    """
    gaps = [index for index in range(first, len(words)) if words[index].start <= latest_s]
    near = [index for index in gaps if words[index - 1].end >= earliest_s]
    return max(near or gaps[-1:], key=lambda index: _width(words, index), default=0)


def _width(words: list[TimedWord], index: int) -> float:
    """How long the gap before this word is, seconds."""
    ends = words[index - 1].text[-1]
    bonus = ENDS_A_SENTENCE_S if ends in ".?!" else ENDS_A_CLAUSE_S if ends in ",;:" else 0.0
    return words[index].start - words[index - 1].end + bonus


def head_for(digest: str, folder: Path | None = None) -> FilledPauseHead | None:
    """The head that was trained on the encoder with this SHA-256 of its model.bin, None if we have none."""
    for weights in sorted(((folder or bundled_models()) / "filled_pauses").glob("*.npz")):
        head = FilledPauseHead(weights)
        if head.model_digest == digest:
            return head
    return None


def _in_order(reading: _Reading, start_s: float, first: int, last: int) -> tuple[Word, ...]:
    """The plain words `first` to `last` (exclusive) of a window, each behind the filled pauses before it."""
    words: list[Word] = []
    for index in range(first, last):
        words += [
            Word(f.text, start_s + f.start, start_s + f.end, f.probability, "filler_sound", f.certainty, f.reason)
            for f in reading.fillers
            if f.after_words == index
        ]
        if index < len(reading.timed):
            w = reading.timed[index]
            words.append(Word(w.text, start_s + w.start, start_s + w.end, w.probability))
    return tuple(words)
