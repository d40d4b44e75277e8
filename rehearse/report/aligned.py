"""Two transcripts word by word: what stayed, what was dropped, what came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rehearse.facts import Report, Word

RunKind = Literal["same", "dropped", "came_in"]


@dataclass(frozen=True, slots=True)
class AlignedRun:
    """Words in a row that share a fate. `start` is where they are heard, in the first take if dropped."""

    kind: RunKind
    text: str
    start: float
    words: int


def align(before: Report, after: Report) -> tuple[AlignedRun, ...]:
    """All words of both in order, fillers too; where words were replaced, what was dropped stands first."""
    a, b = before.transcript.words, after.transcript.words
    runs: list[AlignedRun] = []
    matcher = SequenceMatcher(None, bare(a), bare(b), autojunk=False)
    for kind, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if kind == "equal":
            runs.append(_run("same", b[b_from:b_to]))
            continue
        if a_to > a_from:
            runs.append(_run("dropped", a[a_from:a_to]))
        if b_to > b_from:
            runs.append(_run("came_in", b[b_from:b_to]))
    return tuple(runs)


def bare(words: tuple[Word, ...]) -> list[str]:
    """Words without case and punctuation, so that "Ana." and "ana" are the same."""
    return [re.sub(r"[^\w'%$]+", "", word.text.casefold().replace("’", "'")) for word in words]


def _run(kind: RunKind, words: tuple[Word, ...]) -> AlignedRun:
    return AlignedRun(kind, " ".join(word.text for word in words), words[0].start, len(words))
