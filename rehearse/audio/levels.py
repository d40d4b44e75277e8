"""How loud a take is: its peak, its level, and how much of it is clipped."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOOR_DBFS = -120.0
"""What digital silence is called: below what 16 bits can hold (-96 dBFS), and a number JSON can write."""

SILENT_DBFS = -70.0
"""Below this nobody spoke. The absolute gate of ITU-R BS.1770-4."""

GATE_BLOCK_S = 0.1
RELATIVE_GATE_DB = 10.0
"""Blocks this far below the level of all blocks are pauses and do not count. ITU-R BS.1770-4."""

FULL_SCALE = 32767 / 32768
"""The largest positive sample of 16 bits. Formats that end lower hand their own to `LevelMeter`."""

CLIPPED_RUN = 3
"""A wave touches full scale for one or two samples by itself; three in a row are a flattened top."""


def dbfs(amplitude: float) -> float:
    """An amplitude (1.0 is full scale) in dBFS, never below `FLOOR_DBFS`."""
    return max(FLOOR_DBFS, 20 * math.log10(amplitude)) if amplitude > 0 else FLOOR_DBFS


@dataclass(frozen=True, slots=True)
class Levels:
    """A full-scale sine has peak 0 and level -3 dBFS. `clipped_ratio` is a share of the samples, 0 to 1."""

    peak_dbfs: float
    level_dbfs: float
    clipped_ratio: float


class LevelMeter:
    """Measures a take as it streams by; the result does not depend on the block size.

    The level is a gated RMS of the mono mix, so that silences do not make a person quiet: 100 ms blocks, those above
    the absolute gate averaged, and of these the ones above the relative gate averaged again. The gates are those
    of ITU-R BS.1770-4 (as EBU R128 uses them) without its ear weighting and overlap: the unit is dBFS, not LUFS.
    """

    def __init__(self, rate_hz: int, full_scale: float = FULL_SCALE) -> None:
        import numpy as np

        self._block = max(1, round(rate_hz * GATE_BLOCK_S))
        self._full_scale = full_scale
        self._rest: NDArray[np.float32] = np.zeros(0, np.float32)
        self._powers: list[float] = []
        self._peak = 0.0
        self._samples = 0
        self._clipped = 0
        self._open_run = 0

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Measure the next block, of shape (n,) or (n, channels). Peak and clipping look at the loudest channel."""
        import numpy as np

        if samples.size == 0:
            return
        mono = samples if samples.ndim == 1 else samples.mean(axis=1, dtype=np.float32)
        loudest = np.abs(samples) if samples.ndim == 1 else np.abs(samples).max(axis=1)
        self._samples += len(mono)
        self._peak = max(self._peak, float(loudest.max()))
        self._count_clipped(loudest >= self._full_scale)

        mono = np.concatenate((self._rest, mono))
        whole = len(mono) // self._block
        blocks = mono[: whole * self._block].reshape(whole, self._block)
        self._powers.extend(np.mean(np.square(blocks, dtype=np.float64), axis=1).tolist())
        self._rest = mono[whole * self._block :]

    def levels(self) -> Levels:
        """The levels of all that was fed so far."""
        closing = self._open_run if self._open_run >= CLIPPED_RUN else 0
        return Levels(
            peak_dbfs=dbfs(self._peak),
            level_dbfs=dbfs(math.sqrt(_gated_power(self._powers or [self._power_of_rest()]))),
            clipped_ratio=(self._clipped + closing) / self._samples if self._samples else 0.0,
        )

    def _power_of_rest(self) -> float:
        import numpy as np

        return float(np.mean(np.square(self._rest, dtype=np.float64))) if len(self._rest) else 0.0

    def _count_clipped(self, clipped: NDArray[np.bool_]) -> None:
        """Add the runs that end in this block, carrying over the one that is still open at its end."""
        import numpy as np

        if not self._open_run and not clipped.any():
            return
        edges = np.flatnonzero(np.diff(clipped, prepend=False, append=False))
        starts, ends = edges[::2], edges[1::2]
        lengths = ends - starts
        if len(lengths) and starts[0] == 0:
            lengths[0] += self._open_run
        else:
            lengths = np.concatenate(([self._open_run], lengths))
        self._open_run = 0
        if clipped[-1]:
            self._open_run = int(lengths[-1])
            lengths = lengths[:-1]
        self._clipped += int(lengths[lengths >= CLIPPED_RUN].sum())


def _gated_power(powers: list[float]) -> float:
    loud = [power for power in powers if power > 10 ** (SILENT_DBFS / 10)]
    if not loud:
        return sum(powers) / len(powers)
    gate = sum(loud) / len(loud) / 10 ** (RELATIVE_GATE_DB / 10)
    spoken = [power for power in loud if power > gate]
    return sum(spoken) / len(spoken)
