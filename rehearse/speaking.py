"""A take that is being spoken, from its first sound to its report: the flow, for which no trouble costs the take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from rehearse.errors import RehearseError
from rehearse.facts import Attempt, Report, Story, Take
from rehearse.ports import AttemptStore, AudioSource
from rehearse.rehearsal import Event, Parts, ReportReady, TakeReady, rehearse


class SpokenTake(AudioSource, Protocol):
    """A take that can be begun before anyone listens. (See `rehearse.audio.microphone` for the real one.)"""

    def begin(self) -> None:
        """Start keeping what is spoken. Returns at once; a second call changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Fell:
    """Something went wrong. `take` is what is kept all the same, `report` what was told of it before."""

    error: RehearseError
    take: Take | None = None
    report: Report | None = None


def speak(
    source: SpokenTake,
    story: Story,
    parts: Callable[[], Parts],
    store: Callable[[], AttemptStore] | None = None,
    discarded: Callable[[], bool] = lambda: False,
) -> Iterator[Event | Fell]:
    """As `rehearse`, but nothing is raised: the take is recorded to its end even where listening fails half-way.

    `parts` is asked only once the take has begun, so that a speaker never waits for a model, and `store` once there
    is a report, so that none is lost to a store that cannot be opened. Ends with `Fell` where
    something went wrong. A source without a usable take (silence, too short) tells so in `Fell.error`, without a take.
    A take that is `discarded` when it ends has no more events.
    """
    watched = _Watched(source, discarded)
    take: Take | None = None
    report: Report | None = None
    try:
        source.begin()
        for event in rehearse(watched, story, parts(), LateStore(store) if store is not None else None):
            take = event.take if isinstance(event, TakeReady) else take
            report = event.report if isinstance(event, ReportReady) else report
            yield event
    except _Discarded:
        return
    except RehearseError as error:
        if take is None and not watched.failed:
            # the listening failed: the person goes on speaking, and the take goes on
            try:
                take = _rest_of(watched)
            except _Discarded:
                return
        yield Fell(error, take, report)


class LateStore:
    """A store that is opened when the first report is there to be kept."""

    def __init__(self, open_store: Callable[[], AttemptStore]) -> None:
        self._open_store = open_store

    def save(self, report: Report, take_file: str | None) -> Attempt:
        return self._open_store().save(report, take_file)


def _rest_of(source: _Watched) -> Take | None:
    try:
        if not source.ended:
            for _ in source.blocks():
                pass
        return source.take()
    except RehearseError:
        return None


class _Discarded(Exception):
    """The person threw the take away."""


class _Watched:
    """A source that remembers how it ended, which the flow's error does not say."""

    def __init__(self, source: SpokenTake, discarded: Callable[[], bool]) -> None:
        self._source, self._discarded = source, discarded
        self.ended = False
        self.failed = False

    @property
    def notes(self) -> tuple[str, ...]:
        return self._source.notes

    def blocks(self) -> Iterator[bytes]:
        try:
            yield from self._source.blocks()
        except RehearseError:
            self.failed = True
            raise
        if self._discarded():
            raise _Discarded
        self.ended = True

    def take(self) -> Take:
        return self._source.take()
