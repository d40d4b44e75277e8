"""The level meter: a thin line from -60 to 0 dBFS, with the marks between which a voice is heard well."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from rehearse.thresholds import LEVEL_DBFS
from rehearse.ui.widgets.drawn import Drawn, cut, fitted, line

FLOOR_DBFS = -60.0
QUIET_DBFS = LEVEL_DBFS.low
LOUD_DBFS = -3.0


def column(dbfs: float, width: int) -> int:
    """Where a level stands on a line of `width` columns."""
    share = (dbfs - FLOOR_DBFS) / -FLOOR_DBFS
    return max(0, min(width, round(share * width)))


class Meter(Drawn):
    """`peak_dbfs` None: the microphone is not open, and the line rests."""

    peak_dbfs: reactive[float | None] = reactive(None)
    microphone: reactive[str] = reactive("")

    def lines(self, width: int) -> list[Content]:
        quiet, loud = column(QUIET_DBFS, width), column(LOUD_DBFS, width)
        filled = 0 if self.peak_dbfs is None else column(self.peak_dbfs, width)
        bar = [("\u2501" if place < filled else "\u2500", self._style(place, filled, loud)) for place in range(width)]
        for place in (quiet, loud):
            bar[place] = ("\u253f" if place < filled else "\u2534", "$muted")
        return [line(*bar), self._scale(width, quiet, loud, filled)]

    def _style(self, place: int, filled: int, loud: int) -> str:
        if place >= filled:
            return "$faint"
        return "$error" if place >= loud else "$accent"

    def _scale(self, width: int, quiet: int, loud: int, filled: int) -> Content:
        name = cut(self.microphone or "no microphone", quiet - 4)
        low, high = f"{QUIET_DBFS:g}", f"{LOUD_DBFS:g}"
        text = fitted(name, quiet - len(low) // 2) + low
        if filled > loud:
            return line((text, "$muted"), ("too loud".rjust(width - cell_len(text)), "$error"))
        return line((fitted(text, loud - len(high) // 2) + high, "$muted"))
