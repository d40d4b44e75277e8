"""Spoken words made plain enough to be understood: filler sounds and stutters taken out, the sense left alone."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_FILLER = re.compile(r"[,\s]*\b(?:u+h+m*|u+m+|e+r+m*|h+m+|e+h+m+)\b[.…]*(?P<after>,?)", re.IGNORECASE)
_STUTTER = re.compile(r"\b(?P<said>\w+(?:['’]\w+)?(?: \w+(?:['’]\w+)?)?)(?:,? (?P=said)\b)+", re.IGNORECASE)
_CUT_OFF = re.compile(r"\b\w+-(?=\s|$)")
_DETAIL = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

_DENIAL = re.compile(
    r"\b(?:not|no(?! (?:rush|hurry|worries|problem|pressure))|never|nobody|nothing|none|nor|cannot|without)\b|n['’]t\b",
    re.IGNORECASE,
)

SHORTEST_CLAUSE = 3
"""Words."""
_SAID = {"that", "very", "really", "so", "long", "no", "had", "many", "bye"}
"""Words that people double on purpose."""


def _listed(words: str) -> list[str]:
    return words.split()


_UNITS = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = {word: 10 * n for n, word in enumerate(_listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)}
_ALIKE = 0.6
"""A name counts as said when a heard word shares this much of its letters: recognisers misspell names, people too."""


def plainly(text: str) -> str:
    """Without um and uh, without "I, I was" said twice and cut-off words. Never empty unless nothing else was said."""
    plain = _FILLER.sub(lambda found: found["after"], text)
    plain = _STUTTER.sub(lambda found: found[0] if found["said"].lower() in _SAID else found["said"], plain)
    plain = _CUT_OFF.sub("", plain)
    return re.sub(r"\s+", " ", plain).strip(" ,")


def as_sentence(text: str) -> str:
    """What is judged of a sentence: plain, with an end mark. Nothing where it is a single word other than thanks."""
    plain = plainly(text)
    words = plain.split()
    if len(words) < 2 and not plain.lower().startswith("thank"):
        return ""
    return plain if plain[-1] in ".?!" else f"{plain}."


def clauses(text: str) -> list[str]:
    """A plain sentence cut at its commas, each piece as a sentence of its own; nothing where there is but one piece.

    A recogniser hears two sentences as one with a comma between them. A piece shorter than `SHORTEST_CLAUSE` words
    stays with the next.
    """
    pieces, held = [], ""
    for part in text.split(", "):
        held = f"{held}, {part}" if held else part
        if len(held.split()) >= SHORTEST_CLAUSE:
            pieces.append(held)
            held = ""
    pieces += [held] if held else []
    if len(pieces) < 2:
        return []
    return [piece[0].upper() + piece[1:].rstrip(",") + ("" if piece[-1] in ".?!" else ".") for piece in pieces]


def denies(text: str) -> bool:
    """Whether a word of denial stands in it ("no rush" denies nothing)."""
    return bool(_DENIAL.search(text))


def numbers_in(text: str) -> set[int]:
    """Whole numbers, written or spelled, up to 99 spelled ("twenty-one", "21st" and "2,000" count)."""
    found: set[int] = set()
    tens: int | None = None
    for word in re.findall(r"\d[\d,]*|[a-z]+", text.lower().replace("’", "'")):
        if word[0].isdigit():
            found.add(int(word.replace(",", "")))
            tens = None
        elif word in _TENS:
            found.add(_TENS[word])
            tens = _TENS[word]
        elif word in _UNITS:
            unit = _UNITS.index(word)
            if tens is not None and 0 < unit < 10:
                found.discard(tens)
                unit += tens
            found.add(unit)
            tens = None
        else:
            tens = None
    return found


def names_in(text: str) -> list[str]:
    """Words with a capital inside a sentence: names of people, places, firms."""
    words = _DETAIL.findall(text)
    return [word for word in words[1:] if word[0].isupper() and word.lower() not in {"i", "i'm", "i'd", "i've", "i'll"}]


def details_left_out(notes: str, said: str) -> list[str]:
    """The names and numbers of the notes that were not said, as they stand there."""
    heard = [word.lower() for word in _DETAIL.findall(said)]
    left = [
        name
        for name in names_in(notes)
        if not any(SequenceMatcher(None, name.lower(), word).ratio() >= _ALIKE for word in heard)
    ]
    return left + [str(number) for number in sorted(numbers_in(notes) - numbers_in(said))]
