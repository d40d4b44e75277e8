"""Plays a take from a moment on; one stretch at a time. Its end is posted to the screen that owns it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from textual.dom import DOMNode
from textual.message import Message

from rehearse.ui.background import in_background
from rehearse.ui.backstage import Backstage, Playing
from rehearse.ui.messages import PlayingEnded


class Player:
    """What is asked for is numbered: opening a loudspeaker takes time, and another wish may come meanwhile."""

    def __init__(self, owner: DOMNode, backstage: Backstage) -> None:
        self._owner, self._backstage = owner, backstage
        self._playing: Playing | None = None
        self._wanted = False
        self._wish = 0
        self._changing = threading.Lock()

    @property
    def playing(self) -> bool:
        return self._wanted

    def play(self, path: str, start_s: float) -> None:
        self._wish += 1
        self._wanted = True
        in_background(self._owner, "playback", self._start(path, start_s, self._wish))

    def stop(self) -> None:
        with self._changing:
            self._wish += 1
            self._wanted = False
            playing = self._playing
        if playing is not None:
            playing.stop()

    def ended(self) -> None:
        self._playing, self._wanted = None, False

    def _start(self, path: str, start_s: float, wish: int) -> Iterator[Message]:
        playing = self._backstage.play(path, start_s, None, lambda: self._over(wish))
        with self._changing:
            wanted = wish == self._wish
            if wanted:
                self._playing = playing
        if not wanted:  # stopped before it had begun
            playing.stop()
        yield from ()

    def _over(self, wish: int) -> None:
        if wish == self._wish or not self._wanted:  # else the next one is on its way
            self._owner.post_message(PlayingEnded())
