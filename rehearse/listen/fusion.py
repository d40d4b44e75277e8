"""Decides what is a filled pause: what the verbatim decode claims, held against what the sound supports.

Decoded words locate, the sound decides and times. What the decoder wrote has its own probability; what the head hears
there, or does not, is taken into account by how much it is worth with unknown speakers (`Worth`): log odds add. A sound
alone is not enough (laughter and drawn-out words sound like one), unless it lies beside a filled pause that both agree
on: the decoder writes fillers that run together as one.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace

from rehearse.facts import Certainty
from rehearse.listen.filled_pauses import Stretch, Worth, log_odds
from rehearse.listen.recogniser import TimedWord
from rehearse.listen.verbatim import Claim
from rehearse.listen.word_times import latest_end

LIKELY, CERTAIN = 0.5, 0.9
"""Probability from which a filled pause is reported, and from which it is certain."""
NEAR_S = 0.35
"""Whisper's word edges are this far off around what it swallowed."""
ONE_LASTS_S = 0.35
"""Filled pauses that run together in one stretch last about this long each, with what lies between them."""
QUICKEST_S = 0.2
"""Nobody says them quicker one after the other (de Leeuw 2007: most last 0.2 to 0.6 s): more claims are a loop."""
RUN_TOGETHER = 0.5
"""The decoder must believe this much in a second filled pause within one stretch: drawn-out ones are long, too."""
BESIDE, BESIDE_S = 0.9, 1.0
"""How sure the head must be of an unwritten filled pause beside a certain one, and how near it must lie (seconds)."""


@dataclass(frozen=True, slots=True)
class FoundPause:
    """A filled pause: how many plain words lie before it, seconds from the window's start, and why it is reported."""

    text: str
    after_words: int
    start: float
    end: float
    probability: float
    certainty: Certainty
    reason: str


def fuse(
    claims: list[Claim],
    stretches: list[Stretch] | None,
    plain: list[TimedWord],
    length_s: float,
    worth: Worth | None,
) -> list[FoundPause]:
    """The filled pauses of a window, in order. `stretches` and `worth` are None where the model has no head."""
    claims = _sayable(claims, plain, length_s)
    places = [place_of(claim.after_words, plain, length_s) for claim in claims]
    if stretches is None or worth is None:
        return [
            _found(claim, *place, claim.probability, "written down by the verbatim decode")
            for claim, place in zip(claims, places, strict=True)
            if claim.probability >= LIKELY
        ]
    found: list[FoundPause] = []
    supports = _share(claims, _assign(places, stretches, worth))
    for claim, place, support in zip(claims, places, supports, strict=True):
        probability = combined(claim.probability, worth.of(support))
        if probability < LIKELY:
            continue
        start, end = (support.start, support.end) if support else place
        heard = "and heard" if support else "hardly heard"
        found.append(_found(claim, start, end, probability, f"written down by the verbatim decode, {heard}"))
    free = [s for s in stretches if s not in supports and s.probability >= BESIDE]
    beside = _run_on(found, free, plain)
    return sorted([*_parted(found), *beside], key=lambda f: (f.after_words, f.start))


def _sayable(claims: list[Claim], plain: list[TimedWord], length_s: float) -> list[Claim]:
    """The claims without those of a place where the decoder ran in a loop: more than anyone could say there."""
    crowded = set()
    for after_words, written in Counter(claim.after_words for claim in claims).items():
        low, high = place_of(after_words, plain, length_s)
        if written * QUICKEST_S > high - low + NEAR_S:
            crowded.add(after_words)
    return [claim for claim in claims if claim.after_words not in crowded]


def combined(decoder: float, worth: float) -> float:
    """The decoder's probability, and what the sound says to it (a log likelihood ratio)."""
    return 1 / (1 + math.exp(-log_odds(decoder) - worth))


def place_of(after_words: int, plain: list[TimedWord], length_s: float) -> tuple[float, float]:
    """From the end of the word before to the end of the word after, either of which may have swallowed the sound."""
    low = latest_end(plain[after_words - 1]) if after_words else 0.0
    high = plain[after_words].end if after_words < len(plain) else length_s
    return low, max(low, high)


def _assign(places: list[tuple[float, float]], stretches: list[Stretch], worth: Worth) -> list[Stretch | None]:
    """The stretch that speaks for each place: both in order, each once, so that the most is explained."""
    gain = [[0.0] * (len(stretches) + 1) for _ in range(len(places) + 1)]
    gains = [
        [
            worth.of(s) - worth.absence if low - NEAR_S <= (s.start + s.end) / 2 <= high + NEAR_S else 0.0
            for s in stretches
        ]
        for low, high in places
    ]
    for i in range(1, len(places) + 1):
        for j in range(1, len(stretches) + 1):
            gain[i][j] = max(gain[i - 1][j], gain[i][j - 1], gain[i - 1][j - 1] + gains[i - 1][j - 1])
    supports: list[Stretch | None] = [None] * len(places)
    i, j = len(places), len(stretches)
    while i and j:
        if gain[i][j] == gain[i - 1][j]:
            i -= 1
        elif gain[i][j] == gain[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            supports[i] = stretches[j]
    return supports


def _share(claims: list[Claim], supports: list[Stretch | None]) -> list[Stretch | None]:
    """Claims left without a stretch share that of a neighbour in the same place, if it is long enough for all."""
    shared = list(supports)
    for index, (claim, support) in enumerate(zip(claims, supports, strict=True)):
        if support or claim.probability < RUN_TOGETHER:
            continue
        for other, neighbour in enumerate(supports):
            if neighbour and claims[other].after_words == claim.after_words:
                sharing = sum(s is neighbour for s in shared)
                if neighbour.end - neighbour.start >= (sharing + 1) * ONE_LASTS_S:
                    shared[index] = neighbour
                    break
    return shared


def _parted(found: list[FoundPause]) -> list[FoundPause]:
    """Filled pauses that share a stretch, each with its own part of it."""
    parted: list[FoundPause] = []
    for pause in found:
        same = [f for f in found if (f.start, f.end) == (pause.start, pause.end)]
        part = (pause.end - pause.start) / len(same)
        at = next(i for i, f in enumerate(same) if f is pause)
        parted.append(replace(pause, start=pause.start + at * part, end=pause.start + (at + 1) * part))
    return parted


def _run_on(found: list[FoundPause], free: list[Stretch], plain: list[TimedWord]) -> list[FoundPause]:
    """Unwritten filled pauses beside written ones: sound of the same kind, less than `BESIDE_S` away."""
    beside = []
    for stretch in free:
        apart = [(max(stretch.start - f.end, f.start - stretch.end), f) for f in found if f.probability >= CERTAIN]
        distance, pause = min(apart, key=lambda near: near[0], default=(BESIDE_S, None))
        if pause and distance < BESIDE_S:
            # a word may lie between the two: its end is known well, its start badly, so that only the later one moves
            before = sum(word.end <= (stretch.start + stretch.end) / 2 for word in plain)
            claim = Claim(pause.text, max(before, pause.after_words), 0.0)
            reason = "not written down, heard beside another"
            beside.append(_found(claim, stretch.start, stretch.end, stretch.probability * LIKELY / BESIDE, reason))
    return beside


def _found(claim: Claim, start: float, end: float, probability: float, reason: str) -> FoundPause:
    certainty: Certainty = "certain" if probability >= CERTAIN else "likely"
    return FoundPause(claim.text, claim.after_words, start, end, probability, certainty, reason)
