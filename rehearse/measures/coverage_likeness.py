"""Elements nobody trained us on: how alike a sentence is to the element's own examples, notes and question.

What decides is not only how alike it is, but how much more alike than to the story's other elements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rehearse.measures.coverage_heads import Calibration

Floats = npt.NDArray[np.float32]

VIEW_LAYERS = (1, 3)


@dataclass(frozen=True, slots=True)
class Views:
    """Texts seen three ways, each row of length 1: the sense (last layer), the wording (second and fourth layer)."""

    sense: Floats
    second: Floats
    fourth: Floats

    def __len__(self) -> int:
        return len(self.sense)

    def alike(self, others: Views) -> Floats:
        """3 x texts: the likeness to the nearest of `others` in each view; zeros where there are none."""
        if not len(others):
            return np.zeros((3, len(self)), dtype=np.float32)
        pairs = ((self.sense, others.sense), (self.second, others.second), (self.fourth, others.fourth))
        return np.stack([(mine @ theirs.T).max(axis=1) for mine, theirs in pairs])


def views(sentence: Floats, layers: Floats) -> Views:
    """From the encoder's vectors: n x 384 and n x 6 x 384."""
    second, fourth = (layers[:, one] / np.linalg.norm(layers[:, one], axis=1, keepdims=True) for one in VIEW_LAYERS)
    return Views(sentence, second, fourth)


def own_features(
    said: Views,
    anchors: Views,
    question: Views,
    other_anchors: Sequence[Views],
    other_questions: Sequence[Views],
    cue: Sequence[bool],
) -> Floats:
    """Sentences x 9: likeness to the anchors (3 views) and the question, the same less the best rival's, cue."""
    nearest, asked = said.alike(anchors), said.alike(question)[:1]
    rival = np.max([said.alike(one) for one in other_anchors], axis=0) if other_anchors else nearest
    rival_asked = np.max([said.alike(one)[:1] for one in other_questions], axis=0) if other_questions else asked
    cues = np.array([cue], dtype=np.float32)
    return np.asarray(np.vstack([nearest, asked, nearest - rival, asked - rival_asked, cues]).T, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class OwnHead:
    """One linear head for every element that has none of its own (`weights`: 9)."""

    weights: Floats
    bias: float
    calibration: Calibration

    def log_odds(self, features: Floats) -> Floats:
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)
