"""What the story heads look at: how a sentence is put together, its cues, and where in the pitch it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rehearse.measures.coverage_cues import ELEMENTS, strongest_cue

Floats = npt.NDArray[np.float32]

LAYERS_USED = (1, 3, 5)
"""Second, fourth and last layer of six. On the development pitches, by cross-validation: last alone 0.75, these three
0.85 (balanced F1); the early ones still know person, tense and wording."""
LAYER_WEIGHT = 3.0
"""Each layer's vector is brought to this length, so that one number of it weighs about as much as one cue."""
PLACES = 3
"""The last columns say where in the pitch the sentence stands."""

_YOU = re.compile(r"\b(?:you|ya|y'all)\b", re.IGNORECASE)
_YOUR = re.compile(r"\byour", re.IGNORECASE)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|hundred"
    r"|thousand|million)\b",
    re.IGNORECASE,
)


def features(layers: Floats, texts: Sequence[str]) -> Floats:
    """One row for each sentence of a pitch, in order.

    `layers` is sentences x 6 x 384: the encoder's mean after each layer. Columns: the used layers, two for each of the
    nine elements (strongest cue, look-alike), five on the wording, three on the place.
    """
    if not texts:
        return np.zeros((0, len(LAYERS_USED) * layers.shape[2] + 2 * len(ELEMENTS) + 8), dtype=np.float32)
    used = layers[:, LAYERS_USED, :]
    used = LAYER_WEIGHT * used / np.linalg.norm(used, axis=2, keepdims=True)
    hits = [[strongest_cue(element, text) for element in ELEMENTS] for text in texts]
    cues = [[number for hit in row for number in (hit.weight, float(hit.vetoed))] for row in hits]
    rest = [[*_wording(text), *_place(index, len(texts))] for index, text in enumerate(texts)]
    return np.hstack([used.reshape(len(texts), -1), cues, rest]).astype(np.float32)


def clause_features(layers: Floats, texts: Sequence[str], parents: Floats) -> Floats:
    """One row for each clause. `parents`: the rows of the sentences they are from, whose place they have."""
    rows = features(layers, texts)
    rows[:, -PLACES:] = parents[:, -PLACES:]
    return rows


def _wording(text: str) -> tuple[float, ...]:
    return (
        float(text.strip().endswith("?")),
        float(bool(_YOU.search(text))),
        float(bool(_YOUR.search(text))),
        min(len(text.split()), 30) / 20,
        float(bool(_NUMBER.search(text))),
    )


def _place(index: int, count: int) -> tuple[float, float, float]:
    return index / max(1, count - 1), float(index == 0), float(index == count - 1)
