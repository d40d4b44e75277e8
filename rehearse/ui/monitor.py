"""One microphone after the other, listened to for its level alone. One thread does it all, in order."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from dataclasses import dataclass

from textual.dom import DOMNode
from textual.message import Message

from rehearse.errors import RehearseError
from rehearse.ui.background import in_background
from rehearse.ui.backstage import Backstage, Level
from rehearse.ui.messages import Checked, MicrophonesFound, Refused

CHECK_S = 2.0
_FOR_EVER_S = 3600.0


@dataclass(frozen=True, slots=True)
class _Watch:
    microphone: str


@dataclass(frozen=True, slots=True)
class _Check:
    microphone: str


@dataclass(frozen=True, slots=True)
class _LookAgain:
    pass


@dataclass(frozen=True, slots=True)
class _Close:
    pass


class _SomethingElse(Exception):
    """Another wish has come in: let go of the microphone."""


class Monitor:
    """`peak_dbfs` is the latest level, None while nothing is open. Answers: MicrophonesFound, Checked, Refused."""

    def __init__(self, owner: DOMNode, backstage: Backstage) -> None:
        self._backstage = backstage
        self._wishes: queue.SimpleQueue[_Watch | _Check | _LookAgain | _Close] = queue.SimpleQueue()
        self.peak_dbfs: float | None = None
        self._owner = owner

    def start(self) -> None:
        in_background(self._owner, "monitor", self._run())

    def watch(self, microphone: str) -> None:
        self._wishes.put(_Watch(microphone))

    def check(self, microphone: str) -> None:
        self._wishes.put(_Check(microphone))
        self._wishes.put(_Watch(microphone))

    def look_again(self) -> None:
        self._wishes.put(_LookAgain())

    def close(self) -> None:
        self._wishes.put(_Close())

    def _run(self) -> Iterator[Message]:
        try:
            yield MicrophonesFound(self._backstage.microphones())
        except RehearseError as error:
            yield Refused(error)
        while not isinstance(wish := self._wishes.get(), _Close):
            try:
                yield from self._answer(wish)
            except RehearseError as error:
                yield Refused(error)
            self.peak_dbfs = None

    def _answer(self, wish: _Watch | _Check | _LookAgain | _Close) -> Iterator[Message]:
        match wish:
            case _LookAgain():
                yield MicrophonesFound(self._backstage.rescan())
            case _Check(microphone):
                yield Checked(microphone, self._backstage.check(microphone, CHECK_S, self._note))
            case _Watch(microphone):
                try:
                    check = self._backstage.check(microphone, _FOR_EVER_S, self._note_until_next_wish)
                except _SomethingElse:
                    return
                if check.verdict == "unavailable":
                    yield Checked(microphone, check)

    def _note(self, level: Level) -> None:
        self.peak_dbfs = level.peak_dbfs

    def _note_until_next_wish(self, level: Level) -> None:
        self._note(level)
        if not self._wishes.empty():
            raise _SomethingElse
