"""Small real facts for tests: words in a row, a heard take, a report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NoReturn

from rehearse.facts import (
    Contour,
    Coverage,
    Element,
    ElementVerdict,
    Heard,
    ModelUsed,
    Report,
    Sentence,
    Span,
    Story,
    Take,
    Transcript,
    Word,
)
from rehearse.ports import StoryJudge
from rehearse.rehearsal import Parts, report_on

STORY = Story(
    name="small",
    title="A small story",
    target_s=10,
    elements=(
        Element("introduction", "Who you are", "Who are you?"),
        Element("ask", "The ask", "What do you want?"),
        Element("courtesy", "Their time", "How do you respect their time?", required=False),
    ),
)
MODEL = ModelUsed("tiny.en", "0" * 64, "en")


def words_in_a_row(text: str, start: float = 0.5, each_s: float = 0.4, gap_s: float = 0.0) -> tuple[Word, ...]:
    """Every word `each_s` long, `gap_s` apart; "[um]" is a filler sound."""
    words = []
    at = start
    for token in text.split():
        if token.startswith("["):
            words.append(Word(token.strip("[]"), at, at + each_s, 0.5, "filler_sound", "certain", "decoded and heard"))
        else:
            words.append(Word(token, at, at + each_s, 0.9))
        at += each_s + gap_s
    return tuple(words)


def heard(text: str, voice: tuple[Span, ...] | None = None, contour: Contour | None = None) -> Heard:
    words = words_in_a_row(text)
    sounds = sum(word.kind == "filler_sound" for word in words)
    return Heard(
        transcript=Transcript(text, words),
        voice=voice if voice is not None else (Span(words[0].start, words[-1].end),),
        contour=contour,
        model=MODEL,
        filler_range=(sounds, sounds),
        load_s=0.5,
        listen_s=1.0,
    )


def take(duration_s: float = 12.0, level_dbfs: float = -20.0, clipped_ratio: float = 0.0) -> Take:
    recorded = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    return Take("pitch.flac", duration_s, 48_000, 1, -3.0, level_dbfs, clipped_ratio, recorded)


def coverage(**verdicts: str) -> Coverage:
    items = tuple(
        ElementVerdict(e.id, verdicts.get(e.id, "covered"), 0.9, None, None, None)  # type: ignore[arg-type]
        for e in STORY.elements
    )
    told = sum(i.verdict == "covered" and i.element != "courtesy" for i in items)
    return Coverage(told, 2, items)


def report(text: str = "Hello, I am [um] Ana. Could we talk?", told: Coverage | None = None) -> Report:
    return reported(heard(text), take(), STORY, Decided(told or coverage()))


class Decided:
    """A judge that has made up its mind."""

    def __init__(self, verdicts: Coverage) -> None:
        self._verdicts = verdicts

    def judge(self, story: Story, sentences: tuple[Sentence, ...]) -> Coverage:
        return self._verdicts


class Deaf:
    """The listener of a flow that was handed what was heard."""

    def begin(self, hints: tuple[str, ...] = ()) -> NoReturn:
        raise AssertionError("nothing is to be heard here")

    def close(self) -> None: ...


def reported(heard: Heard, take: Take, story: Story, judge: StoryJudge) -> Report:
    """The flow's own report on what was heard, at the same made-up times each time."""
    clock = iter((1.5, 1.75)).__next__
    return report_on(take, heard, story, Parts(Deaf(), judge, lambda word: None, clock), began=0.0)
