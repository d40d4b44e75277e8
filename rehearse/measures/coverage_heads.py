"""The learned heads: from a sentence's features to the chance that it carries an element, and to the pitch's chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
SURELY = 1e-4
"""No chance is nearer to 0 or 1 than this: nothing here is known better."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns the chance that at least one sentence says it into an honest one (Platt, on the log-odds)."""

    slope: float
    shift: float

    def of(self, chances: Floats) -> Floats:
        """Sentences x elements to elements: the chance that the pitch tells it."""
        return sigmoid(self.slope * logit(at_least_one(chances)) + self.shift)


@dataclass(frozen=True, slots=True)
class Heads:
    """One linear head for each element (`weights`: elements x features)."""

    elements: tuple[str, ...]
    weights: Floats
    bias: Floats
    calibration: Calibration

    def sentence_chances(self, features: Floats) -> Floats:
        """Sentences x elements: the chance that the sentence carries the element."""
        return sigmoid(features @ self.weights.T + self.bias)


def at_least_one(chances: Floats) -> Floats:
    """The chance that one sentence or more says it, were they independent (calibration mends that they are not).

    Sentences x elements to elements; no sentences give 0.
    """
    return np.asarray(1 - np.prod(1 - chances, axis=0), dtype=np.float32)


def sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))), dtype=np.float32)


def logit(chances: Floats) -> Floats:
    kept = np.clip(chances, SURELY, 1 - SURELY)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float32)
