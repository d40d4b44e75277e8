"""What was said, with fillers and pauses where they happened, and a cursor that walks them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Region
from textual.message import Message

from rehearse.report.marked import Piece, PieceKind
from rehearse.ui.widgets.drawn import Drawn, line

_STYLES: dict[PieceKind, str] = {
    "word": "",
    "filler_sound": "bold $accent",
    "filler_word": "bold $accent",
    "pause": "$muted",
    "long_pause": "bold $warning",
}


def shown(piece: Piece) -> str:
    """A piece as text: every kind has its own brackets, so that nothing is told by colour alone."""
    if piece.kind in ("pause", "long_pause"):
        return f"({piece.text})"
    return piece.text if piece.kind == "word" else f"[{piece.text}]"


def lay_out(lengths: Sequence[int], width: int) -> list[range]:
    """Which pieces stand on which line: as many as fit, one space between them, at least one."""
    rows: list[range] = []
    first = used = 0
    for place, length in enumerate(lengths):
        needed = length if place == first else used + 1 + length
        if place > first and needed > width:
            rows.append(range(first, place))
            first, needed = place, length
        used = needed
    if lengths:
        rows.append(range(first, len(lengths)))
    return rows


class Transcript(Drawn):
    class Walked(Message):
        """The cursor stands on `piece`, on line `row` of the transcript."""

        def __init__(self, piece: Piece, row: int) -> None:
            super().__init__()
            self.piece, self.row = piece, row

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        super().__init__()
        self.pieces = pieces
        self.cursor: int | None = None

    @property
    def at(self) -> Piece | None:
        """The piece under the cursor."""
        return self.pieces[self.cursor] if self.cursor is not None else None

    def show(self, pieces: tuple[Piece, ...]) -> None:
        """Other pieces; the cursor stays at its moment of the take."""
        before = self.at
        self.pieces = pieces
        if before is not None:
            later = [place for place, piece in enumerate(pieces) if piece.end >= before.start]
            self.cursor = later[0] if later else len(pieces) - 1 if pieces else None
        self.redraw(resized=True)

    def walk(self, step: int, *, marks_only: bool) -> None:
        """To the next or previous mark, or word; stays where there is none."""
        places = [place for place, piece in enumerate(self.pieces) if not marks_only or piece.kind != "word"]
        here = self.cursor if self.cursor is not None else -1 if step > 0 else len(self.pieces)
        ahead = [place for place in places if (place > here if step > 0 else place < here)]
        if not ahead:
            return
        self.cursor = ahead[0] if step > 0 else ahead[-1]
        self.redraw()
        self.post_message(self.Walked(self.pieces[self.cursor], self._row()))

    def cursor_region(self) -> Region:
        """Where the cursor stands, with a line of air around it."""
        return Region(0, max(0, self._row() - 1), self.content_size.width, 3)

    def lines(self, width: int) -> list[Content]:
        return [self._drawn(row) for row in self._rows(width)]

    def _drawn(self, row: range) -> Content:
        parts: list[str | tuple[str, str]] = []
        for place in row:
            piece = self.pieces[place]
            parts += [" "] if place > row.start else []
            style = f"{_STYLES[piece.kind]} reverse" if place == self.cursor else _STYLES[piece.kind]
            parts.append((shown(piece), style.strip()))
        return line(*parts)

    def _rows(self, width: int) -> list[range]:
        return lay_out([len(shown(piece)) for piece in self.pieces], width)

    def _row(self) -> int:
        rows = self._rows(self.content_size.width)
        return next((y for y, row in enumerate(rows) if self.cursor in row), 0)
