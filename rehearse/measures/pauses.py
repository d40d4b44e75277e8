"""Silent pauses, measured on the sound: at least 0.25 s without voice inside the speaking time."""

from __future__ import annotations

from itertools import pairwise

from rehearse.facts import Pause, PausePlace, Pauses, Span, Word
from rehearse.thresholds import PAUSE_S

_CLAUSE_ENDS = ".,;:?!…—"
_CLAUSE_STARTS = frozenset(
    [
        "and",
        "but",
        "or",
        "so",
        "because",
        "since",
        "although",
        "though",
        "while",
        "when",
        "where",
        "which",
        "who",
        "that",
        "if",
        "as",
        "after",
        "before",
        "until",
        "unless",
        "then",
        "however",
        "also",
        "plus",
    ]
)
"""Words that open a clause in English; before one of them a pause is at a boundary."""


def measure_pauses(words: tuple[Word, ...], voice: tuple[Span, ...], speaking: Span) -> Pauses:
    """Gaps between stretches of voice. `at` is "boundary" where a clause or a sentence ends, else "inside"."""
    inside = [s for s in voice if s.end > speaking.start and s.start < speaking.end]
    shortest = PAUSE_S.low - 1e-6  # times come in hundredths of a second; a quarter counts
    items = tuple(
        Pause(before.end, after.start, _place(words, before.end, after.start))
        for before, after in pairwise(inside)
        if after.start - before.end >= shortest
    )
    lengths = [p.end - p.start for p in items]
    minutes = speaking.length_s / 60
    return Pauses(
        count=len(items),
        per_minute=len(items) / minutes if minutes > 0 else None,
        longest_s=max(lengths, default=0.0),
        total_s=sum(lengths),
        items=items,
    )


def _place(words: tuple[Word, ...], start: float, end: float) -> PausePlace:
    middle = (start + end) / 2
    spoken = [word for word in words if word.kind != "filler_sound"]
    before = next((w for w in reversed(spoken) if (w.start + w.end) / 2 <= middle), None)
    after = next((w for w in spoken if (w.start + w.end) / 2 > middle), None)
    if before is None or after is None or before.text.rstrip("\"'”’")[-1:] in _CLAUSE_ENDS:
        return "boundary"
    return "boundary" if after.text.strip(".,;:?!\"'“”").lower() in _CLAUSE_STARTS else "inside"
