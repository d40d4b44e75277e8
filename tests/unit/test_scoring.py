"""The yardstick itself: words and filler sounds are scored as the recordings' README says."""

from __future__ import annotations

import pytest

from tests.bench.scoring import filler_counts, timed_counts, word_errors


@pytest.mark.parametrize(
    ("reference", "hypothesis", "counts"),
    [
        ("so um i work", "so uh I work", (1, 0, 0)),
        ("so um i work", "so I work", (0, 0, 1)),
        ("so i work", "so, um, I work", (0, 1, 0)),
        ("so um uh i work", "so, um, I work", (1, 0, 1)),
        ("uh-huh i see", "um I see", (0, 1, 0)),
        ("um i am here", "i am here um", (0, 1, 1)),
        ("", "", (0, 0, 0)),
    ],
)
def test_a_filler_matches_only_a_filler(reference: str, hypothesis: str, counts: tuple[int, int, int]) -> None:
    assert filler_counts(reference, hypothesis) == counts


def test_word_errors_leave_fillers_out_and_read_numbers() -> None:
    assert word_errors("six um spoons of snow", "6 spoons of snow peas") == (1, 4)


def test_timed_fillers_are_taken_once() -> None:
    assert timed_counts([(1.0, 1.4)], [(1.1, 1.3), (1.2, 1.4)])[0] == 1
    assert timed_counts([(1.0, 1.4)], [(2.0, 2.4)])[0] == 0
