"""Filler words by context: every rule's own example, and two sets of sentences (half fillers, half put to use)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rehearse.facts import Word
from rehearse.measures.filler_rules import RULES, Row
from rehearse.measures.filler_words import _Said, find_filler_words

HERE = Path(__file__).parent
SENTENCES = HERE / "filler_word_sentences.txt"
KEPT_BACK = HERE / "filler_word_sentences_kept_back.txt"
HESITATIONS = {"um", "uh"}


def words_of(text: str) -> tuple[Word, ...]:
    """One word each 0.3 s; um and uh as filler sounds."""
    return tuple(
        Word(t, i * 0.3, i * 0.3 + 0.25, 1.0, "filler_sound" if re.sub(r"\W", "", t).lower() in HESITATIONS else "word")
        for i, t in enumerate(text.split())
    )


def sentences(file: Path) -> list[tuple[str, set[tuple[int, int]]]]:
    """Each sentence without its brackets, and the (first, last) word of every bracketed phrase."""
    found = []
    for line in file.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        marked = set()
        for match in re.finditer(r"\[([^\]]*)\]", line):
            first = len(line[: match.start()].split())
            marked.add((first, first + len(match.group(1).split()) - 1))
        found.append((line.replace("[", "").replace("]", ""), marked))
    return found


def hits(text: str) -> set[tuple[int, int]]:
    return {(round(f.start / 0.3), round((f.end - 0.25) / 0.3)) for f in find_filler_words(words_of(text))}


ROWS = [(phrase, row) for phrase, rows in RULES.items() for row in rows]


@pytest.mark.parametrize(("phrase", "row"), ROWS, ids=[row.example for _, row in ROWS])
def test_each_row_judges_its_own_example(phrase: tuple[str, ...], row: Row) -> None:
    said = _Said(words_of(row.example))
    contexts = [said.context(at, len(phrase)) for at in range(len(said.words)) if said.is_phrase(at, phrase)]
    assert row in [next((r for r in RULES[phrase] if r.fits(c)), None) for c in contexts]


@pytest.mark.parametrize("file", [SENTENCES, KEPT_BACK], ids=["mended on", "kept back"])
def test_precision_and_recall(file: Path) -> None:
    right = invented = missed = 0
    for text, marked in sentences(file):
        found = hits(text)
        right, invented, missed = (
            right + len(found & marked),
            invented + len(found - marked),
            missed + len(marked - found),
        )
    assert right / (right + invented) >= 0.9
    assert right / (right + missed) >= 0.8


def test_the_set_is_large_and_balanced() -> None:
    marked = [bool(m) for _, m in sentences(SENTENCES)]
    assert len(marked) >= 200
    assert 0.4 <= sum(marked) / len(marked) <= 0.6


def test_every_hit_says_why() -> None:
    for text, _ in sentences(SENTENCES):
        assert all(f.reason for f in find_filler_words(words_of(text)))


def test_the_speakers_own_list_is_respected() -> None:
    words = words_of("To be honest, I was, you know, tired to be honest")
    added = find_filler_words(words, extra=frozenset({"to be honest"}))
    assert [f.text for f in added] == ["to be honest", "you know", "to be honest"]
    assert find_filler_words(words, never=frozenset({"you know"})) == ()


def test_an_overused_word_counts_only_above_its_rate() -> None:
    rest = "we sold tea in nine towns and then we left for the coast with our dog "
    once = words_of("I actually moved here. " + rest * 3)
    assert find_filler_words(once) == ()
    often = words_of(("I actually moved here. " + rest) * 4)
    assert [f.text for f in find_filler_words(often)] == ["actually"] * 4


def test_nothing_said_nothing_found() -> None:
    assert find_filler_words(()) == ()
