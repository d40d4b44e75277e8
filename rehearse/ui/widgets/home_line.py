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
        advice = whole_sentences(f"Work on: {self.home.work_on}", width) if self.home.work_on else ""
        return [line((cut(text, width), "$muted")) for text in (self.home.standing, advice)]


def whole_sentences(text: str, width: int) -> str:
    """As many sentences as have room; the first one, whatever its length."""
    while len(text) > width and ". " in text:
        text = text.rpartition(". ")[0] + "."
    return text
