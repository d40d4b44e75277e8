"""While a take is being heard: what is being done, and how far it has come."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from rehearse.ports import Progress
from rehearse.ui.widgets.drawn import Drawn, line

_BAR = 24
_RUNNER = 6


class ListeningLine(Drawn):
    """`progress.done` None: a stretch of light wanders, `step` by step."""

    progress: reactive[Progress] = reactive(Progress("listening"))
    step: reactive[int] = reactive(0)

    def lines(self, width: int) -> list[Content]:
        if self.progress.done is None:
            place = self.step % (_BAR + _RUNNER) - _RUNNER
            lit = [place <= cell < place + _RUNNER for cell in range(_BAR)]
        else:
            lit = [cell < round(self.progress.done * _BAR) for cell in range(_BAR)]
        left = " " * max(0, (width - _BAR) // 2)
        bar = [("\u2501" if on else "\u2500", "$accent" if on else "$faint") for on in lit]
        return [line((self.progress.stage.center(width), "$muted")), line(left, *bar)]
