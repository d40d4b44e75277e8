"""The flow, with parts that are made up here; the real ones are held in tests/e2e."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from rehearse.errors import InputError, MissingPartError
from rehearse.facts import Attempt, Coverage, Heard, Report, Sentence, Story, Take, Transcript
from rehearse.ports import Progress
from rehearse.rehearsal import Event, Kept, Parts, ReportReady, TakeReady, rehearse
from tests.builders import STORY, coverage, heard, take


class Source:
    notes = ("the file is cut off",)

    def blocks(self) -> Iterator[bytes]:
        yield b"one"
        yield b"two"

    def take(self) -> Take:
        return take()


class Hearing:
    def __init__(self, hears: Heard | Exception) -> None:
        self.hears, self.fed, self.cancelled = hears, b"", False

    def feed(self, samples: bytes) -> None:
        self.fed += samples

    def finish(self) -> Iterator[Progress | Heard]:
        yield Progress("listening", 0.5)
        if isinstance(self.hears, Exception):
            raise self.hears
        yield self.hears

    def cancel(self) -> None:
        self.cancelled = True


class Listener:
    def __init__(self, hearing: Hearing) -> None:
        self.hearing, self.hints = hearing, ("never asked",)

    def begin(self, hints: tuple[str, ...] = ()) -> Hearing:
        self.hints = hints
        return self.hearing

    def close(self) -> None: ...


class Judge:
    def judge(self, story: Story, sentences: tuple[Sentence, ...]) -> Coverage:
        return coverage()


class Store:
    def save(self, report: Report, take_file: str | None) -> Attempt:
        return Attempt(1, report.take.recorded_at, report, 1, True, take_file)  # type: ignore[arg-type]


def parts(hearing: Hearing) -> tuple[Parts, Listener]:
    listener = Listener(hearing)
    return Parts(listener, Judge(), lambda word: None, iter(range(100)).__next__), listener


def run(hears: Heard | Exception, story: Story = STORY, store: Store | None = None) -> tuple[list[Event], Hearing]:
    hearing = Hearing(hears)
    return list(rehearse(Source(), story, parts(hearing)[0], store)), hearing


def test_the_take_is_ready_before_it_is_listened_to_and_then_comes_the_report() -> None:
    events, hearing = run(heard("Hello, I am Ana. Could we talk?"), store=Store())
    assert [type(event) for event in events] == [TakeReady, Progress, ReportReady, Kept]
    assert hearing.fed == b"onetwo"
    assert not hearing.cancelled


def test_the_notes_of_the_source_reach_the_report() -> None:
    events, _ = run(heard("Hello, I am Ana. Could we talk?"))
    assert next(e.report.notes[0] for e in events if isinstance(e, ReportReady)) == "the file is cut off"


def test_silence_is_refused_with_a_sentence() -> None:
    silent = replace(heard("x"), transcript=Transcript("", ()))
    with pytest.raises(InputError, match="no speech"):
        run(silent)


def test_a_listener_that_fails_is_cancelled_and_the_take_was_announced() -> None:
    hearing = Hearing(MissingPartError("gone"))
    seen: list[Event] = []
    with pytest.raises(MissingPartError):
        seen.extend(rehearse(Source(), STORY, parts(hearing)[0]))
    assert hearing.cancelled


def test_leaving_in_the_middle_cancels_the_listening() -> None:
    hearing = Hearing(heard("Hello"))
    flow = rehearse(Source(), STORY, parts(hearing)[0])
    assert isinstance(next(flow), TakeReady)
    flow.close()  # type: ignore[attr-defined]
    assert hearing.cancelled


def test_the_speaker_s_own_notes_are_hints() -> None:
    noted = replace(STORY, elements=(replace(STORY.elements[0], notes="Ana Silva, Porto"), *STORY.elements[1:]))
    wired, listener = parts(Hearing(heard("Hello")))
    list(rehearse(Source(), noted, wired))
    assert listener.hints == ("Ana Silva, Porto",)
