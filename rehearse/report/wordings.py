"""Learned by heart? Over the takes of one story the facts should stay and the wording should move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median
from typing import Literal

from rehearse.facts import Report
from rehearse.report.aligned import bare
from rehearse.thresholds import SAME_WORDING

RUN = 4
"""So many words in a row count as the same wording; shorter runs ("I would like") come back in any English."""

SCRAP = 2
"""Up to so many words of another sentence at the edge of such a run are left out of the quotation."""
NO_ABBREVIATION = 5
"""A full stop behind fewer letters may be that of "Mrs." or "Inc."."""
LAST_TAKES = 5
FEWEST_TAKES = 3
LOOSE = " .,;:!?"
"""What a quoted phrase does without at its ends."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """`share` is the median over neighbouring takes of how much of the later one's wording stood in the earlier one.

    `shares` has one value for each pair, oldest first. `phrases` came back in every take, longest first; `told` are
    the elements that every take told. The verdict is None with fewer than `FEWEST_TAKES` takes.
    """

    takes: int
    share: float | None
    shares: tuple[float, ...]
    phrases: tuple[str, ...]
    told: tuple[str, ...]
    verdict: Literal["recited", "settling", "fresh"] | None


def wordings(reports: Sequence[Report]) -> Wordings:
    """The last `LAST_TAKES` of `reports` (one story, oldest first). Filler sounds are no wording."""
    last = reports[-LAST_TAKES:]
    said = [bare(tuple(w for w in report.transcript.words if w.kind != "filler_sound")) for report in last]
    shares = tuple(_share(a, b) for a, b in pairwise(said))
    share = median(shares) if shares else None
    told = [{i.element for i in report.coverage.items if i.verdict == "covered"} for report in last]
    return Wordings(
        takes=len(last),
        share=share,
        shares=shares,
        phrases=_phrases(last, said) if len(last) >= FEWEST_TAKES else (),
        told=tuple(e.id for e in last[-1].story.elements if all(e.id in t for t in told)) if last else (),
        verdict=None if share is None or len(last) < FEWEST_TAKES else _verdict(share),
    )


def _verdict(share: float) -> Literal["recited", "settling", "fresh"]:
    if share >= SAME_WORDING.high:
        return "recited"
    return "fresh" if share <= SAME_WORDING.low else "settling"


def _share(before: list[str], after: list[str]) -> float:
    """How much of `after` stands in runs of at least `RUN` words that `before` has too, in the same order."""
    if not after:
        return 0.0
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= RUN) / len(after)


def _phrases(reports: Sequence[Report], said: Sequence[list[str]]) -> tuple[str, ...]:
    """The runs of the last take whose every stretch of `RUN` words all takes have, as they were written last."""
    everywhere = set.intersection(*({tuple(w[i : i + RUN]) for i in range(len(w) - RUN + 1)} for w in said))
    words = [w.text for w in reports[-1].transcript.words if w.kind != "filler_sound"]
    last, found, begin = said[-1], [], None
    for i in range(len(last) - RUN + 2):
        common = tuple(last[i : i + RUN]) in everywhere if i <= len(last) - RUN else False
        if common and begin is None:
            begin = i
        elif not common and begin is not None:
            found.append(words[begin : i - 1 + RUN])
            begin = None
    phrases = sorted(map(_without_scraps, found), key=len, reverse=True)
    return tuple(dict.fromkeys(" ".join(phrase).strip(LOOSE) for phrase in phrases))


def _without_scraps(phrase: list[str]) -> list[str]:
    """Without the last words of the sentence before it and the first of the one behind it, if `RUN` words are left."""
    ends = [place for place in range(1, len(phrase)) if _ends_sentence(phrase[place - 1], phrase[place])]
    first = max((place for place in ends if place <= SCRAP), default=0)
    last = min((place for place in ends if place >= len(phrase) - SCRAP), default=len(phrase))
    return phrase[first:last] if last - first >= RUN else phrase


def _ends_sentence(word: str, after: str) -> bool:
    bare = word.rstrip("\"'”’)")
    full_stop = bare.endswith(".") and sum(map(str.isalpha, bare)) >= NO_ABBREVIATION
    return after[:1].isupper() and (full_stop or bare.endswith(("?", "!")))
