"""Cutting speech into sentences: punctuation first, then pauses and length where punctuation is thin.

A recogniser forgets full stops and invents them; a speaker stops to think in the middle of a clause. So a full stop
after "the" is not believed, a pause alone never cuts a stretch of ordinary length, and a stretch that is too long is
cut where comma, joining word and silence together speak loudest for it. Written pitches go through the same rules
without the silence, so that the same words give the same sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from rehearse.facts import Sentence, Span, Word

LONGEST_WORDS = 40
"""A stretch of more words than this is cut: spoken pitches hold hardly any sentence that long."""
SHORTEST_WORDS = 6
"""A cut made for length leaves at least this many words on each side."""
FEWEST_WORDS = 4
"""Fewer words ("you said", "not now") belong to what was said right before them: a recogniser makes full stops of
commas."""
PARTING_PAUSE_S = 0.4
"""A silence that parts them from it all the same: the shortest usual one at a clause boundary (see `FULL_PAUSE_S`)."""
FULL_PAUSE_S = 0.8
"""A silence that speaks for a cut as loudly as a comma and a joining word together (read speech: a clause boundary
pauses 0.4 to 0.6 s, a sentence boundary 0.8 to 1.2 s)."""


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ABBREVIATIONS = _set_of("dr mr mrs ms prof st jr sr vs etc e.g i.e inc ltd co u.s dept approx")
_NEVER_LAST = _set_of("a an the my your our their of at and or but with from as")
_JOINERS = _set_of("and but so then because when which now also after before while although i we")
_LEAD_INS = _set_of("so um uh er erm well yeah yes okay ok right and but anyway like hm ah oh now")
_GREETINGS = _set_of("hi hello hey good morning afternoon evening day sir madam ma'am")
_THANKS = _set_of("thank thanks sorry please")
_SAYS_WHO = _set_of("i i'm am is my name this it's here")
_LONGEST_GREETING = 4
_BULLET = re.compile(r"[-*•–—]+|\d{1,2}[.)]")
_TOKEN = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\w.'’]+")


def split(words: tuple[Word, ...], voice: tuple[Span, ...] = ()) -> tuple[Sentence, ...]:
    """The sentences of a heard take.

    `words` in order, fillers among them, punctuation attached to the word before it; `voice` are the stretches with
    voice, in seconds. Every word lands in exactly one sentence; its text leaves filler sounds out. No words give no
    sentences.
    """
    if not words:
        return ()
    silences = _silences(words, voice)
    pieces = _cut(_as_written(words), silences)
    return tuple(
        Sentence(
            text=" ".join(word.text.strip() for word in words[first:last] if word.kind != "filler_sound"),
            start=words[first].start,
            end=words[last - 1].end,
            first=first,
            last=last,
        )
        for first, last in pieces
    )


def _as_written(words: tuple[Word, ...]) -> list[str]:
    """The words as text. A filler sound has no case of its own: it takes that of the word it comes before."""
    texts: list[str] = []
    follower = ""
    for word in reversed(words):
        text = word.text.strip()
        if word.kind == "filler_sound":
            text = text.capitalize() if follower[:1].isupper() else text
        else:
            follower = text
        texts.append(text)
    return texts[::-1]


def split_text(text: str) -> tuple[Sentence, ...]:
    """The sentences of a written pitch. `start` and `end` are character offsets, `first` and `last` count its words.

    A list, or one sentence a line, needs no full stops; the mark of a list item is no word of it.
    """
    tokens = [token for token in _TOKEN.finditer(text) if not _marks_item(token)]
    if not tokens:
        return ()
    between = [text[one.end() : two.start()] for one, two in pairwise(tokens)]
    newlines = [FULL_PAUSE_S if "\n" in gap else 0.0 for gap in between]
    each_line = _one_a_line(text)
    ends = {i for i, gap in enumerate(between) if gap.count("\n") > 1 or (each_line and "\n" in gap)}
    return tuple(
        Sentence(
            text=" ".join(token.group() for token in tokens[first:last]),
            start=float(tokens[first].start()),
            end=float(tokens[last - 1].end()),
            first=first,
            last=last,
        )
        for first, last in _cut([token.group() for token in tokens], newlines, ends)
    )


def _marks_item(token: re.Match[str]) -> bool:
    """Whether it is the "-" or "2." before an item of a list."""
    text = token.string
    opens_line = not text[: token.start()].rpartition("\n")[2].strip()
    return bool(_BULLET.fullmatch(token[0])) and opens_line and "\n" in text.strip()


def _one_a_line(text: str) -> bool:
    """Whether most lines begin as a sentence does. In text that is wrapped, few do."""
    later = [line.strip() for line in text.splitlines() if line.strip()][1:]
    begins = [bool(_BULLET.match(line)) or line[0].isupper() or line[0].isdigit() for line in later]
    return 2 * sum(begins) > len(begins)


def _cut(words: Sequence[str], silences: Sequence[float], ends: Set[int] = frozenset()) -> list[tuple[int, int]]:
    """Word ranges (first, last exclusive). `silences[i]` is the silence after word i, in seconds.

    `ends` are the words that end a sentence whatever stands behind them.
    """
    stretches: list[tuple[int, int]] = []
    first = 0
    for index in range(len(words)):
        if index == len(words) - 1 or index in ends or _ends_sentence(words, index):
            stretches.append((first, index + 1))
            first = index + 1
    pieces = _join_lead_ins([part for one in stretches for part in _shorten(words, silences, *one)], words)
    return _join_scraps(pieces, words, silences)


def _ends_sentence(words: Sequence[str], index: int) -> bool:
    word = words[index].rstrip("\"')”’")
    if not word or word[-1] not in ".?!…":
        return False
    if word[-1] in "?!":
        return True
    bare = _LETTERS.sub("", word).rstrip(".…").lower()
    if bare in _ABBREVIATIONS or (len(bare) == 1 and bare.isalpha() and bare != "i"):
        return False
    follower = words[index + 1].lstrip("\"'(“‘")
    if word.endswith(("...", "…")):
        return follower[:1].isupper() and follower.split("'")[0] != "I"
    return not (bare in _NEVER_LAST or follower[:1].islower())


def _shorten(words: Sequence[str], silences: Sequence[float], first: int, last: int) -> list[tuple[int, int]]:
    if last - first <= LONGEST_WORDS:
        return [(first, last)]
    places = range(first + SHORTEST_WORDS - 1, last - SHORTEST_WORDS)
    middle = (first + last) / 2

    def loudness(place: int) -> float:
        word, follower = words[place], words[place + 1].strip(",").lower()
        comma = 1.0 if word.endswith((",", ";", ":", "-", "–", "—")) else 0.0
        joiner = 1.0 if follower.split("'")[0] in _JOINERS else 0.0
        silence = 2.0 * min(1.0, silences[place] / FULL_PAUSE_S)
        torn = 2.0 if _LETTERS.sub("", word).lower() in _NEVER_LAST else 0.0
        return comma + joiner + silence - torn - abs(place - middle) / (last - first)

    place = max(places, key=loudness) + 1
    return _shorten(words, silences, first, place) + _shorten(words, silences, place, last)


def _join_lead_ins(pieces: list[tuple[int, int]], words: Sequence[str]) -> list[tuple[int, int]]:
    """ "So.", "Um." and "Good afternoon, Mr. Lee." on their own belong to what comes after them."""
    joined: list[tuple[int, int]] = []
    held: int | None = None
    for first, last in pieces:
        start = first if held is None else held
        bare = [_LETTERS.sub("", word).strip(".…").lower() for word in words[first:last]]
        greets = bare[0] in _GREETINGS and len(bare) <= _LONGEST_GREETING and not _SAYS_WHO.intersection(bare)
        if (greets or all(word in _LEAD_INS | _GREETINGS for word in bare)) and last != len(words):
            held = start
            continue
        joined.append((start, last))
        held = None
    return joined


def _join_scraps(
    pieces: list[tuple[int, int]], words: Sequence[str], silences: Sequence[float]
) -> list[tuple[int, int]]:
    """A few words right behind a statement are its end; a question, a cry or a word of thanks stands for itself."""
    joined: list[tuple[int, int]] = []
    for first, last in pieces:
        states = all(words[end - 1].endswith(".") for end in (first, last) if end)
        thanks = any(_LETTERS.sub("", word).strip(".").lower() in _THANKS for word in words[first:last])
        if joined and last - first < FEWEST_WORDS and silences[first - 1] < PARTING_PAUSE_S and states and not thanks:
            first = joined.pop()[0]
        joined.append((first, last))
    return joined


def _silences(words: tuple[Word, ...], voice: tuple[Span, ...]) -> list[float]:
    """The silence after each word but the last, in seconds: on the sound where measured, else between the words."""
    if not voice:
        return [max(0.0, two.start - one.end) for one, two in pairwise(words)]
    gaps = [(one.end, two.start) for one, two in pairwise(sorted(voice, key=lambda span: span.start))]
    found = []
    for one, two in pairwise(words):
        # word times are blurred by a tenth of a second or two: a silence belongs between the middles of two words
        low, high = (one.start + one.end) / 2, (two.start + two.end) / 2
        found.append(sum(end - start for start, end in gaps if low <= (start + end) / 2 < high))
    return found
