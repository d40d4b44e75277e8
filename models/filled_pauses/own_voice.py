"""Filled pauses in a reader's own voice: the vowel of a word they read, held as long as somebody thinks.

Synthetic voices have their own way of saying um; what is added here are real throats, rooms and microphones.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
from rehearse.listen.filler_text import bare
from rehearse.listen.recogniser import Recogniser, TimedWord

RATE = 16_000
CENTRAL = {
    "the",
    "a",
    "of",
    "but",
    "was",
    "just",
    "up",
    "us",
    "one",
    "some",
    "come",
    "her",
    "were",
    "first",
    "from",
    "uh",
}
"""Words with a vowel from the middle of the mouth, as in "uh" and "er"."""
LOWEST_HZ, HIGHEST_HZ = 70, 400
PERIODIC = 0.6
"""Autocorrelation from which a piece of sound is voice, and steady enough to be held."""
HESITATIONS = 16
"""Of each reader."""


def sounds_of_reader(
    recogniser: Recogniser, utterances: list[np.ndarray], rng: np.random.Generator
) -> dict[int, list[np.ndarray]] | None:
    """Single words (0) and filled pauses (1) in a reader's voice; None where no vowel was steady enough."""
    words, vowels = [], []
    for samples in utterances:
        for word in words_of(recogniser, samples):
            sound = samples[int(word.start * RATE) : int(word.end * RATE)]
            if 0.12 <= word.end - word.start <= 0.5 and word.probability > 0.5:
                words.append(sound)
                vowel = vowel_of(sound) if bare(word.text) in CENTRAL else None
                vowels += [vowel] if vowel else []
    if not vowels:
        return None
    return {0: words, 1: [hesitation(vowels[int(rng.integers(len(vowels)))], rng) for _ in range(HESITATIONS)]}


def words_of(recogniser: Recogniser, samples: np.ndarray) -> list[TimedWord]:
    """The words of at most 29 s, with their times."""
    encoded = recogniser.encode(samples[: 29 * RATE])
    return recogniser.words(encoded, recogniser.decode(encoded).tokens)


@dataclass(frozen=True, slots=True)
class Vowel:
    """A steady piece of voice, and where its pulses are (samples)."""

    samples: np.ndarray
    pulses: np.ndarray
    period: int


def vowel_of(word: np.ndarray) -> Vowel | None:
    """The steadiest tenth of a second of a word; None where it has no steady voice."""
    size = RATE // 10
    best: tuple[float, int, int] = (PERIODIC, 0, 0)
    shortest, longest = RATE // HIGHEST_HZ, RATE // LOWEST_HZ
    loudest = max((_rms(word[at : at + size]) for at in range(0, len(word) - size, 160)), default=0.0)
    for at in range(0, len(word) - size, 160):
        piece = word[at : at + size]
        if _rms(piece) < 0.5 * loudest:
            continue
        likeness = np.correlate(piece, piece, "full")[size - 1 :] / max(float(piece @ piece), 1e-9)
        period = shortest + int(np.argmax(likeness[shortest:longest]))
        if likeness[period] > best[0]:
            best = (float(likeness[period]), at, period)
    if not best[2]:
        return None
    _, at, period = best
    piece = word[at : at + size]
    pulses = []
    near = int(np.argmax(np.abs(piece[:period])))
    while near + period < size:
        reach = max(1, period // 5)
        low = max(0, near - reach)
        near = low + int(np.argmax(np.abs(piece[low : near + reach])))
        if period <= near < size - period:
            pulses.append(near)
        near += period
    return Vowel(piece, np.array(pulses), period) if len(pulses) >= 3 else None


def held(vowel: Vowel, seconds: float, rng: np.random.Generator) -> np.ndarray:
    """The vowel for so long (pitch-synchronous overlap and add), with a slowly falling, slightly uneven pitch."""
    length = int(seconds * RATE)
    made = np.zeros(length + 4 * vowel.period)
    grain = np.hanning(2 * vowel.period)
    fall, unevenness = rng.uniform(0, 0.2), rng.choice([0.005, 0.01, 0.03])
    lower = rng.uniform(1.0, 1.25)
    at = float(vowel.period)
    while at < length + vowel.period:
        pulse = int(rng.choice(vowel.pulses))
        first = int(at) - vowel.period
        made[first : first + 2 * vowel.period] += vowel.samples[pulse - vowel.period : pulse + vowel.period] * grain
        at += vowel.period * lower * (1 + fall * at / length) * (1 + unevenness * rng.standard_normal())
    made = made[vowel.period : vowel.period + length]
    rise, die = min(length // 4, 480), min(length // 3, 1600)
    made[:rise] *= np.linspace(0, 1, rise)
    made[-die:] *= np.linspace(1, 0.1, die)
    return made


def hesitation(vowel: Vowel, rng: np.random.Generator) -> np.ndarray:
    """An uh, an um or an hm (6 : 3 : 1), mostly 0.2 to 0.6 s long (de Leeuw 2007)."""
    seconds = float(np.clip(0.34 * np.exp(0.45 * rng.standard_normal()), 0.1, 1.2))
    kind = rng.choice(["uh", "um", "hm"], p=[0.6, 0.3, 0.1])
    sound = held(vowel, seconds * (1.2 if kind == "um" else 1.0), rng)
    if kind == "uh":
        return sound
    closes = 0 if kind == "hm" else int(len(sound) * rng.uniform(0.35, 0.65))
    lips = np.clip((np.arange(len(sound)) - closes) / 600, 0, 1)
    return sound * (1 - lips) + _nasal(sound) * lips


def _nasal(sound: np.ndarray) -> np.ndarray:
    """The same voice behind closed lips: little is left above the first harmonics."""
    hz = np.fft.rfftfreq(len(sound), 1 / RATE)
    murmur = np.fft.irfft(np.fft.rfft(sound) * (1 / (1 + (hz / 350) ** 3) + 0.03), len(sound))
    return murmur * 0.6 * _rms(sound) / max(_rms(murmur), 1e-9)


def _rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
