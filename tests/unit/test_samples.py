"""The truth beside each sample take, held against the sound itself: nothing here trusts the script that made both."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

SAMPLES = Path(__file__).parents[2] / "samples"
SCRIPT = {take["name"]: take for take in tomllib.loads((SAMPLES / "takes.toml").read_text(encoding="utf-8"))["take"]}
TAKES = sorted(path.stem for path in SAMPLES.glob("*.flac"))
NETWORKING = {
    "introduction", "connection", "interests", "goals", "experience", "competency", "example", "ask", "courtesy"
}  # fmt: skip
FRAME_S = 0.01
PAUSE_S = 0.25

Truth = dict[str, Any]
Levels = npt.NDArray[np.float64]


@pytest.fixture(params=TAKES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def truth(name: str) -> Truth:
    loaded: Truth = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def sound(name: str) -> tuple[Levels, int]:
    samples, rate_hz = soundfile.read(SAMPLES / f"{name}.flac")
    return samples, rate_hz


@pytest.fixture
def levels_db(sound: tuple[Levels, int]) -> Levels:
    """The level of the nth hundredth of a second."""
    samples, rate_hz = sound
    edges = np.round(np.arange(1, int(len(samples) / rate_hz / FRAME_S)) * FRAME_S * rate_hz).astype(int)
    power = np.array([np.mean(frame**2) for frame in np.split(samples, edges)])
    return 10 * np.log10(power + 1e-12)


@pytest.fixture
def audible(levels_db: Levels) -> npt.NDArray[np.bool_]:
    """Which hundredths of a second stand out of the room: a third of the way up from its noise to the speech."""
    room_db, speech_db = np.percentile(levels_db, [5, 95])
    stands_out: npt.NDArray[np.bool_] = levels_db > room_db + (speech_db - room_db) / 3
    return stands_out


def frames(span: dict[str, float], inset_s: float = 0.0) -> slice:
    return slice(round((span["start"] + inset_s) / FRAME_S), round((span["end"] - inset_s) / FRAME_S))


def echo_s(name: str) -> float:
    """How long a sound of this take still rings after its end."""
    return float(SCRIPT[name].get("echo_s", 0.0))


def quiet_runs(audible: npt.NDArray[np.bool_], within: slice) -> list[tuple[float, float]]:
    """Stretches of at least a pause's length without sound, as (start, end) in seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([1], audible[within].astype(int), [1]))))
    runs = (edges.reshape(-1, 2) + within.start) * FRAME_S
    return [(float(start), float(end)) for start, end in runs if end - start >= PAUSE_S]


def test_every_take_has_its_script_and_its_truth() -> None:
    assert len(TAKES) >= 6
    assert sorted(SCRIPT) == TAKES
    assert sorted(path.name.removesuffix(".truth.json") for path in SAMPLES.glob("*.truth.json")) == TAKES


def test_the_samples_stay_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.glob("*.flac")) < 6_000_000


def test_the_file_is_what_the_truth_says(name: str, truth: Truth) -> None:
    info = soundfile.info(SAMPLES / f"{name}.flac")
    assert (info.format, info.subtype, info.channels) == ("FLAC", "PCM_16", 1)
    assert info.samplerate == truth["sample_rate_hz"]
    assert info.duration == pytest.approx(truth["duration_s"], abs=0.001)
    assert 20 <= info.duration <= 60


def test_the_level_is_that_of_a_good_recording(sound: tuple[Levels, int], levels_db: Levels) -> None:
    assert np.abs(sound[0]).max() < 0.99
    assert -30 < np.percentile(levels_db, 90) < -12


def test_speech_starts_and_ends_when_the_truth_says(name: str, truth: Truth, audible: npt.NDArray[np.bool_]) -> None:
    heard = np.flatnonzero(audible) * FRAME_S
    assert heard[0] == pytest.approx(truth["speech_start_s"], abs=0.05)
    assert -0.05 <= heard[-1] + FRAME_S - truth["speech_end_s"] <= 0.05 + echo_s(name)


def test_inserted_silences_are_silent(name: str, truth: Truth, audible: npt.NDArray[np.bool_]) -> None:
    for silence in truth["silences"]:
        rung_out = {**silence, "start": silence["start"] + echo_s(name)}
        assert not audible[frames(rung_out, inset_s=0.02)].any(), silence


@pytest.mark.parametrize("name", [name for name in TAKES if "noise_snr_db" not in SCRIPT[name]])
def test_the_sound_has_no_other_pause_than_the_inserted_ones(truth: Truth, audible: npt.NDArray[np.bool_]) -> None:
    """In the noisy take weak consonants drown, and a pause seems to begin before its time."""
    spoken = slice(round(truth["speech_start_s"] / FRAME_S), round(truth["speech_end_s"] / FRAME_S))
    heard = quiet_runs(audible, spoken)
    for start, end in heard:
        assert any(s["start"] - 0.1 <= start and end <= s["end"] + 0.1 for s in truth["silences"]), (start, end)
    for silence in truth["silences"]:
        if silence["end"] - silence["start"] >= PAUSE_S + 0.02:
            assert any(abs(end - silence["end"]) <= 0.1 for _, end in heard), silence


def test_fillers_are_held_voiced_sounds(
    truth: Truth, sound: tuple[Levels, int], audible: npt.NDArray[np.bool_]
) -> None:
    samples, rate_hz = sound
    for filler in truth["filler_sounds"]:
        assert filler["text"] in {"um", "uh"}
        assert 0.25 <= filler["end"] - filler["start"] <= 0.8, filler
        assert audible[frames(filler, inset_s=0.02)].mean() > 0.9, filler
        middle = (filler["start"] + filler["end"]) / 2
        heard = samples[round((middle - 0.06) * rate_hz) : round((middle + 0.06) * rate_hz)]
        assert periodicity(heard, rate_hz) > 0.6, filler


def periodicity(sound: Levels, rate_hz: int) -> float:
    """How well the sound repeats itself at a voice's period (70 to 250 Hz): 1 a pure tone, 0 noise."""
    lags = range(rate_hz // 250, rate_hz // 70)
    return float(max(np.corrcoef(sound[:-lag], sound[lag:])[0, 1] for lag in lags))


def test_phrases_fillers_and_silences_tile_the_speaking_time(truth: Truth) -> None:
    spans = sorted(
        [*truth["phrases"], *truth["filler_sounds"], *truth["silences"]], key=lambda span: float(span["start"])
    )
    assert spans[0]["start"] == pytest.approx(truth["speech_start_s"], abs=0.001)
    assert spans[-1]["end"] == pytest.approx(truth["speech_end_s"], abs=0.001)
    for before, after in pairwise(spans):
        assert before["end"] == pytest.approx(after["start"], abs=0.001)


def test_words_are_counted_as_they_are_said(truth: Truth) -> None:
    words = truth["text"].split()
    assert all(re.fullmatch(r"[A-Za-z]+('[a-z]+)?[.,?]?", word) for word in words), "only words with one reading"
    assert not {word.lower().strip(".,?") for word in words} & {"um", "uh", "er", "hm"}
    assert truth["words"] == len(words)
    assert truth["speaking_s"] == pytest.approx(truth["speech_end_s"] - truth["speech_start_s"], abs=0.001)
    assert truth["wpm"] == pytest.approx(len(words) / truth["speaking_s"] * 60, abs=0.05)


def test_filler_words_are_among_the_words(truth: Truth) -> None:
    for filler in truth["filler_words"]:
        phrase = next(phrase for phrase in truth["phrases"] if phrase["start"] == filler["within"]["start"])
        assert filler["text"] in phrase["text"]


def test_each_element_is_either_covered_or_missing(truth: Truth) -> None:
    assert set(truth["covered"]) | set(truth["missing"]) == NETWORKING
    assert not set(truth["covered"]) & set(truth["missing"])


def test_the_takes_are_as_different_as_they_claim() -> None:
    truths = {name: json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8")) for name in TAKES}
    assert truths["good-30s"]["missing"] == []
    assert 130 <= truths["good-30s"]["wpm"] <= 165
    assert truths["rushed"]["wpm"] > 200
    assert truths["second-language"]["wpm"] < 110
    assert len(truths["rambling"]["filler_sounds"]) >= 10
    assert truths["no-ask"]["missing"] == ["ask"]
    assert sum(s["end"] - s["start"] >= 2 for s in truths["long-silences"]["silences"]) >= 4
    assert len({truth["sample_rate_hz"] for truth in truths.values()}) >= 3
