"""What the sentences of a pitch say together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rehearse.measures.coverage_heads import Calibration, Heads, Looks, Net, logit, sigmoid, together
from rehearse.measures.coverage_tokens import told_in

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


def one_feature_net() -> Net:
    """The log-odds of the one element are the one feature."""
    both = np.array([[1.0, -1.0]], np.float32)  # a unit for each side of zero
    return Net(both, np.zeros(2, np.float32), both, np.zeros(1, np.float32))


def heads() -> Heads:
    return Heads(("a",), one_feature_net(), one_feature_net(), Calibration(1.0, np.zeros(1, np.float32)))


def column(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32)[:, None]


NO_CLAUSES = np.zeros((0, 1), np.float32), np.zeros(0, int)


def test_both_nets_count_half() -> None:
    sentences, tokens, owners = column(2, -4), column(-20, 1, -20), np.array([0, 0, 1])
    said = heads().chances(Looks(sentences, *NO_CLAUSES, tokens, owners))
    running = logit(told_in(tokens, owners, 2))
    assert logit(said)[:, 0] == pytest.approx((sentences + running)[:, 0] / 2, abs=1e-2)


def test_a_likelier_clause_lifts_its_sentence_half_way_and_no_other() -> None:
    tokens, owners = column(-1, 0, 1), np.array([0, 1, 2])
    without = heads().chances(Looks(column(-3, -3, 2), *NO_CLAUSES, tokens, owners))
    clauses, parents = column(4, -4, 0), np.array([1, 1, 2])
    lifted = heads().chances(Looks(column(-3, -3, 2), clauses, parents, tokens, owners))
    # half-way from -3 to 4 is 0.5, and that counts half
    assert (logit(lifted) - logit(without))[:, 0] == pytest.approx([0, 3.5 / 2, 0], abs=1e-2)
