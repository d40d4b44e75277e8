"""A take on the stage as a state machine: what each key and each happening leads to. Pure; the screen draws it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

COUNTDOWN = 3


class Phase(Enum):
    IDLE = "idle"
    COUNTDOWN = "countdown"
    WAITING = "waiting"
    """The microphone wakes up, or is awake and nothing has been heard yet."""
    SPEAKING = "speaking"
    LISTENING = "listening"
    """The take is over and is being heard."""


@dataclass(frozen=True, slots=True)
class Session:
    """`run` numbers the takes, so that what a discarded take still sends is known as stale."""

    phase: Phase = Phase.IDLE
    run: int = 0
    count: int = 0
    microphone_open: bool = False

    @property
    def begins_now(self) -> bool:
        """Whether the take may begin: the countdown is over and the microphone is awake."""
        return self.phase is Phase.WAITING and self.microphone_open

    @property
    def on_air(self) -> bool:
        return self.phase in (Phase.WAITING, Phase.SPEAKING)

    def begin(self, countdown: bool) -> Session:
        if self.phase is not Phase.IDLE:
            return self
        if countdown:
            return Session(Phase.COUNTDOWN, self.run + 1, COUNTDOWN)
        return Session(Phase.WAITING, self.run + 1)

    def hear(self) -> Session:
        """A take that lies on disk is to be heard."""
        return Session(Phase.LISTENING, self.run + 1) if self.phase is Phase.IDLE else self

    def tick(self) -> Session:
        """A second of the countdown has passed."""
        if self.phase is not Phase.COUNTDOWN:
            return self
        return replace(self, count=self.count - 1, phase=Phase.COUNTDOWN if self.count > 1 else Phase.WAITING)

    def microphone_awake(self) -> Session:
        return replace(self, microphone_open=True)

    def signal(self) -> Session:
        """The first sound that is not silence of the device."""
        return replace(self, phase=Phase.SPEAKING) if self.phase is Phase.WAITING else self

    def stop(self) -> Session:
        """The person has ended the take, or the microphone did."""
        return replace(self, phase=Phase.LISTENING) if self.on_air else self

    def rest(self) -> Session:
        """Back to the beginning, from wherever it was."""
        return Session(run=self.run)
