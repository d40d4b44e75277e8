"""How fast: words a minute of speaking time, syllables a second of it without its pauses, and each third by itself."""

from __future__ import annotations

from rehearse.facts import Pace, PaceVerdict, Pauses, Span, Word
from rehearse.measures.spoken import spoken_words
from rehearse.measures.syllables import Pronounced, syllables
from rehearse.thresholds import PACE_BAND, PACE_FLAGGED

FEWEST_WORDS = 5
"""Below this a pace is chance: it is then not known rather than wrong. Our own choice."""
SHORTEST_S = 0.1
"""Nobody says as many words in less: such times are none."""


def count_words(words: tuple[Word, ...]) -> int:
    """Spoken words as the report contract counts them: filler sounds none, filler words as words."""
    return sum(len(spoken_words(word.text)) for word in words if word.kind != "filler_sound")


def measure_pace(words: tuple[Word, ...], speaking: Span, pauses: Pauses, pronounced: Pronounced) -> Pace:
    counted = count_words(words)
    known = counted >= FEWEST_WORDS and speaking.length_s >= SHORTEST_S
    wpm = counted / speaking.length_s * 60 if known else None
    voiced_s = speaking.length_s - pauses.total_s
    spoken = [w for word in words if word.kind != "filler_sound" for w in spoken_words(word.text)]
    said = sum(syllables(word, pronounced) for word in spoken)
    return Pace(
        words=counted,
        wpm=wpm,
        articulation_sps=said / voiced_s if known and voiced_s >= SHORTEST_S else None,
        band=(PACE_BAND.low, PACE_BAND.high),
        verdict=None if wpm is None else _verdict(wpm),
        thirds=_thirds(words, speaking) if known else (None, None, None),
    )


def _thirds(words: tuple[Word, ...], speaking: Span) -> tuple[float, float, float]:
    third_s = speaking.length_s / 3
    counts = [0, 0, 0]
    for word in words:
        if word.kind != "filler_sound":
            # kept within the take before it becomes a number of a third: an imported attempt may say any times
            place = min(2.0, max(0.0, ((word.start + word.end) / 2 - speaking.start) / third_s))
            counts[int(place)] += len(spoken_words(word.text))
    first, second, last = (count / third_s * 60 for count in counts)
    return first, second, last


def _verdict(wpm: float) -> PaceVerdict:
    if wpm < PACE_FLAGGED.low:
        return "very_slow"
    if wpm > PACE_FLAGGED.high:
        return "very_fast"
    if wpm < PACE_BAND.low:
        return "slow"
    return "fast" if wpm > PACE_BAND.high else "in_band"
