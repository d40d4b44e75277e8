"""How lively the voice is: the spread of its pitch in semitones, and of its loudness in decibels."""

from __future__ import annotations

import numpy as np

from rehearse.facts import Contour, Span, Voice

FEWEST_VOICED_S = 2.0
"""Less voiced sound than this gives no spread worth naming. Our own choice."""
_OCTAVE_ERROR_SEMITONES = 10.0
"""A frame this far from the speaker's median is an octave error of the pitch tracker, not speech."""


def measure_voice(contour: Contour | None, speaking: Span) -> Voice:
    """Pitch: standard deviation in semitones about the speaker's own median, so that high and low voices compare.

    Loudness: from the 10th to the 95th percentile over voiced frames (the percentiles of EBU Tech 3342).
    """
    if contour is None:
        return Voice(None, None)
    times = np.arange(len(contour.pitch_hz)) * contour.hop_s
    pitch = np.array([np.nan if hz is None else hz for hz in contour.pitch_hz], dtype=float)
    voiced = ~np.isnan(pitch) & (times >= speaking.start) & (times <= speaking.end)
    if voiced.sum() * contour.hop_s < FEWEST_VOICED_S:
        return Voice(None, None)
    semitones = 12 * np.log2(pitch[voiced])
    semitones -= np.median(semitones)
    spread = float(np.std(semitones[np.abs(semitones) <= _OCTAVE_ERROR_SEMITONES]))
    low, high = np.percentile(np.array(contour.loudness_db)[voiced], [10, 95])
    return Voice(spread, float(high - low))
