"""The streaming resampler: the same samples whatever the blocks, in the right place, at the right length."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.audio.resample import StreamResampler
from rehearse.facts import HEARING_RATE_HZ


def resample(rate: int, blocks: list[np.ndarray]) -> np.ndarray:
    stage = StreamResampler(rate)
    return np.frombuffer(b"".join([*(stage.feed(block) for block in blocks), stage.finish()]), "<f4")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000]),
    st.integers(1, 30_000),
    st.lists(st.integers(0, 5_000), min_size=1, max_size=12),
)
def test_the_block_size_changes_no_sample(rate: int, length: int, sizes: list[int]) -> None:
    samples = np.random.default_rng(length).normal(0, 0.2, length).astype(np.float32)
    cuts = [cut for cut in np.cumsum(sizes) if cut < length]
    whole = resample(rate, [samples])
    assert np.array_equal(resample(rate, np.split(samples, cuts)), whole)
    assert len(whole) == pytest.approx(length * HEARING_RATE_HZ / rate, abs=1)


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_a_tone_comes_out_where_it_was(rate: int) -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(rate) / rate).astype(np.float32)
    expected = np.sin(2 * np.pi * 440 * np.arange(HEARING_RATE_HZ) / HEARING_RATE_HZ)
    middle = slice(2_000, 14_000)
    assert np.abs(resample(rate, [tone])[middle] - expected[middle]).max() < 1e-3


def test_the_hearing_rate_passes_untouched() -> None:
    samples = np.random.default_rng(1).normal(0, 0.2, 5_000).astype(np.float32)
    assert np.array_equal(resample(HEARING_RATE_HZ, [samples]), samples)
