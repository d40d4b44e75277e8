"""The learned heads: from features to the chance that a sentence carries an element, and to the pitch's chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rehearse.measures.coverage_tokens import told_in

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
class Net:
    """One hidden layer for all (`hidden`: features x units), and a head for each (`weights`: elements x units)."""

    hidden: Floats
    hidden_bias: Floats
    weights: Floats
    bias: Floats

    def log_odds(self, rows: Floats) -> Floats:
        """Rows x features to rows x elements."""
        units = np.maximum(rows @ self.hidden + self.hidden_bias, 0)
        odds: Floats = units @ self.weights.T + self.bias
        return odds


@dataclass(frozen=True, slots=True)
class Looks:
    """What the heads look at of one pitch, each a row of features.

    `clauses`: the pieces of sentences that a comma may have joined, `parents` the sentences they are from.
    `tokens`: all of the pitch, `owners` the sentences they are of.
    """

    sentences: Floats
    clauses: Floats
    parents: npt.NDArray[np.int_]
    tokens: Floats
    owners: npt.NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class Heads:
    """Two nets: one looks at each sentence by itself, one at the tokens of the whole pitch.

    The first knows best what is cut as it was meant, the second what a recogniser cut otherwise; neither alone is as
    good as both (`models/story_heads.md`).
    """

    elements: tuple[str, ...]
    sentences: Net
    tokens: Net
    calibration: Calibration

    def chances(self, looks: Looks) -> Floats:
        """Sentences x elements: the chance that it carries the element, half-way, in log-odds, between both nets."""
        running = told_in(self.tokens.log_odds(looks.tokens), looks.owners, len(looks.sentences))
        return sigmoid((self._apart(looks) + logit(running)) / np.float32(2))

    def _apart(self, looks: Looks) -> Floats:
        """Log-odds of each sentence by itself: half-way to its likeliest clause where that is likelier."""
        whole = _kept(self.sentences.log_odds(looks.sentences))
        likeliest = whole.copy()
        np.maximum.at(likeliest, looks.parents, _kept(self.sentences.log_odds(looks.clauses)))
        return (whole + likeliest) / np.float32(2)


def _kept(odds: Floats) -> Floats:
    """No surer than `SURELY`."""
    return logit(sigmoid(odds))


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
