"""Repeats, restarts and cut-off words ("I, I worked at"): found in the words, marked apart from fillers. Experimental.

Only what the recogniser wrote down can be found; much of it is tidied away before.
"""

from __future__ import annotations

from rehearse.facts import Restart, Word
from rehearse.listen.filler_text import bare

LONGEST_REPEAT = 4
"""Words; a longer repeat is a figure of speech or a decoder in a loop."""
SAID_TWICE = frozenset(
    [
        "very",
        "really",
        "so",
        "no",
        "yes",
        "much",
        "many",
        "more",
        "had",
        "that",
        "is",
        "it's",
        "bye",
        "ha",
        "blah",
        "please",
        "never",
        "far",
    ]
)
"""Words that are doubled on purpose, or by grammar ("that that", "had had")."""


def find_restarts(words: tuple[Word, ...]) -> tuple[Restart, ...]:
    """Repeats, restarts and cut-off words among the words, in order; filler sounds between them do not hide them."""
    said = [w for w in words if w.kind != "filler_sound" and bare(w.text)]
    text = [bare(w.text) for w in said]
    found: list[Restart] = []
    at = 0
    while at < len(said):
        length = _repeated(text, at)
        if length:
            found.append(_restart("repeat", said[at : at + length]))
        elif _is_cut_off(said, text, at):
            found.append(_restart("cut_off", said[at : at + 1]))
        elif _starts_again(said, text, at):
            found.append(_restart("restart", said[at : at + 2]))
        at += max(length, 1)
    return tuple(found)


def _repeated(text: list[str], at: int) -> int:
    """How many words at `at` are said again at once, 0 if none."""
    for length in range(LONGEST_REPEAT, 0, -1):
        phrase = text[at : at + length]
        again = text[at + length : at + 2 * length]
        if phrase == again and not (length == 1 and (phrase[0] in SAID_TWICE or phrase[0].isdigit())):
            return length
    return 0


def _is_cut_off(said: list[Word], text: list[str], at: int) -> bool:
    """A word written with a dash at its end, or set off by a comma and the beginning of the next ("al, align")."""
    written = said[at].text
    if written.endswith(("-", "—", "–")):
        return True
    goes_on = at + 1 < len(text) and len(text[at + 1]) > len(text[at]) >= 2 and text[at + 1].startswith(text[at])
    return goes_on and not written[-1].isalnum()


def _starts_again(said: list[Word], text: list[str], at: int) -> bool:
    """Two words, a comma, and the first of them again with another continuation: "I was, I am"."""
    if at + 3 >= len(text) or said[at + 1].text[-1:] not in {",", "-", "…"}:
        return False
    subject = text[at] in {"i", "we", "you", "he", "she", "they", "it"}
    return subject and text[at + 2] == text[at] and text[at + 3] != text[at + 1]


def _restart(kind: str, part: list[Word]) -> Restart:
    return Restart(kind, " ".join(w.text for w in part), part[0].start, part[-1].end)  # type: ignore[arg-type]
