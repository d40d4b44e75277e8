"""Builds the real parts and hands them to the flow. The only place that knows every room; what is heavy loads late."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from rehearse.config import Settings, load_settings
from rehearse.errors import RehearseError
from rehearse.facts import Attempt, Correction, Lesson, ModelUsed, Report, Story
from rehearse.lexicon import Lexicon
from rehearse.paths import Home, bundled_models

if TYPE_CHECKING:
    from rehearse.history.store import Store
    from rehearse.meaning.judge import MeaningJudge
    from rehearse.meaning.late import LateJudge
    from rehearse.meaning.lessons import LessonBook
    from rehearse.rehearsal import Parts
    from rehearse.report.script import ScriptReport


def settings_of(home: Home) -> Settings:
    return load_settings(home.settings)


def the_story(home: Home, name_or_path: str | None, target_s: float | None) -> Story:
    """The story asked for (else the one in the settings), its target replaced where one is given."""
    from rehearse.story.catalog import find_story

    try:
        story = find_story(name_or_path or settings_of(home).story, home)
    except RehearseError as error:
        raise error if name_or_path else from_settings(error, home) from error
    return replace(story, target_s=target_s) if target_s is not None else story


def from_settings(error: RehearseError, home: Home) -> RehearseError:
    """The same error; where the settings asked for what is wrong, the hint names their file."""
    if home.settings.exists():
        error.hint = f"{error.hint} It is set in {home.settings}.".strip()
    return error


@cache
def the_judge(home: Home) -> LateJudge:
    """The judge of this home, with what its person taught it. It loads at the first verdict, or when it is warmed."""
    from rehearse.meaning.late import LateJudge

    def load() -> MeaningJudge:
        from rehearse.meaning.judge import MeaningJudge

        return MeaningJudge.from_folder(bundled_models(), the_lessons(home).list)

    return LateJudge(load)


def the_lessons(home: Home) -> LessonBook:
    from rehearse.meaning.lessons import LessonBook

    return LessonBook(home.lessons)


def check_script(home: Home, text: str, story: Story) -> ScriptReport:
    """A written pitch, judged by the judge that hears takes, timed at the person's pace."""
    from rehearse.measures.sentences import split_text
    from rehearse.measures.spoken import spoken_words
    from rehearse.report.script import ScriptReport

    words = sum(len(spoken_words(token)) for token in text.split())
    pace = settings_of(home).pace_wpm
    judged = the_judge(home).judge(story, split_text(text))
    # in a text an element has a place but no time
    coverage = replace(judged, items=tuple(replace(item, seconds=None) for item in judged.items))
    return ScriptReport(words, words / pace * 60, pace, coverage)


def open_store(home: Home) -> Store:
    """The attempts of `home`, to be used in a `with`. Raises StoreError where they cannot be used."""
    from rehearse.audio.flac import sound_digest, to_flac
    from rehearse.history.store import local_now
    from rehearse.history.store import open_store as opened

    return opened(home, to_flac, sound_digest, partial(set_right, home), local_now, partial(_unlearn, home))


def set_right(home: Home, report: Report, corrections: tuple[Correction, ...]) -> Report:
    """The report with what the person set right, measured and judged anew."""
    if not corrections:
        return report
    from rehearse.corrections import corrected

    return corrected(report, corrections, the_judge(home), Lexicon())


def learn(home: Home, report: Report, corrections: tuple[Correction, ...]) -> tuple[Lesson, ...]:
    """Every verdict of `report` that its person overruled becomes a lesson, used from the next take on.

    An element that was told after all is learned from the sentence that comes nearest to it, if one comes near at all.
    """
    from rehearse.measures.sentences import split

    sentences = split(report.transcript.words)
    quotes = {item.element: item.quote for item in report.coverage.items}
    lessons = []
    for correction in corrections:
        element = correction.element or ""
        if correction.kind == "element_untold" and (quote := quotes.get(element)):
            lessons.append(Lesson(element, quote, told=False))
        elif correction.kind == "element_told" and (near := the_judge(home).nearest(report.story, sentences, element)):
            lessons.append(Lesson(element, near.text, told=True))
    the_lessons(home).take_in(report.story.name, _sentences_of(report), tuple(lessons))
    return tuple(lessons)


def _unlearn(home: Home, attempt: Attempt) -> None:
    """A deleted attempt leaves no words behind, in the lessons either."""
    the_lessons(home).take_in(attempt.report.story.name, _sentences_of(attempt.report), ())


def _sentences_of(report: Report) -> tuple[str, ...]:
    from rehearse.measures.sentences import split

    quotes = (item.quote for item in report.coverage.items)
    return (*(sentence.text for sentence in split(report.transcript.words)), *(quote for quote in quotes if quote))


@contextmanager
def open_parts(home: Home, model: str | None, debug: bool = False) -> Iterator[Parts]:
    """The real parts, warming from now on; the listening process ends with the block.

    Raises MissingPartError where the model is not there or not the one the catalogue knows, StoreError where what the
    person taught cannot be read.
    """
    from rehearse.listen.client import ChildListener
    from rehearse.models.installed import resolve
    from rehearse.rehearsal import Parts

    settings = settings_of(home)
    try:
        found = resolve(model or settings.model, home)
    except RehearseError as error:
        raise error if model else from_settings(error, home) from error
    the_lessons(home).check()
    judge = the_judge(home)
    judge.warm()
    listener = ChildListener(found.path, ModelUsed(found.name, found.digest, "en"), debug)
    try:
        yield Parts(
            listener=listener,
            judge=judge,
            pronounced=Lexicon(),
            clock=time.monotonic,
            extra_fillers=frozenset(settings.extra_fillers),
            never_fillers=frozenset(settings.never_fillers),
        )
    finally:
        listener.close()
        judge.settle()
