"""What the flow needs from outside, as Protocols. The rooms implement them; `wiring` hands them over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from rehearse.facts import Attempt, Coverage, Heard, Report, Sentence, Story, Take


class AudioSource(Protocol):
    """Where a take comes from: a sound file, or a microphone that is being spoken into."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the recording, once `blocks` is exhausted ("the file is cut off")."""
        ...

    def blocks(self) -> Iterator[bytes]:
        """The sound as blocks of little-endian float32, mono, 16 kHz. Ends when the take ends."""
        ...

    def take(self) -> Take:
        """The facts of the take. Only after `blocks` is exhausted."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the listening has come. `done` runs from 0 to 1, None while it cannot be known."""

    stage: str
    done: float | None = None


class Hearing(Protocol):
    """One take being listened to."""

    def feed(self, samples: bytes) -> None:
        """Hand over the next block (little-endian float32, mono, 16 kHz). Returns at once."""
        ...

    def finish(self) -> Iterator[Progress | Heard]:
        """The take is over, the rest is heard from now on: progress, and last the Heard."""
        ...

    def cancel(self) -> None:
        """Forget the take. Safe at any time, from any thread."""
        ...


class Listener(Protocol):
    """The part that hears. Warming starts when it is made; `close` ends it at once."""

    def begin(self, hints: tuple[str, ...] = ()) -> Hearing:
        """Start listening to a new take. `hints` are texts whose names the speaker may say."""
        ...

    def close(self) -> None: ...


class StoryJudge(Protocol):
    """Says which elements of a story were told in the given sentences."""

    def judge(self, story: Story, sentences: tuple[Sentence, ...]) -> Coverage: ...


class AttemptStore(Protocol):
    """Keeps attempts."""

    def save(self, report: Report, take_file: str | None) -> Attempt:
        """Keep a report (and the take it is about). Whole or not at all."""
        ...
