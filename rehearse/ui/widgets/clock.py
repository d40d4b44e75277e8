"""The clock: digits of solid blocks, to be read from where a person stands."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from rehearse.ui.widgets.drawn import Drawn, line

_SEGMENTS = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc",
    "5": "afgcd", "6": "afgedc", "7": "abc", "8": "abcdefg", "9": "abcdfg",
}  # fmt: skip
"""The segments of each digit: a top, b and c right, d bottom, e and f left, g middle."""

_STROKE = 2
"""Columns of an upright stroke: a terminal's cell is about twice as high as wide, so a row matches."""

FLAT = 18
"""A terminal with fewer rows has none for large digits. The stylesheet's `-flat`."""

SMALL, LARGE = (6, 5), (12, 9)
"""Width and height of a digit, in cells."""


def glyph(char: str, width: int, height: int) -> list[str]:
    """One character of the clock as `height` rows."""
    middle = height // 2
    if char == ":":
        dots = (middle - height // 4, middle + height // 4)
        return ["\u2588" * _STROKE if row in dots else " " * _STROKE for row in range(height)]
    on = _SEGMENTS[char]
    rows = []
    for row in range(height):
        bar = {0: "a", middle: "g", height - 1: "d"}.get(row)
        if bar is not None and bar in on:
            rows.append("\u2588" * width)
            continue
        uprights = (("f", "b"),) if row < middle else (("e", "c"),) if row > middle else (("f", "b"), ("e", "c"))
        left, right = (
            "\u2588" * _STROKE if any(one in on for one in side) else " " * _STROKE
            for side in zip(*uprights, strict=True)
        )
        rows.append(left + " " * (width - 2 * _STROKE) + right)
    return rows


def drawn(text: str, width: int, height: int) -> list[str]:
    glyphs = [glyph(char, width, height) for char in text]
    gap = " " * (2 if width < LARGE[0] else 3)
    return [gap.join(rows) for rows in zip(*glyphs, strict=True)]


class Clock(Drawn):
    """Minutes and seconds; during the countdown the seconds that are left."""

    text: reactive[str] = reactive("0:00")

    def show_seconds(self, seconds: float) -> None:
        whole = int(seconds)
        self.text = f"{whole // 60}:{whole % 60:02d}"

    def show_count(self, count: int) -> None:
        self.text = str(count)

    def lines(self, width: int) -> list[Content]:
        if self.app.size.height < FLAT:
            return [line((self.text.center(width), "bold"))]
        roomy = self.app.size.height >= 36 and width >= 64
        rows = drawn(self.text, *(LARGE if roomy else SMALL))
        return [Content(row.center(width)) for row in rows]
