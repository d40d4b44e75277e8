"""The last line of a screen: the keys that matter now."""

from __future__ import annotations

from textual.content import Content

from rehearse.ui.widgets.drawn import Drawn, line

Keys = tuple[tuple[str, str], ...]
"""Pairs of a key and what it does."""


class KeyLine(Drawn):
    def __init__(self, keys: Keys = (), id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys = keys

    def show(self, keys: Keys) -> None:
        self._keys = keys
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        parts: list[str | tuple[str, str]] = []
        room = width
        for key, does in self._keys:
            room -= len(key) + len(does) + 4
            if room < -3:
                break
            parts += [(key, "$accent"), (f" {does}", "$muted"), "   "]
        return [line(*parts[:-1])]
