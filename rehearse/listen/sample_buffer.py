"""The samples of a take that is still growing; appending does not copy what is already there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

FIRST_CAPACITY = 16_000 * 60


class SampleBuffer:
    """float32 samples in one array that doubles when it is full."""

    def __init__(self) -> None:
        import numpy as np

        self._room = np.zeros(FIRST_CAPACITY, np.float32)
        self._used = 0

    def append(self, samples: np.ndarray) -> None:
        import numpy as np

        needed = self._used + len(samples)
        if needed > len(self._room):
            grown = np.zeros(max(needed, 2 * len(self._room)), np.float32)
            grown[: self._used] = self._room[: self._used]
            self._room = grown
        self._room[self._used : needed] = samples
        self._used = needed

    def between(self, first: int, last: int) -> np.ndarray:
        """The samples first..last (last is exclusive, cut off at the end): a view."""
        return self._room[first : min(last, self._used)]
