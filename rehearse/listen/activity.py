"""Where there is voice: the stretches between silences, measured on the sound itself.

Silero's voice detector (MIT; ships inside faster-whisper) says where somebody speaks, the level says exactly where
a sound begins and ends. Word times are not used: Whisper's swallow pauses.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rehearse.facts import HEARING_RATE_HZ, Span

Samples = NDArray[np.float32]

FRAME_S = 0.01
BELOW_LOUDEST_DB = 25.0
"""A frame this far below the loudest speech is silent: De Jong & Wempe 2009 (their Praat script, 25 dB below the 99th
percentile of intensity)."""
ABOVE_FLOOR_DB = 6.0
"""Where the room is loud, a frame must rise this far above the noise floor."""
SPEECH_PROBABILITY = 0.3
"""Silero's probability from which a frame may hold voice; its own default of 0.5 drops quiet word ends."""
SHORTEST_PAUSE_S = 0.25
"""A shorter silence (the closure of a stop consonant) does not part a stretch of voice: the contract's pause."""
SHORTEST_VOICE_S = 0.08
"""A shorter sound with a pause on both sides is a click or a breath."""
_SILERO_SAMPLES = 512
_SILERO_REACH_FRAMES = 4
"""Silero answers for 32 ms at a time; its edges may be one such step late."""


def voice_spans(samples: Samples) -> tuple[Span, ...]:
    """The stretches with voice, in seconds, in order, at least 0.25 s apart. `samples`: float32 mono, 16 kHz."""
    size = int(FRAME_S * HEARING_RATE_HZ)
    count = len(samples) // size
    if count == 0:
        return ()
    speech = _near(_speech_probability(samples, count) >= SPEECH_PROBABILITY)
    if not speech.any():
        return ()
    level = frame_levels_db(samples, size)
    floor = np.percentile(level, 10)
    threshold = max(
        np.percentile(level[speech], 99) - BELOW_LOUDEST_DB, min(floor + ABOVE_FLOOR_DB, level[speech].mean())
    )
    return _spans(speech & (level >= threshold))


def frame_levels_db(samples: Samples, size: int) -> NDArray[np.float64]:
    """The RMS level of each whole frame of `size` samples, in dBFS, never below -120."""
    count = len(samples) // size
    frames = samples[: count * size].reshape(count, size).astype(np.float64)
    levels: NDArray[np.float64] = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    return levels


def _speech_probability(samples: Samples, count: int) -> NDArray[np.float64]:
    from faster_whisper.vad import get_vad_model

    model: Any = get_vad_model()
    padded = np.pad(samples, (0, -len(samples) % _SILERO_SAMPLES))
    steps = np.asarray(model(padded), dtype=np.float64).ravel()
    middles = (np.arange(count) + 0.5) * FRAME_S * HEARING_RATE_HZ / _SILERO_SAMPLES
    probability: NDArray[np.float64] = steps[np.minimum(middles.astype(int), len(steps) - 1)]
    return probability


def _near(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """True also within reach of a true frame."""
    reach = np.ones(2 * _SILERO_REACH_FRAMES + 1)
    near: NDArray[np.bool_] = np.convolve(flags, reach, "same") > 0
    return near


def _spans(voiced: NDArray[np.bool_]) -> tuple[Span, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], voiced, [False])).astype(int)))
    runs = [Span(round(float(a), 3), round(float(b), 3)) for a, b in edges.reshape(-1, 2) * FRAME_S]
    # joined first: the burst of a stop is short, but it stands inside a word, less than a pause from its neighbours
    return tuple(run for run in _joined(runs, SHORTEST_PAUSE_S) if run.length_s >= SHORTEST_VOICE_S)


def _joined(spans: list[Span], gap_s: float) -> list[Span]:
    """Spans with less than `gap_s` between them made one."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start - joined[-1].end < gap_s - 1e-9:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
