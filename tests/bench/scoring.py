"""How words and filler sounds are scored: as the README of the recordings says. Numbers as spoken, no tidying."""

from __future__ import annotations

from rehearse.listen.filler_text import is_filler_sound
from rehearse.measures.spoken import spoken_words


def said(text: str) -> list[str]:
    """The words of a text as they are said, in lower case, filler sounds among them."""
    return [word.strip("'").replace("’", "'").lower() for token in text.split() for word in _spoken(token)]


def _spoken(token: str) -> list[str]:
    return [token.strip('.,?!…;:"“”')] if is_filler_sound(token) else list(spoken_words(token))


def word_errors(reference: str, hypothesis: str) -> tuple[int, int]:
    """Substitutions, insertions and deletions, and the words of the reference; filler sounds left out on both sides."""
    wanted = [w for w in said(reference) if not is_filler_sound(w)]
    heard = [w for w in said(hypothesis) if not is_filler_sound(w)]
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(before + (word != other), row[j] + 1, row[j - 1] + 1)
    return row[-1], len(wanted)


def filler_counts(reference: str, hypothesis: str) -> tuple[int, int, int]:
    """Matched, invented and missed filler sounds."""
    right = filler_verdicts(reference, hypothesis)
    there = sum(map(is_filler_sound, said(reference)))
    return sum(right), len(right) - sum(right), there - sum(right)


def filler_verdicts(reference: str, hypothesis: str) -> list[bool]:
    """For each filler sound of the hypothesis, whether it is right (edit distance; a filler may only match one)."""
    wanted, heard = said(reference), said(hypothesis)
    rows, columns = len(wanted), len(heard)
    far = rows + columns + 1

    def change(a: str, b: str) -> int:
        fillers = is_filler_sound(a) + is_filler_sound(b)
        return 0 if fillers == 2 else far if fillers == 1 else int(a != b)

    cost = [[i + j for j in range(columns + 1)] for i in range(rows + 1)]
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            diagonal = cost[i - 1][j - 1] + change(wanted[i - 1], heard[j - 1])
            cost[i][j] = min(diagonal, cost[i - 1][j] + 1, cost[i][j - 1] + 1)
    matched: set[int] = set()
    i, j = rows, columns
    while i and j:
        if cost[i][j] == cost[i - 1][j - 1] + change(wanted[i - 1], heard[j - 1]):
            i, j = i - 1, j - 1
            if is_filler_sound(wanted[i]):
                matched.add(j)
        elif cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return [at in matched for at, word in enumerate(heard) if is_filler_sound(word)]


def timed_counts(reference: list[tuple[float, float]], found: list[tuple[float, float]]) -> tuple[int, list[float]]:
    """Fillers within 0.5 s of a reference filler that is not yet taken, and how far off each one's middle is."""
    left = [(a + b) / 2 for a, b in reference]
    off = []
    for start, end in found:
        middle = (start + end) / 2
        near = min(left, key=lambda m: abs(m - middle), default=None)
        if near is not None and abs(near - middle) <= 0.5:
            left.remove(near)
            off.append(abs(near - middle))
    return len(off), off
