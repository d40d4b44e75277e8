"""Names from the story card, put right where the recogniser half heard them.

They are not given to the recogniser as a prompt: that makes it write them where they were not said.
Instead a word it was unsure of, that sounds nearly like a name on the card, becomes that name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from rehearse.facts import Word
from rehearse.listen.filler_text import bare

UNSURE = 0.5
"""Probability of a word above which the recogniser is believed."""
ALIKE = 0.8
"""How alike the sounds must be (share of matching letters of the two rough spellings)."""
SHORTEST_NAME = 4
"""Letters; shorter names are alike to too many words."""
_OPENS_A_SENTENCE = re.compile(r"(^|[!?\n]|\w{5}\.)\W*$")
"""A full stop behind fewer letters may be that of "Mrs." or "Prof."."""
_SMALL_FOLLOWS = re.compile(r"(['’]\w+)? +[a-z\d]")


def with_names(words: tuple[Word, ...], hints: tuple[str, ...]) -> tuple[Word, ...]:
    """The words, unsure ones that sound like a name in `hints` replaced by it. Punctuation, times and kinds stay."""
    names = {name for hint in hints for name in _names_in(hint) if len(name) >= SHORTEST_NAME}
    if not names:
        return words
    return tuple(_put_right(word, names) for word in words)


def _names_in(hint: str) -> set[str]:
    """The words with a capital, but not "Fifteen" of "Fifteen minutes next week", which has it for its place alone."""
    return {
        word.group()
        for word in re.finditer(r"[^\W\d_]+", hint)
        if word.group()[0].isupper()
        and not (_OPENS_A_SENTENCE.search(hint[: word.start()]) and _SMALL_FOLLOWS.match(hint[word.end() :]))
    }


def _put_right(word: Word, names: set[str]) -> Word:
    said = bare(word.text)
    if word.kind != "word" or word.probability >= UNSURE or len(said) < SHORTEST_NAME - 1:
        return word
    name = max(sorted(names), key=lambda n: _alike(said, n.lower()))
    if said == name.lower() or said[0] != name[0].lower() or _alike(said, name.lower()) < ALIKE:
        return word
    return replace(word, text=re.sub(r"[\w'-]+", name, word.text, count=1))


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, _rough(one), _rough(other), autojunk=False).ratio()


def _rough(word: str) -> str:
    """A rough spelling by sound: one letter for each group of sounds that are easily taken for each other."""
    for pattern, sound in (("ph", "f"), ("ck|q|c(?![eiy])", "k"), ("c|z", "s"), ("[ieyj]+", "i"), ("[aou]+", "a")):
        word = re.sub(pattern, sound, word)
    return re.sub(r"(.)\1+", r"\1", word)
