"""Plays a take from a moment on; one stretch at a time. Its end is posted to the screen that owns it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.dom import DOMNode
from textual.message import Message

from rehearse.ui.background import in_background
from rehearse.ui.backstage import Backstage, Playing
from rehearse.ui.messages import PlayingEnded


class Player:
    def __init__(self, owner: DOMNode, backstage: Backstage) -> None:
        self._owner, self._backstage = owner, backstage
        self._playing: Playing | None = None
        self._wanted = False

    @property
    def playing(self) -> bool:
        return self._wanted

    def play(self, path: str, start_s: float) -> None:
        self._wanted = True
        in_background(self._owner, "playback", self._start(path, start_s))

    def stop(self) -> None:
        self._wanted = False
        if self._playing is not None:
            self._playing.stop()

    def ended(self) -> None:
        self._playing, self._wanted = None, False

    def _start(self, path: str, start_s: float) -> Iterator[Message]:
        self._playing = self._backstage.play(path, start_s, None, self._over)
        if not self._wanted:  # stopped before it had begun
            self._playing.stop()
        yield from ()

    def _over(self) -> None:
        self._owner.post_message(PlayingEnded())
