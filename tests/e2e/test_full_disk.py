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
