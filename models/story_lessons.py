"""What the two nets of the story heads learn from, batch by batch, and the loss of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from story_cuts import Cut, Running
from story_net import Batch

from rehearse.measures.coverage_heads import sigmoid
from rehearse.measures.coverage_tokens import rates_in

Floats = npt.NDArray[np.float32]

ROWS = 256
"""Sentences in a batch."""
PITCHES = 24
"""Readings in a batch of tokens: of whole pitches, and of single sentences."""
SELDOM = -4.0
"""A token's log-odds at the beginning: a pitch has a hundred of them, and tells hardly anything twice."""
LEAST = 1e-6
"""Added to every rate: the slope divides by it."""


class SentenceLessons:
    """Sentences and pieces of them with their labels, as far as those are known: logistic loss."""

    start = 0.0

    def __init__(self, cuts: Sequence[Cut]) -> None:
        self._rows = np.vstack([cut.features for cut in cuts])
        self._labels = np.vstack([cut.labels for cut in cuts])
        self._known = np.vstack([cut.known for cut in cuts])
        self.middle = self._rows.mean(axis=0)
        self.elements = self._labels.shape[1]

    def in_epoch(self) -> int:
        return max(1, len(self._rows) // ROWS)

    def batches(self, rng: np.random.Generator) -> Iterator[Batch]:
        for chosen in _shuffled(len(self._rows), ROWS, rng):
            yield Batch(self._rows[chosen], partial(_logistic, self._labels[chosen], self._known[chosen]))


class TokenLessons:
    """Tokens of whole pitches, of which is only known what each sentence says: see `coverage_tokens.told_in`."""

    start = SELDOM

    def __init__(self, pitches: Sequence[Running]) -> None:
        self._pitches = pitches
        self.middle = np.mean([one.rows.mean(axis=0, dtype=np.float32) for one in pitches], axis=0)
        self.elements = pitches[0].labels.shape[1]

    def in_epoch(self) -> int:
        return max(1, len(self._pitches) // PITCHES)

    def batches(self, rng: np.random.Generator) -> Iterator[Batch]:
        for indices in _shuffled(len(self._pitches), PITCHES, rng):
            chosen = [self._pitches[index] for index in indices]
            before = np.cumsum([0, *(len(one.labels) for one in chosen)])
            owners = np.concatenate([one.owners + start for one, start in zip(chosen, before[:-1], strict=True)])
            labels = np.vstack([one.labels for one in chosen])
            rows = np.vstack([one.rows for one in chosen]).astype(np.float32)
            yield Batch(rows, partial(_one_or_more, labels, owners))


def _shuffled(count: int, size: int, rng: np.random.Generator) -> Iterator[npt.NDArray[np.int_]]:
    """Batches of `size` in a new order; an incomplete last one is left out, unless it is the only one."""
    order, size = rng.permutation(count), min(size, count)
    yield from (order[first : first + size] for first in range(0, count - size + 1, size))


def _logistic(labels: np.ndarray, known: np.ndarray, odds: Floats) -> Floats:
    return np.asarray((sigmoid(odds) - labels) * known / len(odds), dtype=np.float32)


def _one_or_more(labels: np.ndarray, owners: np.ndarray, odds: Floats) -> Floats:
    """Of -log of the chance of one telling or more (none), given that the sentence has the element (has it not)."""
    rates = rates_in(odds, owners, len(labels)) + np.float32(LEAST)
    by_rate = np.where(labels, -1 / np.expm1(rates), 1.0) / len(labels)
    return np.asarray(by_rate[owners] * sigmoid(odds), dtype=np.float32)
