"""Pitch and loudness over time: librosa's yin, and a voicing decision of our own (yin names a pitch for noise too)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rehearse.facts import HEARING_RATE_HZ, Contour, Span
from rehearse.listen.activity import Samples

LOWEST_HZ, HIGHEST_HZ = 65.0, 500.0
"""The pitch of adult voices, the lowest men to excited women."""
FRAME, HOP = 1024, 256
"""64 ms hold two periods of the lowest pitch, as yin needs; a value every 16 ms."""
FRAMES_AT_ONCE = 500
"""8 s: yin's working memory grows with what it is given (4 MB a second); every frame stands for itself."""
PERIODIC = 0.5
"""A frame is voiced when it repeats itself this well after one period (normalised autocorrelation; Boersma 1993 uses
0.45 for the same decision)."""


def pitch_and_loudness(samples: Samples, voice: tuple[Span, ...]) -> Contour:
    """The contour of a take, one value every 16 ms. `samples`: float32 mono, 16 kHz; `voice`: where there is voice.

    Pitch is tracked twice: over the range of all voices, then over the speaker's own (0.75 times the first quartile
    to 1.5 times the third: De Looze & Hirst 2008), which removes most octave errors.
    """
    padded = np.pad(samples, (0, max(0, FRAME - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]
    middles = (np.arange(len(frames)) * HOP + FRAME / 2) / HEARING_RATE_HZ
    spoken = _inside(middles, voice)
    pitch, voiced = _track(padded, frames, spoken, LOWEST_HZ, HIGHEST_HZ)
    if voiced.any():
        low, high = np.percentile(pitch[voiced], [25, 75])
        pitch, voiced = _track(padded, frames, spoken, max(LOWEST_HZ, 0.75 * low), min(HIGHEST_HZ, 1.5 * high))
    loudness = np.concatenate(
        [10 * np.log10(np.mean(part.astype(np.float64) ** 2, axis=1) + 1e-12) for part in _parts(frames)]
    )
    return Contour(
        hop_s=HOP / HEARING_RATE_HZ,
        pitch_hz=tuple(round(float(hz), 1) if v else None for hz, v in zip(pitch, voiced, strict=True)),
        loudness_db=tuple(round(float(db), 1) for db in loudness),
    )


def _track(
    samples: Samples, frames: NDArray[np.float32], spoken: NDArray[np.bool_], lowest: float, highest: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The pitch of every frame, and whether the frame is voiced at all."""
    import librosa

    pitch, repeats = [], []
    for first in range(0, len(frames), FRAMES_AT_ONCE):
        part = frames[first : first + FRAMES_AT_ONCE]
        stretch = samples[first * HOP : (first + len(part) - 1) * HOP + FRAME]
        found = librosa.yin(
            stretch, fmin=lowest, fmax=highest, sr=HEARING_RATE_HZ, frame_length=FRAME, hop_length=HOP, center=False
        )
        pitch.append(found)
        repeats.append(_repetition(part, found))
    return np.concatenate(pitch), spoken & (np.concatenate(repeats) >= PERIODIC)


def _parts(frames: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    return (frames[first : first + FRAMES_AT_ONCE] for first in range(0, len(frames), FRAMES_AT_ONCE))


def _inside(times: NDArray[np.float64], spans: tuple[Span, ...]) -> NDArray[np.bool_]:
    inside = np.zeros(len(times), dtype=bool)
    for span in spans:
        inside |= (times >= span.start) & (times <= span.end)
    return inside


def _repetition(frames: NDArray[np.float32], pitch: NDArray[np.float64]) -> NDArray[np.float64]:
    """How well each frame equals itself one period later: 1 for a perfect repetition, about 0 for noise."""
    score = np.zeros(len(pitch))
    periods = np.rint(HEARING_RATE_HZ / pitch).astype(int)
    for period in np.unique(periods):
        rows = np.flatnonzero(periods == period)
        one, two = frames[rows, :-period].astype(np.float64), frames[rows, period:].astype(np.float64)
        energy = np.sqrt((one**2).sum(axis=1) * (two**2).sum(axis=1)) + 1e-12
        score[rows] = (one * two).sum(axis=1) / energy
    return score
