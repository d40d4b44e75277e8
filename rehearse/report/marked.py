"""The transcript with fillers and pauses where they happened: one list of pieces that every form draws its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rehearse.facts import Report
from rehearse.thresholds import LONG_PAUSE_S

PieceKind = Literal["word", "filler_sound", "filler_word", "pause", "long_pause"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a filler or a pause. `index` is the word's place in the transcript, None for a pause."""

    kind: PieceKind
    text: str
    start: float
    end: float
    index: int | None = None


def marked(report: Report, shortest_pause_s: float = 0.5) -> tuple[Piece, ...]:
    """Words in order, with pauses of at least `shortest_pause_s` between them. A pause's text is its length."""
    words = [Piece(w.kind, w.text, w.start, w.end, i) for i, w in enumerate(report.transcript.words)]
    long = LONG_PAUSE_S.high
    pauses = [
        Piece("long_pause" if p.end - p.start > long else "pause", f"{p.end - p.start:.1f} s", p.start, p.end)
        for p in report.pauses.items
        if p.end - p.start >= shortest_pause_s
    ]
    # a pause stands where its middle falls; a word's middle is surer than its edges
    return tuple(sorted((*words, *pauses), key=lambda piece: ((piece.start + piece.end) / 2, piece.index is None)))
