"""The level meter against signals whose levels are known by arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.audio.levels import FLOOR_DBFS, FULL_SCALE, LevelMeter, Levels

RATE = 16_000


def sine(seconds: float, amplitude: float = 1.0, hz: float = 100.0, rate: int = RATE) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def measure(*blocks: np.ndarray, rate: int = RATE) -> Levels:
    meter = LevelMeter(rate)
    for block in blocks:
        meter.feed(block)
    return meter.levels()


def test_a_full_scale_sine_has_peak_0_and_level_minus_3() -> None:
    levels = measure(sine(2))
    assert levels.peak_dbfs == pytest.approx(0, abs=0.01)
    assert levels.level_dbfs == pytest.approx(-3.01, abs=0.01)


def test_silences_do_not_make_a_person_quiet() -> None:
    spoken = sine(2, 0.1)
    quiet_room = sine(8, 0.0005)
    assert measure(spoken, quiet_room, spoken).level_dbfs == pytest.approx(measure(spoken).level_dbfs, abs=0.05)


def test_digital_silence_and_nothing_at_all_have_a_finite_level() -> None:
    for levels in (measure(np.zeros(RATE, np.float32)), measure()):
        assert levels == Levels(FLOOR_DBFS, FLOOR_DBFS, 0.0)


def test_a_touch_of_full_scale_is_not_clipping_but_a_flat_top_is() -> None:
    quiet = np.zeros(100, np.float32)
    touch, flat = np.full(2, 1.0, np.float32), np.full(5, -1.0, np.float32)
    assert measure(np.concatenate((quiet, touch, quiet))).clipped_ratio == 0
    assert measure(np.concatenate((quiet, flat, quiet, touch))).clipped_ratio == pytest.approx(5 / 207)


def test_a_loud_sine_in_16_bits_is_not_clipped() -> None:
    assert measure((np.round(sine(1) * 32767) / 32768).astype(np.float32)).clipped_ratio == 0


def test_the_louder_channel_tells_peak_and_clipping_the_mix_tells_the_level() -> None:
    left = sine(1)
    levels = measure(np.stack((left, np.zeros_like(left)), axis=1))
    assert levels.peak_dbfs == pytest.approx(0, abs=0.01)
    assert levels.level_dbfs == pytest.approx(-9.03, abs=0.01)


def naive_clipped(samples: np.ndarray) -> int:
    count = run = 0
    for value in [*np.abs(samples), 0.0]:
        if value >= FULL_SCALE:
            run += 1
        else:
            count += run if run >= 3 else 0
            run = 0
    return count


@given(
    st.lists(st.sampled_from([0.0, 0.5, 1.0, -1.0, 1.0, 1.0]), min_size=1, max_size=200),
    st.lists(st.integers(1, 30), min_size=1, max_size=20),
)
def test_levels_do_not_depend_on_the_block_size(values: list[float], sizes: list[int]) -> None:
    samples = np.array(values, np.float32)
    cuts = [cut for cut in np.cumsum(sizes) if cut < len(samples)]
    in_blocks = measure(*np.split(samples, cuts), rate=100)
    assert in_blocks == measure(samples, rate=100)
    assert in_blocks.clipped_ratio == pytest.approx(naive_clipped(samples) / len(samples))
