"""Voice activity and pitch on sounds made here; real speech is measured in tests/bench."""

from __future__ import annotations

import numpy as np
import pytest

from rehearse.facts import HEARING_RATE_HZ, Span
from rehearse.listen.activity import voice_spans
from rehearse.listen.contour import pitch_and_loudness

pytestmark = pytest.mark.slow


def buzz(hz: float, seconds: float) -> np.ndarray:
    """A harmonic tone with a falling spectrum, like a voice's source."""
    times = np.arange(int(seconds * HEARING_RATE_HZ)) / HEARING_RATE_HZ
    tone = sum(np.sin(2 * np.pi * hz * n * times) / n for n in range(1, 12))
    return (0.1 * tone).astype(np.float32)


@pytest.mark.parametrize(
    "samples", [np.zeros(0), np.zeros(100), np.zeros(32_000), np.random.default_rng(1).normal(0, 0.1, 48_000)]
)
def test_where_nobody_speaks_there_is_no_voice(samples: np.ndarray) -> None:
    assert voice_spans(samples.astype(np.float32)) == ()


@pytest.mark.parametrize("hz", [80.0, 120.0, 210.0, 320.0])
def test_the_pitch_of_a_tone_is_found(hz: float) -> None:
    contour = pitch_and_loudness(buzz(hz, 2.0), (Span(0, 2),))
    pitch = [value for value in contour.pitch_hz if value]
    assert len(pitch) > 100
    assert np.median(pitch) == pytest.approx(hz, rel=0.02)


def test_noise_has_no_pitch() -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, 2 * HEARING_RATE_HZ).astype(np.float32)
    contour = pitch_and_loudness(noise, (Span(0, 2),))
    assert sum(value is not None for value in contour.pitch_hz) < 0.05 * len(contour.pitch_hz)


def test_outside_the_voice_there_is_no_pitch() -> None:
    contour = pitch_and_loudness(buzz(150, 2.0), (Span(0.5, 1.0),))
    times = [i * contour.hop_s for i, value in enumerate(contour.pitch_hz) if value]
    assert min(times) > 0.4
    assert max(times) < 1.0
