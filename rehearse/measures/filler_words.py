"""Filler words: discourse markers used as fillers, told from the same words put to use, by their context.

One table (`filler_rules.RULES`) holds the rules. For a marker the first row that fits decides; where none fits it is
put to use. Precision goes before recall: a person corrected wrongly stops believing.
"""

from __future__ import annotations

from collections import Counter

from rehearse.facts import Filler, Word
from rehearse.measures.filler_rules import OVERUSED, RULES, Context, bare


def find_filler_words(
    words: tuple[Word, ...], extra: frozenset[str] = frozenset(), never: frozenset[str] = frozenset()
) -> tuple[Filler, ...]:
    """The filler words among `words`, in order, each with why.

    `extra` and `never` are the speaker's own lists, lower case: phrases that always count, and phrases that never do.
    """
    said = _Said(words)
    found: list[Filler] = []
    at = 0
    while at < len(said.words):
        hit = _own(said, at, extra) or _by_rule(said, at, never)
        if hit:
            length, filler = hit
            found.append(filler)
            at += length
        else:
            at += 1
    found += _overused(said, never | extra)
    return tuple(sorted(found, key=lambda f: (f.start, f.end)))


class _Said:
    """The words as the rules see them: without filler sounds, but with a mark where one stood."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        self.words: list[Word] = []
        self.hesitates: list[bool] = []
        hesitated = False
        for word in words:
            if word.kind == "filler_sound":
                hesitated = True
            elif bare(word.text):
                self.words.append(word)
                self.hesitates.append(hesitated)
                hesitated = False
        self.bare = [bare(word.text) for word in self.words]

    def is_phrase(self, at: int, phrase: tuple[str, ...]) -> bool:
        inside = self.words[at : at + len(phrase) - 1]
        return tuple(self.bare[at : at + len(phrase)]) == phrase and all(w.text[-1].isalnum() for w in inside)

    def context(self, at: int, length: int) -> Context:
        """What stands around the phrase of `length` words at `at`."""
        last = at + length - 1
        before = self.words[at - 1].text if at else "."
        return Context(
            before=self.bare[at - 1] if at else "",
            before_that=self.bare[at - 2] if at > 1 else "",
            after=self.bare[last + 1] if last + 1 < len(self.bare) else "",
            after_that=self.bare[last + 2] if last + 2 < len(self.bare) else "",
            starts=before[-1] in ".?!…",
            set_off=before[-1] in ",;:–—-" or self.hesitates[at],
            followed_by=self.words[last].text[-1] if not self.words[last].text[-1].isalnum() else "",
        )

    def filler(self, at: int, length: int, certain: bool, reason: str) -> Filler:
        part = self.words[at : at + length]
        text = " ".join(self.bare[at : at + length])
        certainty = "certain" if certain else "likely"
        return Filler(text, "filler_word", part[0].start, part[-1].end, certainty, reason)  # type: ignore[arg-type]


def _own(said: _Said, at: int, extra: frozenset[str]) -> tuple[int, Filler] | None:
    for phrase in sorted((tuple(p.lower().split()) for p in extra), key=len, reverse=True):
        if phrase and said.is_phrase(at, phrase):
            return len(phrase), said.filler(at, len(phrase), True, "on your own list")
    return None


def _by_rule(said: _Said, at: int, never: frozenset[str]) -> tuple[int, Filler] | None:
    for phrase, rows in RULES.items():
        if " ".join(phrase) in never or not said.is_phrase(at, phrase):
            continue
        context = said.context(at, len(phrase))
        row = next((row for row in rows if row.fits(context)), None)
        if row and row.filler:
            return len(phrase), said.filler(at, len(phrase), row.certain, row.why)
        return None
    return None


def _overused(said: _Said, left_out: frozenset[str]) -> list[Filler]:
    """Words that are fine now and then: fillers only in a run, or above their rate over the whole take."""
    uses = [
        at
        for at, word in enumerate(said.bare)
        if word in OVERUSED.words
        and word not in left_out
        and not any(row.fits(said.context(at, 1)) for row in OVERUSED.put_to_use.get(word, ()))
    ]
    often = Counter(said.bare[at] for at in uses)
    limit = max(OVERUSED.fewest, OVERUSED.per_100_words * len(said.words) / 100)
    fillers = []
    for at in uses:
        word = said.bare[at]
        if often[word] >= limit:
            fillers.append(said.filler(at, 1, False, f"“{word}” {often[word]} times in {len(said.words)} words"))
        elif at - 1 in uses or at + 1 in uses:
            fillers.append(said.filler(at, 1, False, "one of a run of such words"))
    return fillers
