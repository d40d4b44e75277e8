"""THE FLOW: from a source of sound to a report, told in one function. Read this first.

    source -> hearing -> measures -> report -> (store)

It does no I/O of its own: the parts are handed to it, and it yields what happens as it happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rehearse.errors import InputError
from rehearse.facts import Attempt, Heard, Report, Story, Take, Timings
from rehearse.measures.filler_words import find_filler_words
from rehearse.measures.measure import measure
from rehearse.measures.sentences import split
from rehearse.measures.syllables import Pronounced
from rehearse.ports import AttemptStore, AudioSource, Listener, Progress, StoryJudge
from rehearse.report.advice import advise


@dataclass(frozen=True, slots=True)
class Parts:
    """What the flow needs from outside. `clock` gives monotonic seconds."""

    listener: Listener
    judge: StoryJudge
    pronounced: Pronounced
    clock: Callable[[], float]
    extra_fillers: frozenset[str] = frozenset()
    never_fillers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TakeReady:
    """The sound is complete and safe; it is now being listened to."""

    take: Take


@dataclass(frozen=True, slots=True)
class ReportReady:
    report: Report


@dataclass(frozen=True, slots=True)
class Kept:
    attempt: Attempt


Event = Progress | TakeReady | ReportReady | Kept


def rehearse(source: AudioSource, story: Story, parts: Parts, store: AttemptStore | None = None) -> Iterator[Event]:
    """One take, from its first sound to its report (and into the store, where one is given).

    Raises InputError where there was nothing to hear. Closing the generator cancels the listening.
    """
    began = parts.clock()
    hearing = parts.listener.begin(hints(story))
    try:
        for block in source.blocks():
            hearing.feed(block)
        rest = hearing.finish()  # the rest is heard while the take is made safe
        take = source.take()
        yield TakeReady(take)

        heard: Heard | None = None
        for event in rest:
            if isinstance(event, Heard):
                heard = event
            else:
                yield event
    except BaseException:
        hearing.cancel()
        raise
    if heard is None or not heard.transcript.words:
        raise InputError(
            f"I heard no speech in {take.file or 'this take'}.",
            "Check that the microphone was on, or play the recording: is there a voice in it?",
        )
    heard = replace(heard, notes=(*source.notes, *heard.notes))
    report = report_on(take, heard, story, parts, began)
    yield ReportReady(report)
    if store is not None:
        yield Kept(store.save(report, take.file))


def report_on(take: Take, heard: Heard, story: Story, parts: Parts, began: float) -> Report:
    """Measure what was heard and tell it. Pure but for the clock; used again when the person corrects a word."""
    measuring = parts.clock()
    words = heard.transcript.words
    filler_words = find_filler_words(words, parts.extra_fillers, parts.never_fillers)
    measures = measure(heard, take.duration_s, story.target_s, filler_words, parts.pronounced)
    coverage = parts.judge.judge(story, split(words, heard.voice))
    done = parts.clock()
    timings = Timings(load=heard.load_s, listen=heard.listen_s, measure=done - measuring, total=done - began)
    return Report(
        take=take,
        story=story,
        model=heard.model,
        transcript=measures.transcript,
        duration=measures.duration,
        pace=measures.pace,
        fillers=measures.fillers,
        pauses=measures.pauses,
        voice=measures.voice,
        coverage=coverage,
        advice=advise(story, take, coverage, measures.duration, measures.pace, measures.fillers, measures.pauses),
        notes=measures.notes,
        timings=timings,
        restarts=heard.restarts,
    )


def hints(story: Story) -> tuple[str, ...]:
    """What the recogniser may expect to hear: the speaker's own notes, where names and employers stand."""
    return tuple(element.notes for element in story.elements if element.notes)
