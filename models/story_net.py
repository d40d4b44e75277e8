"""The net behind the story heads: one hidden layer that all elements share, trained with drop-out.

Written out in numpy, since scikit-learn's has neither drop-out nor labels that are not known, and a training framework
would be the largest thing a developer had to install. Against a logistic regression for each element, learned from the
same pitches but for six short lists: balanced F1 0.964 for 0.948 on the written development set, 0.911 for 0.901 on the
spoken one (with the clauses, which those did not have).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

NETS = 2
"""So many with different beginnings are averaged: what one got by chance counts half."""
UNITS = 256
DROPPED = 0.5
"""Share of the hidden units left out at each step (Srivastava et al. 2014)."""
EPOCHS = 12
BATCH = 256
RATE = 1e-3
"""Adam's step (Kingma and Ba 2015), falling to zero."""
DECAY = 1e-3
"""Weight decay beside the step (Loshchilov and Hutter 2019)."""
FADING, FADING_SQUARES, TINY = 0.9, 0.999, 1e-8


def fit_nets(rows: Floats, labels: np.ndarray, known: np.ndarray) -> tuple[Floats, Floats, Floats, Floats]:
    """`hidden`, `hidden_bias`, `weights` and `bias` of `rehearse.measures.coverage_heads.Heads`.

    `rows`: n x features. `labels`: n x elements; `known` says which of them count. The mean of the nets' log-odds is
    that of one net with the units of all.
    """
    nets = [_fit(rows, labels, known, seed) for seed in range(1, NETS + 1)]
    hidden, hidden_bias, weights, bias = zip(*nets, strict=True)
    return (
        np.concatenate(hidden, axis=1),
        np.concatenate(hidden_bias),
        np.concatenate(weights, axis=0).T / np.float32(NETS),
        np.mean(bias, axis=0, dtype=np.float32),
    )


def _fit(rows: Floats, labels: np.ndarray, known: np.ndarray, seed: int) -> tuple[Floats, ...]:
    """Logistic loss over the known labels. Hidden (features x units), its bias, outputs (units x elements), theirs."""
    rng = np.random.default_rng(seed)
    features, elements = rows.shape[1], labels.shape[1]
    middle = rows.mean(axis=0)
    numbers = [
        rng.normal(0, 0.5 * np.sqrt(2 / features), (features, UNITS)).astype(np.float32),
        np.zeros(UNITS, dtype=np.float32),
        rng.normal(0, np.sqrt(1 / UNITS), (UNITS, elements)).astype(np.float32),
        np.zeros(elements, dtype=np.float32),
    ]
    descent = _Adam(numbers, steps=EPOCHS * (len(rows) // BATCH))
    for _ in range(EPOCHS):
        order = rng.permutation(len(rows))
        for first in range(0, len(rows) - BATCH + 1, BATCH):
            chosen = order[first : first + BATCH]
            descent.step(_slopes(numbers, rows[chosen] - middle, labels[chosen], known[chosen], rng))
    hidden, hidden_bias, outputs, bias = numbers
    return hidden, hidden_bias - middle @ hidden, outputs, bias


def _slopes(
    numbers: list[Floats], rows: Floats, labels: np.ndarray, known: np.ndarray, rng: np.random.Generator
) -> list[Floats]:
    """The gradient of the loss at `numbers`, with other units dropped at each call."""
    hidden, hidden_bias, outputs, bias = numbers
    raw = rows @ hidden + hidden_bias
    kept = (rng.random(raw.shape, dtype=np.float32) >= DROPPED) / np.float32(1 - DROPPED)
    units = np.maximum(raw, 0) * kept
    off = (1 / (1 + np.exp(-(units @ outputs + bias))) - labels) * known / np.float32(len(rows))
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
