"""What a person comes home to: days to the call, how the cold takes went, what to work on. Two quiet lines at most."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from rehearse.report.home import HomeLine as Home
from rehearse.ui.widgets.drawn import Drawn, cut, line


class HomeLine(Drawn):
    home: reactive[Home | None] = reactive(None)

    def lines(self, width: int) -> list[Content]:
        if self.home is None:
            return []
        advice = f"Work on: {self.home.work_on}" if self.home.work_on else ""
        return [line((cut(text, width), "$muted")) for text in (self.home.standing, advice)]
