"""The one thing to work on next, with what it rests on; what else was found comes below it, quietly."""

from __future__ import annotations

from textual.content import Content

from rehearse.facts import Advice
from rehearse.ui.widgets.drawn import Drawn, wrapped

NOTHING = "Nothing stands out: every part told, in time, at a good pace. Say it once more, to somebody."


class AdviceCard(Drawn):
    def __init__(self, advice: tuple[Advice, ...]) -> None:
        super().__init__()
        self._advice = advice

    def show(self, advice: tuple[Advice, ...]) -> None:
        self._advice = advice
        self.redraw(resized=True)

    def lines(self, width: int) -> list[Content]:
        if not self._advice:
            return wrapped(NOTHING, width, "bold")
        first, *others = self._advice
        rows = wrapped(first.message, width, "bold")
        rows += wrapped(f"{first.evidence}; threshold: {first.threshold}", width, "$muted")
        for other in others:
            rows += [Content(""), *wrapped(f"then: {other.message}", width, "$muted")]
        return rows
