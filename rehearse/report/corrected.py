"""A report with what the person set right: the numbers follow, the recording stays what it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from rehearse.facts import Correction, Coverage, Filler, Fillers, Pace, Report, Word
from rehearse.report.advice import advise

FILLER_SOUNDS = frozenset({"um", "umm", "uhm", "uh", "uhh", "er", "erm", "ah", "eh", "hm", "hmm", "mm"})
"""An added filler that is one of these is a sound, anything else a word."""


def corrected(report: Report, corrections: tuple[Correction, ...]) -> Report:
    """The report after `corrections`, in their order; those that point nowhere change nothing.

    A struck filler sound leaves the transcript, a struck filler word stays as an ordinary word. A corrected word does
    not have the story judged again: whether an element was told is for the person to say. Advice follows the numbers.
    """
    if not corrections:
        return report
    words: list[Word | None] = list(report.transcript.words)
    text = report.transcript.text
    items = list(report.fillers.items)
    coverage = report.coverage
    for each in corrections:
        if each.element is not None:
            coverage = _retold(report, coverage, each)
        word = words[each.word] if each.word is not None and 0 <= each.word < len(words) else None
        if word is None or each.word is None:
            continue
        if each.kind == "word":
            words[each.word] = replace(word, text=each.text)
            text = _reworded(text, [w.text for w in words[: each.word] if w is not None], word.text, each.text)
        elif each.kind == "filler_added" and word.kind == "word":
            items.append(Filler(word.text, _kind_of(word), word.start, word.end, "certain", "you"))
            words[each.word] = replace(word, kind=_kind_of(word), certainty="certain", reason="you")
        elif each.kind == "filler_struck" and word.kind != "word":
            struck = [item for item in items if _covers(item, word)]
            items = [item for item in items if item not in struck]
            words = [_freed(w, struck) for w in words]
    spoken = tuple(word for word in words if word is not None)
    pace = _pace(report, spoken)
    fillers = _fillers(report, items, pace)
    return replace(
        report,
        transcript=replace(report.transcript, text=text, words=spoken),
        pace=pace,
        fillers=fillers,
        coverage=coverage,
        advice=advise(report.story, report.take, coverage, report.duration, pace, fillers, report.pauses),
    )


def _covers(item: Filler, word: Word) -> bool:
    return item.start <= word.start and word.end <= item.end


def _kind_of(word: Word) -> Literal["filler_sound", "filler_word"]:
    return "filler_sound" if word.text.strip(".,!?…- ").lower() in FILLER_SOUNDS else "filler_word"


def _freed(word: Word | None, struck: list[Filler]) -> Word | None:
    """A word of a struck filler is an ordinary word again; a struck sound was never said."""
    if word is None or word.kind == "word" or not any(_covers(item, word) for item in struck):
        return word
    return None if word.kind == "filler_sound" else replace(word, kind="word", certainty=None, reason="")


def _reworded(text: str, before: list[str], old: str, new: str) -> str:
    """The readable text with one word replaced: the one that stands where the words before it end."""
    at = 0
    for word in before:
        found = text.find(word, at)
        at = found + len(word) if found >= 0 else at
    found = text.find(old, at) if old else -1
    return text if found < 0 else text[:found] + new + text[found + len(old) :]


def _retold(report: Report, coverage: Coverage, correction: Correction) -> Coverage:
    told = correction.kind == "element_told"
    items = tuple(
        replace(item, verdict="covered" if told else "missing", why="you said so")
        if item.element == correction.element
        else item
        for item in coverage.items
    )
    required = {element.id for element in report.story.elements if element.required}
    covered = sum(item.verdict == "covered" and item.element in required for item in items)
    return replace(coverage, covered=covered, items=items)


def _pace(report: Report, spoken: tuple[Word, ...]) -> Pace:
    """Only a word that turned out to be a sound changes the pace; the thirds stay as they were measured."""
    became_sounds = _sounds(spoken, "you")
    if not became_sounds:
        return report.pace
    words = max(report.pace.words - became_sounds, 0)
    wpm = report.pace.wpm and report.pace.wpm * words / report.pace.words
    return replace(report.pace, words=words, wpm=wpm)


def _sounds(words: tuple[Word, ...], reason: str) -> int:
    return sum(word.kind == "filler_sound" and word.reason == reason for word in words)


def _fillers(report: Report, items: list[Filler], pace: Pace) -> Fillers:
    was = report.fillers
    sounds = sum(item.kind == "filler_sound" for item in items)
    # what stays uncertain is what the person has not touched
    low, high = (max(bound + sounds - was.sounds, 0) for bound in was.confidence)
    minutes = report.duration.speaking_s / 60
    return Fillers(
        sounds=sounds,
        words=len(items) - sounds,
        per_minute=len(items) / minutes if minutes > 0 else None,
        per_100_words=100 * len(items) / pace.words if pace.words else None,
        confidence=(min(low, sounds), max(high, sounds)),
        items=tuple(sorted(items, key=lambda item: (item.start, item.end))),
    )
