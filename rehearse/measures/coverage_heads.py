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
    """Turns what the sentences say together into an honest chance (Platt, on the log-odds).

    `shift` is one number for all elements, or one for each.
    """

    slope: float
    shift: Floats

    def of(self, chances: Floats) -> Floats:
        """Sentences x elements to elements: the chance that the pitch tells it."""
        return sigmoid(self.slope * together(chances) + self.shift)

    def only(self, index: int) -> Calibration:
        """That of one element."""
        return Calibration(self.slope, self.shift[index : index + 1])


@dataclass(frozen=True, slots=True)
class Heads:
    """One hidden layer for all (`hidden`: features x units), and a head for each (`weights`: elements x units)."""

    elements: tuple[str, ...]
    hidden: Floats
    hidden_bias: Floats
    weights: Floats
    bias: Floats
    calibration: Calibration

    def sentence_chances(self, features: Floats) -> Floats:
        """Sentences x elements: the chance that the sentence carries the element."""
        units = np.maximum(features @ self.hidden + self.hidden_bias, 0)
        return sigmoid(units @ self.weights.T + self.bias)

    def with_clauses(self, features: Floats, clauses: Floats, parents: npt.NDArray[np.int_]) -> Floats:
        """As `sentence_chances`, each sentence half-way, in log-odds, to its likeliest clause where that is likelier.

        `clauses` are the features of clauses, `parents` the sentences that they are from.
        """
        whole = self.sentence_chances(features)
        likeliest = whole.copy()
        np.maximum.at(likeliest, parents, self.sentence_chances(clauses))
        return sigmoid((logit(whole) + logit(likeliest)) / np.float32(2))


def together(chances: Floats) -> Floats:
    """The log-odds that the pitch says it: sentences x elements to elements, at least one sentence.

    Half-way between those of the likeliest sentence alone and those of one sentence or more: the sentences of a pitch
    are neither the same nor independent, and a recogniser that cuts one in two must not make it likelier.
    """
    one_or_more = 1 - np.prod(1 - chances, axis=0)
    odds: Floats = (logit(one_or_more) + logit(chances.max(axis=0))) / np.float32(2)
    return odds


def sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))), dtype=np.float32)


def logit(chances: Floats) -> Floats:
    kept = np.clip(chances, SURELY, 1 - SURELY)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float32)
