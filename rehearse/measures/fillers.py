"""Filler sounds (heard by the listening room) and filler words (judged by context), counted apart."""

from __future__ import annotations

from dataclasses import replace

from rehearse.facts import Filler, Fillers, Heard, Span, Transcript, Word
from rehearse.measures.filler_rules import bare


def sound_fillers(words: tuple[Word, ...]) -> tuple[Filler, ...]:
    """The filler sounds among the words, as report items."""
    return tuple(
        Filler(w.text, "filler_sound", w.start, w.end, w.certainty or "likely", w.reason or "decoded")
        for w in words
        if w.kind == "filler_sound"
    )


def measure_fillers(heard: Heard, filler_words: tuple[Filler, ...], spoken: int, speaking: Span) -> Fillers:
    """Both kinds, in the order they were said. `spoken` is the number of spoken words."""
    sounds = sound_fillers(heard.transcript.words)
    items = tuple(sorted((*sounds, *filler_words), key=lambda f: (f.start, f.end)))
    minutes = speaking.length_s / 60
    low, high = heard.filler_range
    return Fillers(
        sounds=len(sounds),
        words=len(filler_words),
        per_minute=len(items) / minutes if minutes > 0 else None,
        per_100_words=100 * len(items) / spoken if spoken else None,
        confidence=(min(low, len(sounds)), max(high, len(sounds))),
        items=items,
        complete=heard.fillers_complete,
    )


def mark_filler_words(transcript: Transcript, filler_words: tuple[Filler, ...]) -> Transcript:
    """The transcript with the kind of each word that is part of a filler word set to "filler_word"."""

    def marked(word: Word) -> Word:
        # the word beside it may begin or end at the same moment, and last for none
        near = (f for f in filler_words if f.start <= (word.start + word.end) / 2 <= f.end)
        inside = any(bare(word.text) in map(bare, f.text.split()) for f in near)
        return replace(word, kind="filler_word") if inside and word.kind == "word" else word

    return replace(transcript, words=tuple(marked(word) for word in transcript.words))
