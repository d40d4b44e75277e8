"""What a person comes home to: days to the call, how the cold takes went, what to work on. Two quiet lines at most."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from rehearse.ui.widgets.drawn import Drawn, cut, line, wrapped

_LINES = 2


class HomeLine(Drawn):
    text: reactive[str] = reactive("")

    def lines(self, width: int) -> list[Content]:
        rows = wrapped(self.text, width, "$muted")
        if len(rows) <= _LINES:
            return rows
        rest = " ".join(row.plain.strip() for row in rows[_LINES - 1 :])
        return [*rows[: _LINES - 1], line((cut(rest, width), "$muted"))]
