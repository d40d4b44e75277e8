"""A real disk that is really full: a small tmpfs, where the system lets us mount one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from rehearse.audio.takes import TakeRecorder, recover, unfinished
from rehearse.errors import StoreError
from tests.attempts import home_in, said, store_in
from tests.attempts import noise as noise_file

RATE = 48_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def noise(samples: int) -> bytes:
    """White noise, which no FLAC makes smaller."""
    return np.random.default_rng(5).integers(-32768, 32768, samples, np.int16).tobytes()


def record(recorder: TakeRecorder, samples: bytes) -> None:
    for start in range(0, len(samples), 1_920):
        recorder.write(samples[start : start + 1_920])


def test_what_was_spoken_before_the_disk_was_full_is_kept(small_disk: Path) -> None:
    recorder = TakeRecorder(small_disk / "takes", RATE, datetime.now(UTC))
    spoken = noise(RATE * 10)
    with pytest.raises(StoreError, match="disk is full"):
        record(recorder, spoken)
    assert recorder.seconds > 5
    with pytest.raises(StoreError, match="disk is full"):
        recorder.finish()
    assert [path.suffix for path in (small_disk / "takes").iterdir()] == [".take"]

    (found,) = unfinished(small_disk / "takes")
    assert found.duration_s == recorder.seconds
    with pytest.raises(StoreError, match="disk is full"):
        recover(found)
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    kept, _ = soundfile.read(recover(found), dtype="int16")
    assert kept.tobytes() == spoken[: len(kept) * 2]
    assert len(kept) / RATE == recorder.seconds
    assert unfinished(small_disk / "takes") == []


def test_an_attempt_that_does_not_fit_is_not_half_there(small_disk: Path, tmp_path: Path) -> None:
    home = home_in(small_disk)
    long = noise_file(tmp_path / "long.wav", seconds=60)
    with store_in(home) as store:
        kept = store.save(said("Hello there"), str(noise_file(tmp_path / "short.wav", seed=1)))
        with pytest.raises(StoreError, match="disk is full"):
            store.save(said("Hello there"), str(long))
        assert [take.name for take in home.takes.iterdir()] == [kept.take_file]

        def save_many() -> None:
            for _ in range(1_000):
                store.save(said("Hello there, I am Ana. " * 40), None)

        with pytest.raises(StoreError, match="disk is full"):
            save_many()
    with store_in(home) as store:
        assert store.get(kept.id) == kept
        assert all(attempt.report.transcript.words for attempt in store.attempts())
