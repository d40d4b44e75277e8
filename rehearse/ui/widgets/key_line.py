"""The last line of a screen: the keys that matter now."""

from __future__ import annotations

from textual.content import Content

from rehearse.ui.widgets.drawn import Drawn, line

Keys = tuple[tuple[str, str], ...]
"""Pairs of a key and what it does."""


_GAP = "   "


class KeyLine(Drawn):
    """Where there is no room for all of them the last two stay: every key, and the way out."""

    def __init__(self, keys: Keys = (), id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys = keys

    def show(self, keys: Keys) -> None:
        self._keys = keys
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        shown = list(self._keys)
        while len(shown) > 1 and _columns(shown) > width:
            del shown[max(0, len(shown) - 3)]
        parts: list[str | tuple[str, str]] = []
        for key, does in shown:
            parts += [(key, "$accent"), (f" {does}", "$muted"), _GAP]
        return [line(*parts[:-1])]


def _columns(keys: list[tuple[str, str]]) -> int:
    return sum(len(f"{key} {does}{_GAP}") for key, does in keys) - len(_GAP)
