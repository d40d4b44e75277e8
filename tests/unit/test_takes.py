"""Takes on disk: whole FLACs, and whatever a crash, a power cut or a full disk leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.audio import takes
from rehearse.audio.files import FileSource
from rehearse.audio.takes import TakeRecorder, UnfinishedTake, recover, unfinished
from rehearse.errors import StoreError

RATE = 48_000
STARTED = datetime(2026, 11, 24, 13, 20, 5, tzinfo=UTC)
BLOCK = 960


def speech(seconds: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 2_000, round(seconds * RATE)).astype("<i2")


def record(folder: Path, samples: np.ndarray) -> TakeRecorder:
    recorder = TakeRecorder(folder, RATE, STARTED)
    for start in range(0, len(samples), BLOCK):
        recorder.write(samples[start : start + BLOCK].tobytes())
    return recorder


def crash(recorder: TakeRecorder) -> Path:
    """What is left when the process is gone: the file, and no lock on it."""
    recorder.leave()
    return recorder.path


def test_a_finished_take_is_one_flac_with_every_sample_and_its_time(tmp_path: Path) -> None:
    samples = speech(2.5)
    flac = record(tmp_path / "home" / "takes", samples).finish()
    assert [path.name for path in flac.parent.iterdir()] == [flac.name]
    assert flac.name.startswith("2026-11-24_13-20-05_")
    assert np.array_equal(soundfile.read(flac, dtype="int16")[0], samples)
    source = FileSource(flac)
    list(source.blocks())
    assert source.take().recorded_at == STARTED
    assert source.take().sample_rate_hz == RATE


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_files_and_folders_are_the_owners_alone(tmp_path: Path) -> None:
    os.umask(0o022)
    recorder = record(tmp_path / "home" / "takes", speech(0.5))
    modes = [recorder.path, recorder.finish(), tmp_path / "home" / "takes", tmp_path / "home"]
    assert modes[0].suffix == ".take"
    assert [oct(path.stat().st_mode & 0o777) for path in modes[1:]] == ["0o600", "0o700", "0o700"]
    recorder = record(tmp_path / "home" / "takes", speech(0.5))
    assert oct(recorder.path.stat().st_mode & 0o777) == "0o600"
    recorder.discard()


def test_a_crashed_take_is_found_and_recovered_whole(tmp_path: Path) -> None:
    samples = speech(1.7)
    path = crash(record(tmp_path, samples))
    assert unfinished(tmp_path) == [UnfinishedTake(path, STARTED, RATE, len(samples) / RATE)]
    flac = recover(unfinished(tmp_path)[0])
    assert np.array_equal(soundfile.read(flac, dtype="int16")[0], samples)
    assert unfinished(tmp_path) == []
    assert list(tmp_path.iterdir()) == [flac]


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 3_000), tail=st.sampled_from([b"", b"\0" * 700, b"\xff" * 700, b"\x10\0\0\0junk" * 9]))
def test_a_torn_end_costs_the_torn_block_and_no_more(
    tmp_path_factory: pytest.TempPathFactory, cut: int, tail: bytes
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    samples = speech(0.5)
    path = crash(record(folder, samples))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) - cut] + tail)
    flac = recover(unfinished(folder)[0])
    kept, _ = soundfile.read(flac, dtype="int16")
    assert np.array_equal(kept, samples[: len(kept)])
    assert len(samples) - len(kept) <= (cut // 2) + BLOCK


def test_remains_without_sound_and_strange_files_are_no_takes(tmp_path: Path) -> None:
    empty = crash(TakeRecorder(tmp_path, RATE, STARTED))
    for name, content in (("a.take", b""), ("b.take", b'{"kind": "other"}\n'), ("c.take", b"\0" * 5_000)):
        (tmp_path / name).write_bytes(content)
    assert unfinished(tmp_path) == []
    assert not empty.exists()
    assert unfinished(tmp_path / "nowhere") == []


def test_a_flac_in_place_makes_its_recording_superfluous(tmp_path: Path) -> None:
    """Killed between the rename and the removal."""
    path = crash(record(tmp_path, speech(0.5)))
    path.with_suffix(".flac").write_bytes(b"whole")
    assert unfinished(tmp_path) == []
    assert not path.exists()


def test_a_live_take_is_not_unfinished(tmp_path: Path) -> None:
    recorder = record(tmp_path, speech(0.5))
    assert unfinished(tmp_path) == []
    with pytest.raises(StoreError, match="in use"):
        recover(UnfinishedTake(recorder.path, STARTED, RATE, 0.5))
    recorder.write(speech(0.5, seed=1).tobytes())
    assert soundfile.info(recorder.finish()).frames == RATE


def test_a_live_take_of_another_process_is_not_unfinished_until_it_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, datetime; from rehearse.audio.takes import TakeRecorder\n"
        "recorder = TakeRecorder(pathlib.Path(sys.argv[1]), 48000, datetime.datetime.now(datetime.UTC))\n"
        "recorder.write(bytes(range(200)) * 480); print('recording', flush=True); sys.stdin.read()\n"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdin=pipe, stdout=pipe) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"recording\n"
        assert unfinished(tmp_path) == []
        other.kill()
    (found,) = unfinished(tmp_path)
    assert found.duration_s == 1.0


def test_the_quicker_of_two_copies_recovers(tmp_path: Path) -> None:
    crash(record(tmp_path, speech(0.5)))
    (found,) = unfinished(tmp_path)
    assert recover(found) == recover(found)


def test_discarded_takes_leave_nothing(tmp_path: Path) -> None:
    record(tmp_path, speech(0.5)).discard()
    crash(record(tmp_path, speech(0.5)))
    takes.discard(unfinished(tmp_path)[0])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written") as caught:
        TakeRecorder(tmp_path / "file" / "takes", RATE, STARTED)
    assert caught.value.hint
