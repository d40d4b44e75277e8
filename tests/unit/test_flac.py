"""Any sound file as FLAC: nothing is lost, and the same sound has the same digest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from rehearse.audio.flac import sound_digest, to_flac
from rehearse.errors import InputError

RATE = 44_100
STEREO = np.random.default_rng(3).normal(0, 0.1, (RATE * 2 + 17, 2)).clip(-0.9, 0.9)


@pytest.mark.parametrize(
    ("name", "subtype", "error"),
    [
        ("a.wav", "PCM_U8", 0),
        ("a.wav", "PCM_16", 0),
        ("a.wav", "PCM_24", 0),
        ("a.wav", "FLOAT", 2**-23),
        ("a.aiff", "PCM_16", 0),
        ("a.flac", "PCM_24", 0),
    ],
)
def test_what_can_be_kept_is_kept_to_the_bit(tmp_path: Path, name: str, subtype: str, error: float) -> None:
    soundfile.write(tmp_path / name, STEREO, RATE, subtype)
    to_flac(tmp_path / name, tmp_path / "kept.flac")
    before, after = soundfile.read(tmp_path / name)[0], soundfile.read(tmp_path / "kept.flac")[0]
    assert after.shape == before.shape
    assert np.abs(after - before).max() <= error
    assert soundfile.info(tmp_path / "kept.flac").samplerate == RATE


@pytest.mark.parametrize("name", ["a.ogg", "a.mp3"])
def test_lossy_files_too_and_twice_the_same(tmp_path: Path, name: str) -> None:
    soundfile.write(tmp_path / name, STEREO, RATE)
    for kept in ("one.flac", "two.flac"):
        to_flac(tmp_path / name, tmp_path / kept)
    assert sound_digest(tmp_path / "one.flac") == sound_digest(tmp_path / "two.flac")
    assert abs(soundfile.info(tmp_path / "one.flac").frames - len(STEREO)) < RATE / 10


def test_the_digest_is_of_the_sound_alone(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", STEREO, RATE)
    with soundfile.SoundFile(tmp_path / "b.flac", "w", RATE, 2) as tagged:
        tagged.comment = "tagged"
        tagged.write(STEREO)
    assert (tmp_path / "a.flac").read_bytes() != (tmp_path / "b.flac").read_bytes()
    assert sound_digest(tmp_path / "a.flac") == sound_digest(tmp_path / "b.flac")
    soundfile.write(tmp_path / "c.flac", STEREO, RATE // 2)
    assert sound_digest(tmp_path / "a.flac") != sound_digest(tmp_path / "c.flac")


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("words")
    with pytest.raises(InputError):
        to_flac(tmp_path / "a.wav", tmp_path / "b.flac")
    with pytest.raises(InputError):
        to_flac(tmp_path / "nowhere.wav", tmp_path / "b.flac")
    with pytest.raises(InputError):
        sound_digest(tmp_path / "a.wav")
