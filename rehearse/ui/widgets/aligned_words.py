"""Two transcripts as one text: what was dropped is struck out, what came in is underlined."""

from __future__ import annotations

from textual.content import Content

from rehearse.report.aligned import AlignedRun, RunKind
from rehearse.ui.widgets.drawn import Drawn, line
from rehearse.ui.widgets.transcript import lay_out

STYLES: dict[RunKind, str] = {"same": "", "dropped": "strike $error", "came_in": "underline $success"}
BRACKETS: dict[RunKind, tuple[str, str]] = {"same": ("", ""), "dropped": ("[-", "-]"), "came_in": ("{+", "+}")}


class AlignedWords(Drawn):
    """`bracketed`: where a terminal shows no colour it may strike and underline nothing either."""

    def __init__(self, runs: tuple[AlignedRun, ...], bracketed: bool) -> None:
        super().__init__()
        self._words: list[tuple[str, RunKind]] = []
        for run in runs:
            words = run.text.split()
            if bracketed and words:
                before, after = BRACKETS[run.kind]
                words[0] = before + words[0]
                words[-1] += after
            self._words += [(word, run.kind) for word in words]

    def lines(self, width: int) -> list[Content]:
        return [self._line(row) for row in lay_out([len(word) for word, _ in self._words], width)]

    def _line(self, row: range) -> Content:
        parts: list[str | tuple[str, str]] = []
        for place in row:
            word, kind = self._words[place]
            if place > row.start:  # the line runs on through a run of words
                parts.append((" ", STYLES[kind] if self._words[place - 1][1] == kind else ""))
            parts.append((word, STYLES[kind]))
        return line(*parts)
