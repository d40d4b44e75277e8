"""What the person sets right: a filler struck or added, a word corrected, an element told or not. Every number follows.

The report as it was heard stays as it is; its corrections are kept beside it and applied anew each time, so leaving
one out takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rehearse.facts import (
    Correction,
    Coverage,
    Element,
    ElementVerdict,
    Filler,
    Heard,
    Pause,
    Report,
    Span,
    Story,
    Transcript,
    Word,
)
from rehearse.measures.measure import measure
from rehearse.measures.sentences import split
from rehearse.measures.syllables import Pronounced
from rehearse.ports import StoryJudge
from rehearse.report.advice import advise

BY_YOU = "you said so"
"""The reason of everything that the person, not the ear, decided."""

FILLER_SOUNDS = frozenset(["um", "uh", "er", "erm", "ah", "eh", "hm", "hmm", "mm", "mhm", "uhm"])


def corrected(report: Report, corrections: Iterable[Correction], judge: StoryJudge, pronounced: Pronounced) -> Report:
    """`report` with `corrections` applied; the same report where there are none.

    `Correction.word` counts the words of `report.transcript`. A `filler_added` with a text is a sound that was not
    heard at all: it is put in after that word. Corrections that do not fit this report are left out.
    """
    wanted = tuple(corrections)
    if not wanted:
        return report
    draft = _drafted(report, wanted)
    words, filler_words = draft.words_in_order(), draft.filler_words
    if not words:
        return report
    heard = Heard(
        transcript=Transcript(_text(words), words, report.transcript.language),
        voice=_voice(report),
        contour=None,
        model=report.model,
        filler_range=draft.filler_range,
    )
    measures = measure(heard, report.duration.total_s, report.duration.target_s, filler_words, pronounced)
    coverage = report.coverage
    if any(correction.kind == "word" for correction in wanted):
        coverage = judge.judge(report.story, split(words, heard.voice))
    coverage = _told(report.story, coverage, wanted)
    said = (measures.duration, measures.pace, measures.fillers, measures.pauses)
    return replace(
        report,
        transcript=measures.transcript,
        duration=measures.duration,
        pace=measures.pace,
        fillers=measures.fillers,
        pauses=measures.pauses,
        coverage=coverage,
        advice=advise(report.story, report.take, coverage, *said),
    )


def toggled(corrections: tuple[Correction, ...], correction: Correction) -> tuple[Correction, ...]:
    """The corrections with this one added; it replaces an earlier one about the same, and takes back its opposite."""
    others = tuple(c for c in corrections if _about(c) != _about(correction))
    return others if len(others) < len(corrections) and correction.kind != "word" else (*others, correction)


def places(report: Report, corrections: Iterable[Correction]) -> tuple[int, ...]:
    """For every word of the corrected transcript: which word of `report.transcript` it was."""
    draft = _drafted(report, corrections)
    return tuple(place for place, group in enumerate(draft.words) for _ in group)


def filler_correction(report: Report, now: Report, place: int) -> Correction:
    """What turns word number `place` (of `report`, as heard) from a filler into none, or the other way round.

    `now` is the report as corrected so far, in which the word may be what it was not.
    """
    word = report.transcript.words[place]
    middle = (word.start + word.end) / 2
    # a filler sound may lie over the word beside it: it is found by its own times, a phrase by what lies inside it
    is_filler = any(
        item.start <= middle <= item.end
        if item.kind == "filler_word"
        else (item.start, item.end) == (word.start, word.end)
        for item in now.fillers.items
    )
    return Correction("filler_struck" if is_filler else "filler_added", word=place)


def element_correction(now: Report, element: str) -> Correction:
    """What turns an element from told to not told, or the other way round."""
    told = any(item.element == element and item.verdict == "covered" for item in now.coverage.items)
    return Correction("element_untold" if told else "element_told", element=element)


def _about(correction: Correction) -> tuple[object, ...]:
    return correction.word, correction.element, correction.kind == "word", bool(correction.text)


def _drafted(report: Report, corrections: Iterable[Correction]) -> _Draft:
    draft = _Draft.of(report)
    for correction in corrections:
        draft = draft.with_word(correction)
    return draft


@dataclass(frozen=True, slots=True)
class _Draft:
    """The words as heard, each with what became of it, and the filler words among them."""

    words: tuple[tuple[Word, ...], ...]
    filler_words: tuple[Filler, ...]
    filler_range: tuple[int, int]

    @staticmethod
    def of(report: Report) -> _Draft:
        plain = tuple((replace(w, kind="word") if w.kind == "filler_word" else w,) for w in report.transcript.words)
        items = tuple(item for item in report.fillers.items if item.kind == "filler_word")
        return _Draft(plain, items, report.fillers.confidence)

    def words_in_order(self) -> tuple[Word, ...]:
        return tuple(word for group in self.words for word in group)

    def with_word(self, correction: Correction) -> _Draft:
        place = correction.word
        if place is None or not 0 <= place < len(self.words) or not self.words[place]:
            return self
        word = self.words[place][0]
        if correction.kind == "filler_struck":
            return self._struck(place, word)
        if correction.kind == "filler_added":
            return self._added(place, word, correction.text)
        if correction.kind == "word":
            return self._said(place, word, correction.text)
        return self

    def _struck(self, place: int, word: Word) -> _Draft:
        kept = tuple(item for item in self.filler_words if not item.start <= _middle(word) <= item.end)
        if word.kind != "filler_sound":
            return replace(self, filler_words=kept)
        low, high = self.filler_range
        range_ = (max(0, low - (word.certainty == "certain")), max(0, high - 1))
        return replace(self._put(place, ()), filler_words=kept, filler_range=range_)

    def _added(self, place: int, word: Word, sound: str) -> _Draft:
        low, high = self.filler_range
        more = (low + 1, high + 1)
        if sound:
            unheard = Word(sound, word.end, word.end, 1.0, "filler_sound", "certain", BY_YOU)
            return replace(self._put(place, (*self.words[place], unheard)), filler_range=more)
        if word.kind == "filler_sound":
            return self
        if word.text.strip(" .,!?…-").lower() in FILLER_SOUNDS:
            said = replace(word, kind="filler_sound", certainty="certain", reason=BY_YOU)
            return replace(self._put(place, (said,)), filler_range=more)
        item = Filler(word.text, "filler_word", word.start, word.end, "certain", BY_YOU)
        return replace(self, filler_words=tuple(sorted((*self.filler_words, item), key=lambda f: f.start)))

    def _said(self, place: int, word: Word, text: str) -> _Draft:
        tokens = text.split()
        # a phrase in place of one word shares its time: the ear gave no other
        each = (word.end - word.start) / max(1, len(tokens))
        said = tuple(
            Word(token, word.start + i * each, word.start + (i + 1) * each, 1.0) for i, token in enumerate(tokens)
        )
        return self._struck(place, word)._put(place, said)

    def _put(self, place: int, group: tuple[Word, ...]) -> _Draft:
        return replace(self, words=(*self.words[:place], group, *self.words[place + 1 :]))


def _middle(word: Word) -> float:
    return (word.start + word.end) / 2


def _text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words if word.kind != "filler_sound")


def _voice(report: Report) -> tuple[Span, ...]:
    """The stretches with voice, from the report itself: the speaking time without its pauses."""
    start = report.duration.lead_in_s
    end = start + report.duration.speaking_s
    edges = [
        start,
        *(edge for pause in _inside(report.pauses.items, start, end) for edge in (pause.start, pause.end)),
        end,
    ]
    return tuple(Span(edges[i], edges[i + 1]) for i in range(0, len(edges), 2))


def _inside(pauses: tuple[Pause, ...], start: float, end: float) -> list[Pause]:
    return [pause for pause in pauses if start < pause.start and pause.end < end]


def _told(story: Story, coverage: Coverage, corrections: tuple[Correction, ...]) -> Coverage:
    said = {c.element: c.kind for c in corrections if c.kind in ("element_told", "element_untold")}
    untold = {element.id: _untold(element) for element in story.elements}
    items = tuple(_verdict(item, said.get(item.element), untold.get(item.element, BY_YOU)) for item in coverage.items)
    required = {element.id for element in story.elements if element.required}
    told = sum(item.verdict == "covered" and item.element in required for item in items)
    return replace(coverage, items=items, covered=told)


def _untold(element: Element) -> str:
    next_words = f"Your notes say: {element.notes}" if element.notes else element.question
    return f"“{element.title or element.id}” was not told: {BY_YOU}. {next_words}".strip()


def _verdict(item: ElementVerdict, said: str | None, untold: str) -> ElementVerdict:
    if said == "element_told":
        return replace(item, verdict="covered", score=1.0, why=BY_YOU)
    if said == "element_untold":
        return ElementVerdict(item.element, "missing", 0.0, None, None, None, None, untold)
    return item
