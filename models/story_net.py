"""A net with one hidden layer that all elements share, trained with drop-out.

Written out in numpy, since scikit-learn's has neither drop-out nor a loss of one's own, and a training framework would
be the largest thing a developer had to install. What is learned, and the loss, come from `story_lessons.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rehearse.measures.coverage_heads import Net

Floats = npt.NDArray[np.float32]

UNITS = 256
DROPPED = 0.5
"""Share of the hidden units left out at each step (Srivastava et al. 2014)."""
EPOCHS = 12
RATE = 1e-3
"""Adam's step (Kingma and Ba 2015), falling to zero."""
DECAY = 1e-3
"""Weight decay beside the step (Loshchilov and Hutter 2019)."""
FADING, FADING_SQUARES, TINY = 0.9, 0.999, 1e-8


@dataclass(frozen=True)
class Batch:
    """`rows`: n x features. `slope` tells how the loss rises with each log-odds; both n x elements."""

    rows: Floats
    slope: Callable[[Floats], Floats]


class Lessons(Protocol):
    """`middle` is the mean row; `start` the log-odds of every element before anything is learned."""

    middle: Floats
    elements: int
    start: float

    def in_epoch(self) -> int:
        """Batches in an epoch."""

    def batches(self, rng: np.random.Generator) -> Iterator[Batch]:
        """Those of one epoch, in a new order."""


def fit(lessons: Lessons, nets: int) -> Net:
    """The mean of `nets` nets with different beginnings, which is one with the units of all: what one of them got by
    chance counts less."""
    fitted = [_fit(lessons, seed) for seed in range(1, nets + 1)]
    return Net(
        np.concatenate([one.hidden for one in fitted], axis=1),
        np.concatenate([one.hidden_bias for one in fitted]),
        np.concatenate([one.weights for one in fitted], axis=1) / np.float32(nets),
        np.mean([one.bias for one in fitted], axis=0, dtype=np.float32),
    )


def _fit(lessons: Lessons, seed: int) -> Net:
    rng = np.random.default_rng(seed)
    features, middle = len(lessons.middle), lessons.middle
    numbers = [
        rng.normal(0, 0.5 * np.sqrt(2 / features), (features, UNITS)).astype(np.float32),
        np.zeros(UNITS, dtype=np.float32),
        rng.normal(0, np.sqrt(1 / UNITS), (UNITS, lessons.elements)).astype(np.float32),
        np.full(lessons.elements, lessons.start, dtype=np.float32),
    ]
    descent = _Adam(numbers, steps=EPOCHS * lessons.in_epoch())
    for _ in range(EPOCHS):
        for batch in lessons.batches(rng):
            descent.step(_slopes(numbers, batch.rows - middle, batch.slope, rng))
    hidden, hidden_bias, outputs, bias = numbers
    return Net(hidden, hidden_bias - middle @ hidden, outputs.T, bias)


def _slopes(
    numbers: list[Floats], rows: Floats, slope: Callable[[Floats], Floats], rng: np.random.Generator
) -> list[Floats]:
    """The gradient of the loss at `numbers`, with other units dropped at each call."""
    hidden, hidden_bias, outputs, bias = numbers
    raw = rows @ hidden + hidden_bias
    kept = (rng.random(raw.shape, dtype=np.float32) >= DROPPED) / np.float32(1 - DROPPED)
    units = np.maximum(raw, 0) * kept
    off = slope(units @ outputs + bias)
    back = (off @ outputs.T) * kept * (raw > 0)
    return [rows.T @ back, back.sum(axis=0), units.T @ off, off.sum(axis=0)]


class _Adam:
    """Moves `numbers` in place; weights (two axes) decay, biases do not."""

    def __init__(self, numbers: list[Floats], steps: int) -> None:
        self._numbers, self._steps, self._step = numbers, steps, 0
        self._means = [np.zeros_like(one) for one in numbers]
        self._squares = [np.zeros_like(one) for one in numbers]

    def step(self, slopes: list[Floats]) -> None:
        rate = np.float32(RATE * (1 - self._step / self._steps))
        self._step += 1
        for one, slope, mean, square in zip(self._numbers, slopes, self._means, self._squares, strict=True):
            mean += np.float32(1 - FADING) * (slope - mean)
            square += np.float32(1 - FADING_SQUARES) * (slope * slope - square)
            towards = mean / np.float32(1 - FADING**self._step)
            size = np.sqrt(square / np.float32(1 - FADING_SQUARES**self._step)) + np.float32(TINY)
            one -= rate * (towards / size + (DECAY if one.ndim == 2 else 0) * one)
