"""Syllables of a spoken word: from a pronouncing dictionary where it knows the word, else from the spelling."""

from __future__ import annotations

import re
from collections.abc import Callable

Pronounced = Callable[[str], int | None]
"""A dictionary: the number of syllables of a word in lower case, None where the word is not in it."""

_VOWEL_GROUPS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"[^aeiouyl]e$|[^aeiouy]ed$(?<![td]ed)|[^aeiouysxz]es$(?<![cg]es)(?<!shes)(?<!ches)")


def syllables(word: str, pronounced: Pronounced) -> int:
    """At least 1. A word the dictionary lacks is tried in its parts ("co-founder"), then by its spelling."""
    known = pronounced(word)
    if known:
        return known
    parts = [p for p in re.split(r"[-'’]", word) if p]
    if len(parts) > 1 and "-" in word:
        return sum(syllables(part, pronounced) for part in parts)
    return by_spelling(word)


def by_spelling(word: str) -> int:
    """Vowel groups, less a silent e. A word without vowels ("pwc") is spelled out: a syllable a letter."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_VOWEL_GROUPS.findall(letters))
    if groups == 0:
        return max(1, len(letters))
    if groups > 1 and _SILENT_E.search(letters):
        groups -= 1
    return groups
