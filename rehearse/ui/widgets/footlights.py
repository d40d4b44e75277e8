"""The footlights, three of them: unlit, one is a thin line; lit, a thick one with its colour."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from rehearse.ui.signals import WORDS
from rehearse.ui.widgets.drawn import Drawn, line

_COLOURS = ("$success", "$warning", "$error")


class Footlights(Drawn):
    lit: reactive[int] = reactive(0)

    def lines(self, width: int) -> list[Content]:
        each = 16 if self.app.size.height >= 36 and width >= 64 else 8
        lamps: list[str | tuple[str, str]] = []
        for place, colour in enumerate(_COLOURS):
            lamps.append(("\u2588" * each, colour) if place < self.lit else ("\u2500" * each, "$faint"))
            lamps.append("   ")
        left = " " * max(0, (width - 3 * each - 6) // 2)
        word = WORDS[self.lit].center(width)
        return [line(left, *lamps[:-1]), line((word, _COLOURS[self.lit - 1] if self.lit else ""))]
