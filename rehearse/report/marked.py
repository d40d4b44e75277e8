"""The transcript with fillers and pauses where they happened: one list of pieces that every form draws its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rehearse.facts import Filler, Report
from rehearse.thresholds import LONG_PAUSE_S

PieceKind = Literal["word", "filler_sound", "filler_word", "pause", "long_pause"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a filler ("you know" is one) or a pause. `index` is its first word's place in the transcript."""

    kind: PieceKind
    text: str
    start: float
    end: float
    index: int | None = None


def marked(report: Report, shortest_pause_s: float = 0.5) -> tuple[Piece, ...]:
    """Words in order, with pauses of at least `shortest_pause_s` between them. A pause's text is its length."""
    words = _words(report)
    long = LONG_PAUSE_S.high
    pauses = [
        Piece("long_pause" if p.end - p.start > long else "pause", f"{p.end - p.start:.1f} s", p.start, p.end)
        for p in report.pauses.items
        if p.end - p.start >= shortest_pause_s
    ]
    # a pause stands where its middle falls; a word's middle is surer than its edges
    return tuple(sorted((*words, *pauses), key=lambda piece: ((piece.start + piece.end) / 2, piece.index is None)))


def _words(report: Report) -> list[Piece]:
    pieces: list[Piece] = []
    said: Filler | None = None
    for index, word in enumerate(report.transcript.words):
        middle = (word.start + word.end) / 2
        filler = next((f for f in report.fillers.items if f.kind == word.kind and f.start <= middle <= f.end), None)
        if filler is not None and filler is said:
            last = pieces[-1]
            pieces[-1] = Piece(word.kind, f"{last.text} {word.text}", last.start, word.end, last.index)
        else:
            pieces.append(Piece(word.kind, word.text, word.start, word.end, index))
        said = filler
    return pieces
