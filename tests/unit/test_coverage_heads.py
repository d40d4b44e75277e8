"""What the sentences of a pitch say together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rehearse.measures.coverage_heads import Calibration, Heads, logit, sigmoid, together

chances = arrays(np.float32, st.tuples(st.integers(1, 8), st.just(3)), elements=st.floats(0, 1, width=32))


@given(chances)
def test_a_sentence_that_says_nothing_changes_nothing(said: np.ndarray) -> None:
    silent = np.vstack([said, np.zeros((1, 3), np.float32)])
    assert together(silent) == pytest.approx(together(said), abs=1e-3)


@given(chances)
def test_a_pitch_says_it_at_least_as_likely_as_its_likeliest_sentence(said: np.ndarray) -> None:
    assert (together(said) >= logit(said.max(axis=0)) - 1e-4).all()


def test_saying_it_in_two_sentences_is_likelier_but_less_than_were_they_independent() -> None:
    one = np.full((1, 1), 0.4, np.float32)
    two = np.full((2, 1), 0.4, np.float32)
    assert pytest.approx(float(sigmoid(together(one))[0]), abs=1e-4) == 0.4
    assert 0.4 < float(sigmoid(together(two))[0]) < 1 - 0.6**2


def test_each_element_has_its_own_shift() -> None:
    calibration = Calibration(1.0, np.array([0.0, 2.0], np.float32))
    even = np.full((1, 2), 0.5, np.float32)
    assert calibration.of(even) == pytest.approx([0.5, 0.8808], abs=1e-3)
    assert calibration.only(1).of(even[:, 1:]) == pytest.approx([0.8808], abs=1e-3)


def one_feature_heads() -> Heads:
    """The chance of the one element is the sigmoid of the one feature."""
    both = np.array([[1.0, -1.0]], np.float32)  # a unit for each side of zero
    return Heads(("a",), both, np.zeros(2, np.float32), both, np.zeros(1, np.float32), Calibration(1.0, np.zeros(1)))


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.just(1)), elements=st.floats(-5, 5, width=32)))
def test_without_a_clause_a_sentence_says_what_it_says(rows: np.ndarray) -> None:
    heads, nothing = one_feature_heads(), np.zeros((0, 1), np.float32)
    assert heads.sentence_chances(rows) == pytest.approx(sigmoid(rows), abs=1e-4)
    assert heads.with_clauses(rows, nothing, np.zeros(0, int)) == pytest.approx(sigmoid(rows), abs=1e-3)


def test_a_likelier_clause_lifts_its_sentence_half_way_and_no_other() -> None:
    rows, clauses = np.array([[-3.0], [-3.0], [2.0]], np.float32), np.array([[4.0], [-4.0], [0.0]], np.float32)
    lifted = one_feature_heads().with_clauses(rows, clauses, np.array([1, 1, 2]))
    assert logit(lifted)[:, 0] == pytest.approx([-3.0, 0.5, 2.0], abs=1e-2)
