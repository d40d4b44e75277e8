"""What is looked at of each token of a pitch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.measures.coverage_features import LAYER_WEIGHT, LAYERS_USED
from rehearse.measures.coverage_tokens import AROUND, token_features

PLACES = 3


def states(count: int) -> np.ndarray:
    return np.random.default_rng(count).normal(size=(count, 6, 8)).astype(np.float32)


@given(st.integers(1, 60))
def test_a_row_for_each_token_of_which_no_layer_outweighs_another(count: int) -> None:
    rows = token_features(states(count))
    assert rows.shape == (count, 8 * (len(LAYERS_USED) + 1) + PLACES)
    layers = rows[:, : 8 * len(LAYERS_USED)].reshape(count, len(LAYERS_USED), 8)
    assert np.linalg.norm(layers, axis=2) == pytest.approx(LAYER_WEIGHT, abs=1e-4)


@given(st.integers(1, 60))
def test_around_a_token_is_the_mean_of_its_neighbours(count: int) -> None:
    rows = token_features(states(count))
    last = rows[:, 8 * (len(LAYERS_USED) - 1) : 8 * len(LAYERS_USED)]
    place = count // 2
    near = last[max(0, place - AROUND) : place + AROUND + 1].mean(axis=0)
    assert rows[place, -PLACES - 8 : -PLACES] == pytest.approx(near, abs=1e-4)


def test_the_first_and_last_words_know_where_they_are() -> None:
    places = token_features(states(100))[:, -PLACES:]
    assert places[0].tolist() == [0, 1, 0]
    assert places[50, 1:].tolist() == [0, 0]
    assert places[99].tolist() == [1, 0, 1]


def test_nothing_said_gives_no_row() -> None:
    assert token_features(np.zeros((0, 6, 8), np.float32)).shape == (0, 8 * (len(LAYERS_USED) + 1) + PLACES)
