"""What the story heads look at where they do without sentences: every token of the pitch, and what stands around it.

A recogniser puts its full stops where the speaker breathes. A sentence that it cuts in three is three riddles; a
passage that is read as a whole says the same wherever the stops are.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rehearse.measures.coverage_features import LAYER_WEIGHT, LAYERS_USED

Floats = npt.NDArray[np.float32]

AROUND = 7
"""Tokens on each side of which the mean is looked at: about a clause."""
AT_THE_EDGE = 15
"""Tokens that count as the pitch's opening, and as its end."""


def token_features(states: Floats) -> Floats:
    """One row for each token of a pitch, in order. `states`: tokens x 6 x 384, the encoder's after each layer.

    Columns: the used layers, the mean of the last of them around the token, three on the place.
    """
    count, _, width = states.shape
    used = states[:, LAYERS_USED, :]
    used = LAYER_WEIGHT * used / np.linalg.norm(used, axis=2, keepdims=True)
    place = np.arange(count)
    places = np.stack([place / max(1, count - 1), place < AT_THE_EDGE, place >= count - AT_THE_EDGE], axis=1)
    layers = used.reshape(count, len(LAYERS_USED) * width)
    return np.hstack([layers, _around(used[:, -1]), places.astype(np.float32)])


def _around(values: Floats) -> Floats:
    """The mean over the tokens at most `AROUND` away."""
    sums = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0, dtype=np.float64)])
    place = np.arange(len(values))
    first, behind = np.maximum(0, place - AROUND), np.minimum(len(values), place + AROUND + 1)
    means: Floats = ((sums[behind] - sums[first]) / (behind - first)[:, None]).astype(np.float32)
    return means


def told_in(odds: Floats, owners: npt.NDArray[np.int_], texts: int) -> Floats:
    """The chance that each of the texts says it: tokens x elements to texts x elements.

    Each token adds to a rate, as if it were a place where the element may be told; the chance is that of one telling or
    more. So a passage cut in two says together what it said whole.
    """
    chances: Floats = -np.expm1(-rates_in(odds, owners, texts))
    return chances


def rates_in(odds: Floats, owners: npt.NDArray[np.int_], texts: int) -> Floats:
    """How often each of the texts is expected to say it (softplus of its tokens' odds): texts x elements."""
    rates = np.zeros((texts, odds.shape[1]), dtype=np.float32)
    np.add.at(rates, owners, np.logaddexp(np.float32(0), odds))
    return rates
