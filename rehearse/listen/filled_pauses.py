"""The filled-pause head: a very small network that listens to Whisper's own encoder for um and uh.

Its weights, how they were made, and their limits: `models/filled_pauses/`. It fits one encoder only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

STATE_S = 0.02
"""Seconds between two encoder states."""
SHORTEST_S = 0.08
"""A shorter stretch is no filled pause (de Leeuw 2007: most last 0.2 to 0.6 s)."""
USUAL_S = 0.3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the window that sounds like a filled pause: seconds from its start, and the highest probability."""

    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Worth:
    """What a stretch says for a filled pause in its place: log likelihood ratios, fitted for one head.

    Fitted by `models/filled_pauses/fit_worth.py` on speakers that the head does not know. `base`: a stretch at even
    odds and of the usual length; `per_odds`: each unit of the head's log odds; `per_doubling`: each doubling of the
    length; `absence`: no stretch there.
    """

    base: float
    per_odds: float
    per_doubling: float
    absence: float

    def of(self, stretch: Stretch | None) -> float:
        """The log likelihood ratio of a stretch, or of there being none."""
        if stretch is None:
            return self.absence
        odds, doublings = self.evidence(stretch)
        return self.base + self.per_odds * odds + self.per_doubling * doublings

    @staticmethod
    def evidence(stretch: Stretch) -> tuple[float, float]:
        """The head's log odds, and how often the usual length is doubled; both within what they were fitted on."""
        doublings = math.log2(max(stretch.end - stretch.start, SHORTEST_S) / USUAL_S)
        return log_odds(stretch.probability), min(max(doublings, -2.0), 1.5)


def log_odds(probability: float) -> float:
    """The natural logarithm of the odds, kept within those of 0.001 and 0.999."""
    clipped = min(max(probability, 0.001), 0.999)
    return math.log(clipped / (1 - clipped))


class FilledPauseHead:
    """The weights of one head."""

    def __init__(self, weights: Path) -> None:
        import numpy as np

        with np.load(weights) as stored:
            self._w1, self._b1, self._w2, self._b2 = (stored[name] for name in ("w1", "b1", "w2", "b2"))
            self.model_digest = str(stored["model_sha256"])
            self.worth = Worth(*map(float, stored["worth"]))

    def probabilities(self, states: np.ndarray) -> np.ndarray:
        """float32 [frames] from encoder states [frames of 20 ms, width]: is this frame inside a filled pause?"""
        import numpy as np

        hidden = np.maximum(states @ self._w1 + self._b1, 0)
        odds: np.ndarray = hidden @ self._w2 + self._b2
        probabilities: np.ndarray = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return probabilities


def stretches(probabilities: np.ndarray, threshold: float) -> list[Stretch]:
    """Where the probability, smoothed over three frames, stays at or above `threshold`."""
    import numpy as np

    if not len(probabilities):
        return []
    padded = np.pad(probabilities, 1, mode="edge")
    smooth = (padded[:-2] + padded[1:-1] + padded[2:]) / 3
    inside = np.concatenate([[False], smooth >= threshold, [False]])
    edges = np.flatnonzero(np.diff(inside.astype(int)))
    return [
        Stretch(round(int(first) * STATE_S, 3), round(int(last) * STATE_S, 3), float(smooth[first:last].max()))
        for first, last in zip(edges[::2], edges[1::2], strict=True)
        if (last - first) * STATE_S >= SHORTEST_S
    ]
