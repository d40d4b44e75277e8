"""What happens to a synthesised sound: trimming, fades, level, noise and echo. Sounds are mono float64 arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float64]

FRAME_S = 0.01
AUDIBLE_DB = -35.0  # below the loudest frame; under it a phrase has not begun or has died away
LONGEST_CLOSURE_S = 0.08


def frame_levels_db(sound: Sound, rate_hz: int) -> Sound:
    """The RMS level of each whole 10 ms frame, in dBFS."""
    size = round(FRAME_S * rate_hz)
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    levels: Sound = 20 * np.log10(np.sqrt((frames**2).mean(axis=1)) + 1e-9)
    return levels


def trim_to_sound(sound: Sound, rate_hz: int) -> Sound:
    """The sound from its first audible frame to the end of its last."""
    levels = frame_levels_db(sound, rate_hz)
    audible = np.flatnonzero(levels > levels.max() + AUDIBLE_DB)
    size = round(FRAME_S * rate_hz)
    return sound[audible[0] * size : (audible[-1] + 1) * size]


def shorten_closures(sound: Sound, rate_hz: int) -> Sound:
    """The sound with no inner silence longer than a stop consonant's: slowed down, Piper holds them as nobody does."""
    size = round(FRAME_S * rate_hz)
    levels = frame_levels_db(sound, rate_hz)
    closed = levels < levels.max() + AUDIBLE_DB
    run, kept = 0, []
    for frame, is_closed in enumerate(closed):
        run = run + 1 if is_closed else 0
        if run * FRAME_S <= LONGEST_CLOSURE_S:
            kept.append(sound[frame * size : (frame + 1) * size])
    return np.concatenate(kept)


def fade_edges(sound: Sound, rate_hz: int, seconds: float = 0.004) -> Sound:
    """The sound without clicks where it is cut."""
    ramp = np.linspace(0.0, 1.0, round(seconds * rate_hz))
    faded = sound.copy()
    faded[: len(ramp)] *= ramp
    faded[-len(ramp) :] *= ramp[::-1]
    return faded


def at_level(sound: Sound, dbfs: float) -> Sound:
    """The sound scaled so that its RMS over the non-silent samples is `dbfs`."""
    rms = np.sqrt((sound[sound != 0.0] ** 2).mean())
    scaled: Sound = sound * 10 ** (dbfs / 20) / rms
    return scaled


def room_noise(samples: int, rate_hz: int, dbfs: float, rng: np.random.Generator) -> Sound:
    """Noise that falls by 3 dB an octave, as rooms hum, above the 80 Hz at which a voice microphone begins to hear."""
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    hz = np.fft.rfftfreq(samples, 1 / rate_hz)
    spectrum *= np.where(hz < 80.0, 0.0, 1 / np.sqrt(np.maximum(hz, 80.0)))
    return at_level(np.fft.irfft(spectrum, samples), dbfs)


def with_echo(sound: Sound, rate_hz: int, decay_s: float, rng: np.random.Generator) -> Sound:
    """The sound in a room whose echo falls by 60 dB in `decay_s`; the direct sound keeps its time and its level."""
    length = round(decay_s * rate_hz)
    echo = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    echo *= 0.3 / np.sqrt((echo**2).sum())  # the echo carries a tenth of the direct sound's power
    echo[0] = 1.0
    size = len(sound) + length - 1
    return np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echo, size), size)[: len(sound)]
