"""Step 2: splices the sounds of step 1 into read speech; where every filled pause lies is known by construction.

    python models/filled_pauses/make_clips.py FOLDER SPEECH_FOLDER MODEL_FOLDER

SPEECH_FOLDER holds read speech (FLAC, 16 kHz) without filled pauses, file names beginning with the speaker: LibriSpeech
(CC BY 4.0; SPEAKER-CHAPTER-NUMBER) or speechocean762 (free for commercial use; the first five digits). The weights in
this folder were made from 362 such files, 38 minutes, 113 speakers. A clip: utterances of one speaker; filled pauses,
other short words, breaths and clicks in their pauses; word endings drawn out; then a room, an equaliser, noise. In
every third clip the filled pauses are in the reader's own voice (`own_voice.py`), every second one is a hard one.
Writes FOLDER/frames.npz: the encoder's states (float16) of a MODEL_FOLDER's Whisper, one each 20 ms, and their labels.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import soundfile
from own_voice import sounds_of_reader

sys.path.insert(0, str(Path(__file__).parents[2]))
from rehearse.listen.recogniser import Recogniser

RATE = 16_000
FRAME = 320
CLIPS = 680
ROUNDS_SEED = 11
UNSURE = 2
"""Frames on each side of an edge that are left out of training: the edge itself is a matter of taste."""


def main(folder: Path, speech: Path, model: Path) -> None:
    rng = np.random.default_rng(ROUNDS_SEED)
    sounds = _sounds(folder)
    recogniser = Recogniser(model)
    speakers = speakers_of(speech)
    names = sorted(speakers)
    own = {name: sounds_of_reader(recogniser, speakers[name], rng) for name in names}
    states, labels, clips = [], [], []
    for number in range(CLIPS):
        # a fifth of the speakers is kept for choosing the threshold
        speaker = names[number % len(names)]
        voice = own[speaker] if number % 3 == 0 else None
        samples, truth = clip_of(speakers[speaker], voice or sounds, rng, hard=number % 2 == 1)
        encoded = recogniser.encode(samples)
        heard = encoded.states()
        label = _frame_labels(truth, len(heard))
        keep = (label == 1) | (rng.random(len(label)) < 0.5)
        keep &= label >= 0
        kept_out = is_kept_out(names.index(speaker))
        if kept_out:
            keep = label >= -1
        states.append(heard[keep].astype(np.float16))
        labels.append(label[keep])
        clips.append(np.full(int(keep.sum()), -number - 1 if kept_out else number + 1))
    np.savez(
        folder / "frames.npz", states=np.concatenate(states), labels=np.concatenate(labels), clips=np.concatenate(clips)
    )
    print(f"{sum(map(len, labels))} frames, {sum(int((x == 1).sum()) for x in labels)} in filled pauses")


def is_kept_out(number: int) -> bool:
    """Whether the speaker with this place in the alphabet is kept out of the head's training."""
    return number % 5 == 0


def _sounds(folder: Path) -> dict[int, list[np.ndarray]]:
    bank = np.load(folder / "sounds.npz")
    ends = np.cumsum(bank["lengths"])
    parts = np.split(bank["samples"], ends[:-1])
    by_voice: dict[int, list[np.ndarray]] = {0: [], 1: []}
    for part, label in zip(parts, bank["labels"], strict=True):
        by_voice[int(label)].append(part)
    return by_voice


def speakers_of(speech: Path) -> dict[str, list[np.ndarray]]:
    speakers = defaultdict(list)
    for file in sorted(speech.glob("*.flac")):
        samples, rate = soundfile.read(file, dtype="float32")
        assert rate == RATE, file
        name = file.stem.split("-")[0] if "-" in file.stem else file.stem[:5]
        speakers[name].append(samples)
    return speakers


def clip_of(
    utterances: list[np.ndarray],
    sounds: dict[int, list[np.ndarray]],
    rng: np.random.Generator,
    plain: bool = False,
    hard: bool = False,
) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """One clip of 6 to 24 s and where its filled pauses lie (samples).

    A `plain` one has everything but these. In a `hard` one half of the filled pauses are hoarse, creaky, dull or cut
    short, and there is laughter.
    """
    speech: list[np.ndarray] = [np.zeros(int(rng.uniform(0.05, 0.5) * RATE), np.float32)]
    for index in rng.permutation(len(utterances))[:3]:
        if sum(map(len, speech)) + len(utterances[index]) < 18 * RATE:
            speech += [utterances[index], np.zeros(int(rng.uniform(0.05, 0.7) * RATE), np.float32)]
    samples = np.concatenate(speech)
    samples = samples / max(np.abs(samples).max(), 1e-6) * 0.5
    level = _rms(samples[np.abs(samples) > 0.02])
    places = _pauses(samples)
    wanted = int(rng.integers(0, 7)) if rng.random() < 0.85 else 0
    chosen = sorted(rng.permutation(places)[:wanted])
    parts, truth, at, length = [], [], 0, 0
    family = sounds
    # one voice tone a clip: a fixed resampling of everything that is spliced in
    tone = float(rng.uniform(0.88, 1.14))
    for place in chosen:
        piece = samples[at:place]
        if rng.random() < 0.3:
            piece = _drawn_out(piece, rng)
        parts.append(piece)
        length += len(piece)
        at = place
        for _ in range(int(rng.choice([1, 1, 1, 1, 2, 3]))):
            kind = rng.uniform(0.62 if plain else 0, 1)
            if kind < 0.62:
                sound, filled = _pick(family[1], tone, rng), True
                sound = _worn(sound, rng) if hard else sound
            elif kind < (0.84 if hard else 0.9):
                sound, filled = _pick(family[0], tone, rng), False
            elif kind < 0.9:
                sound, filled = _laughter(_pick(family[1], tone, rng), rng), False
            else:
                sound, filled = _breath_or_click(rng), False
            sound = sound * level / max(_rms(sound), 1e-6) * 10 ** (rng.uniform(-9, 3) / 20)
            sound = _faded(sound)
            gap = np.zeros(int(rng.choice([0.0, rng.uniform(0, 0.1), rng.uniform(0.05, 0.5)]) * RATE), np.float32)
            parts += [gap, sound]
            if filled:
                truth.append((length + len(gap), length + len(gap) + len(sound)))
            length += len(gap) + len(sound)
        gap = np.zeros(int(rng.choice([0.0, rng.uniform(0, 0.1), rng.uniform(0.05, 0.6)]) * RATE), np.float32)
        parts.append(gap)
        length += len(gap)
    parts.append(samples[at:])
    return _recorded(np.concatenate(parts)[: 29 * RATE], rng), truth


def _pick(sounds: list[np.ndarray], tone: float, rng: np.random.Generator) -> np.ndarray:
    import soxr

    return soxr.resample(sounds[int(rng.integers(len(sounds)))], RATE * tone, RATE)


def _worn(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Half of the sounds not as clear as the voices make them: hoarse, creaky, dull, cut short."""
    if rng.random() < 0.3:
        sound = _hoarse(sound, float(rng.uniform(0.3, 1)), rng)
    if rng.random() < 0.15:
        sound = _creaky(sound, rng)
    if rng.random() < 0.2:
        spectrum = np.fft.rfft(sound)
        hz = np.fft.rfftfreq(len(sound), 1 / RATE)
        sound = np.fft.irfft(spectrum / (1 + (hz / rng.uniform(400, 1500)) ** 2), len(sound))
    if rng.random() < 0.25:
        sound = sound[: int(rng.uniform(0.1, 0.3) * RATE)]
    return sound


def _hoarse(sound: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Some of the voice replaced by whisper: noise with the same spectral envelope, frame by frame."""
    size, hop = 512, 128
    padded = np.pad(sound, (size, size + hop))
    whisper = np.zeros(len(padded))
    window = np.hanning(size)
    for at in range(0, len(padded) - size, hop):
        power = np.abs(np.fft.rfft(padded[at : at + size] * window)) ** 2
        envelope = np.sqrt(np.convolve(power, np.hanning(13) / 6, "same"))
        noise = np.fft.rfft(rng.standard_normal(size))
        whisper[at : at + size] += np.fft.irfft(envelope * noise, size) * window
    whisper = whisper[size : size + len(sound)]
    return sound * (1 - share) + whisper * (share * _rms(sound) / max(_rms(whisper), 1e-9))


def _creaky(sound: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Irregular slow pulses, as a voice makes them at its lowest."""
    pulses = np.zeros(len(sound))
    at = 0.0
    while at < len(sound):
        pulses[int(at)] = rng.uniform(0.5, 1)
        at += RATE / rng.uniform(25, 60)
    decay = np.exp(-np.arange(400) / rng.uniform(60, 200))
    return sound * (0.1 + np.convolve(pulses, decay)[: len(sound)])


def _laughter(vowel: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Breathy bursts of a vowel, four to six a second."""
    bursts = []
    for number in range(int(rng.integers(2, 6))):
        burst = _hoarse(vowel[: int(rng.uniform(0.08, 0.16) * RATE)], float(rng.uniform(0.2, 0.8)), rng)
        bursts += [burst * np.hanning(len(burst)) * 0.85**number, np.zeros(int(rng.uniform(0.03, 0.12) * RATE))]
    return np.concatenate(bursts)


def _rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples**2))) if len(samples) else 1e-3


def _pauses(samples: np.ndarray) -> np.ndarray:
    """Samples in the middle of quiet stretches (60 ms, 25 dB below the loudest), and the two ends."""
    size = 160
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    level = np.sqrt((frames**2).mean(1))
    quiet = level < np.percentile(level, 95) * 10 ** (-25 / 20)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(int), [0]])))
    starts, ends = edges[::2], edges[1::2]
    return np.array([(a + b) // 2 * size for a, b in zip(starts, ends, strict=True) if b - a >= 6])


def _drawn_out(piece: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The last 0.2 s of voice before a pause, drawn out: a lengthened word is not a filled pause."""
    import librosa

    size = 160
    frames = piece[: len(piece) // size * size].reshape(-1, size)
    level = np.sqrt((frames**2).mean(1))
    loud = np.flatnonzero(level > level.max() * 0.1) if len(level) else level
    if len(loud) < 40:
        return piece
    end = (loud[-1] + 1) * size
    start = end - int(rng.uniform(0.12, 0.25) * RATE)
    slow = librosa.effects.time_stretch(piece[start:end], rate=float(rng.uniform(0.4, 0.7)), n_fft=512)
    return np.concatenate([piece[:start], slow.astype(np.float32), piece[end:]])


def _breath_or_click(rng: np.random.Generator) -> np.ndarray:
    length = int(rng.uniform(0.02, 0.5) * RATE)
    noise = rng.standard_normal(length)
    spectrum = np.fft.rfft(noise)
    hz = np.fft.rfftfreq(length, 1 / RATE)
    spectrum *= np.exp(-(((np.log(hz + 50) - np.log(rng.uniform(400, 3000))) / rng.uniform(0.4, 1.2)) ** 2))
    return (np.fft.irfft(spectrum, length) * np.hanning(length)).astype(np.float32)


def _faded(sound: np.ndarray) -> np.ndarray:
    ramp = min(160, len(sound) // 4)
    sound = sound.astype(np.float32).copy()
    sound[:ramp] *= np.linspace(0, 1, ramp)
    sound[-ramp:] *= np.linspace(1, 0, ramp)
    return sound


def _recorded(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The clip in a room, through a microphone, with noise: lengths stay as they are."""
    length = len(samples)
    if rng.random() < 0.6:
        seconds = rng.uniform(0.08, 0.5)
        tail = rng.standard_normal(int(seconds * RATE)) * np.exp(
            -6.9 * np.arange(int(seconds * RATE)) / (seconds * RATE)
        )
        tail *= rng.uniform(0.05, 0.5) / np.sqrt((tail**2).sum())
        tail[0] = 1
        size = 1 << (length + len(tail)).bit_length()
        samples = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(tail, size), size)[:length]
    spectrum = np.fft.rfft(samples)
    hz = np.fft.rfftfreq(length, 1 / RATE)
    gain = rng.uniform(-4, 4) * np.log2((hz + 100) / 1000)
    for _ in range(2):
        gain = gain + rng.uniform(-6, 6) * np.exp(
            -((np.log2((hz + 50) / rng.uniform(150, 6000)) / rng.uniform(0.3, 1)) ** 2)
        )
    samples = np.fft.irfft(spectrum * 10 ** (np.clip(gain, -15, 15) / 20), length)
    colour = np.fft.irfft(np.fft.rfft(rng.standard_normal(length)) / (hz + 50) ** rng.uniform(0, 1), length)
    noise = colour * _rms(samples) / _rms(colour) * 10 ** (-rng.uniform(8, 45) / 20)
    hum = np.sin(2 * np.pi * rng.choice([50, 60, 100, 120]) * np.arange(length) / RATE) * rng.choice([0, 0, 0.01])
    samples = samples + noise + hum
    return (samples / np.abs(samples).max() * 10 ** (rng.uniform(-24, -1) / 20)).astype(np.float32)


def _frame_labels(truth: list[tuple[int, int]], frames: int) -> np.ndarray:
    """1 inside a filled pause, 0 outside, -1 near an edge."""
    labels = np.zeros(frames, np.int8)
    for start, end in truth:
        first, last = round(start / FRAME), round(end / FRAME)
        labels[max(0, first - UNSURE) : last + UNSURE] = -1
        labels[first + 1 : max(first + 2, last - 1)] = 1
    return labels


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
