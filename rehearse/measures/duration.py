"""How long it took: the whole recording, the speaking time inside it, and both against the target."""

from __future__ import annotations

from rehearse.facts import Duration, DurationVerdict, Span, Word
from rehearse.thresholds import DURATION_OF_TARGET

_NEAR_S = 0.35
"""A stretch of voice belongs to the pitch when a word lies this near: Whisper's word times are good to about 0.2 s."""


def speaking_span(words: tuple[Word, ...], voice: tuple[Span, ...]) -> Span | None:
    """From the start of the first spoken sound to the end of the last, filled pauses included. None without words.

    The edges come from the sound; stretches of voice far from any word (a cough before, a radio after) are left out.
    """
    if not words:
        return None
    first, last = words[0].start, max(word.end for word in words)
    told = [s for s in voice if s.end >= first - _NEAR_S and s.start <= last + _NEAR_S]
    if not told:
        return Span(first, last)
    return Span(told[0].start, told[-1].end)


def measure_duration(total_s: float, speaking: Span, target_s: float) -> Duration:
    """The verdict is on the speaking time, the time a listener gives."""
    return Duration(
        total_s=total_s,
        speaking_s=speaking.length_s,
        lead_in_s=max(0.0, speaking.start),
        tail_s=max(0.0, total_s - speaking.end),
        target_s=target_s,
        difference_s=speaking.length_s - target_s,
        verdict=_verdict(speaking.length_s / target_s),
    )


def _verdict(of_target: float) -> DurationVerdict:
    if of_target < DURATION_OF_TARGET.low:
        return "short"
    return "over" if of_target > DURATION_OF_TARGET.high else "on_time"
