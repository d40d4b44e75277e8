"""The pace from moment to moment."""

from __future__ import annotations

import pytest

from rehearse.report.pace_curve import WINDOW_S, pace_curve
from tests import builders


def test_even_speech_is_a_level_line() -> None:
    report = builders.report("word " * 100)
    curve = pace_curve(report, 20)
    assert len(curve) == 20
    assert all(wpm == pytest.approx(150, abs=60 / WINDOW_S) for wpm in curve)


def test_too_short_for_a_curve() -> None:
    report = builders.report("five short words are not enough")
    assert pace_curve(report, 7) == (None,) * 7


def test_no_points() -> None:
    assert pace_curve(builders.report("word " * 100), 0) == ()
