"""What is looked at of each token of a pitch, and what they say together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rehearse.measures.coverage_features import LAYER_WEIGHT, LAYERS_USED
from rehearse.measures.coverage_tokens import AROUND, token_features, told_in

PLACES = 3
odds = arrays(np.float32, st.tuples(st.integers(2, 12), st.just(2)), elements=st.floats(-9, 6, width=32))


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


@given(odds, st.data())
def test_a_passage_cut_in_two_says_together_what_it_said_whole(tokens: np.ndarray, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(tokens) - 1))
    whole = told_in(tokens, np.zeros(len(tokens), int), 1)
    two = told_in(tokens, (np.arange(len(tokens)) >= cut).astype(int), 2)
    assert whole[0] == pytest.approx(1 - np.prod(1 - two, axis=0), abs=1e-5)


def test_a_text_without_tokens_says_nothing() -> None:
    assert told_in(np.zeros((0, 2), np.float32), np.zeros(0, int), 1).tolist() == [[0.0, 0.0]]
