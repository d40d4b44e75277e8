"""How the story heads are trained (`models/`): what they learn from, and that the net learns it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.measures.coverage_tokens import told_in

sys.path.insert(0, str(Path(__file__).parents[2] / "models"))

import story_lessons
import story_net
from story_cuts import Running, fully_known, punctuated_otherwise

words_and_commas = st.text(alphabet="ab ,", max_size=40)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@given(st.lists(words_and_commas, min_size=1, max_size=6))
def test_other_marks_change_no_word_and_no_sentence(texts: list[str]) -> None:
    written = [f"x {text} y{end}" for text, end in zip(texts, ".?.?.?", strict=False)]
    heard = punctuated_otherwise(written)
    assert [words_of(text) for text in heard] == [words_of(text) for text in written]
    assert heard == punctuated_otherwise(written)


def test_other_marks_are_other() -> None:
    written = ["I fix bikes, I love rivers, and I paint.", "Could we talk?"] * 20
    heard = " ".join(punctuated_otherwise(written))
    assert heard.count(".") > " ".join(written).count(".")
    assert heard.count("?") < 20


def loss_of_tokens(odds: np.ndarray, owners: np.ndarray, labels: np.ndarray) -> float:
    chances = told_in(odds, owners, len(labels)).astype(float)
    return float(-np.log(np.where(labels, chances, 1 - chances)).sum() / len(labels))


def test_the_slope_of_the_tokens_is_that_of_their_loss() -> None:
    rng = np.random.default_rng(3)
    odds, owners = rng.normal(-1, 1, (7, 2)), np.array([0, 0, 0, 1, 1, 2, 2])
    labels = np.array([[True, False], [False, True], [True, True]])
    slope = story_lessons._one_or_more(labels, owners, odds.astype(np.float32))
    for place in np.ndindex(odds.shape):
        step = np.zeros_like(odds)
        step[place] = 1e-2
        by_steps = (loss_of_tokens(odds + step, owners, labels) - loss_of_tokens(odds - step, owners, labels)) / 2e-2
        assert slope[place] == pytest.approx(by_steps, abs=2e-3)


def toy() -> tuple[np.ndarray, np.ndarray]:
    """Rows, and a label that no straight line tells: whether the first two features have the same sign."""
    rows = np.random.default_rng(1).normal(size=(2048, 4)).astype(np.float32)
    return rows, (rows[:, 0] * rows[:, 1] > 0)[:, None]


def test_the_net_learns_what_no_line_can_tell() -> None:
    rows, labels = toy()
    # with half the units dropped and so few rows it needs more than the usual epochs
    net = story_net.fit(story_lessons.SentenceLessons([fully_known(rows, labels)] * 6), nets=2)
    assert ((net.log_odds(rows) > 0) == labels).mean() > 0.9


def test_fewer_lessons_than_make_a_batch_are_one() -> None:
    rows, labels = toy()
    few = story_lessons.SentenceLessons([fully_known(rows[:40], labels[:40])])
    (batch,) = few.batches(np.random.default_rng(1))
    assert few.in_epoch() == 1
    assert len(batch.rows) == 40


def test_an_epoch_has_the_batches_it_says_and_none_of_a_row_twice() -> None:
    rows = np.arange(600, dtype=np.float32)[:, None]
    lessons = story_lessons.SentenceLessons([fully_known(rows, rows > 300)])
    shown = [batch.rows for batch in lessons.batches(np.random.default_rng(1))]
    assert len(shown) == lessons.in_epoch() == 2
    assert len(np.unique(np.vstack(shown))) == 2 * story_lessons.ROWS


def test_what_one_token_of_a_sentence_says_is_found_though_none_was_labelled() -> None:
    rng = np.random.default_rng(2)
    pitches, owners = [], np.repeat([0, 1], 5)
    for _ in range(1500):
        rows = rng.normal(0, 0.3, (10, 4)).astype(np.float16)
        told = rng.random(2) < 0.5
        rows[rng.integers(0, 5, 2)[told] + np.array([0, 5])[told], 0] += 3  # one loud token where it is told
        pitches.append(Running(rows, owners, told[:, None]))
    net = story_net.fit(story_lessons.TokenLessons(pitches), nets=1)
    said = [told_in(net.log_odds(one.rows.astype(np.float32)), one.owners, 2) > 0.5 for one in pitches]
    assert np.mean([(chances == one.labels).all() for chances, one in zip(said, pitches, strict=True)]) > 0.95
