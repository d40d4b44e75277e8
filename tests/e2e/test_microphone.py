"""Recording, checking and playing against a real sound server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from rehearse.audio.files import FileSource
from rehearse.audio.microphone import MicrophoneSource, check
from rehearse.audio.playback import Playback
from rehearse.audio.portaudio import choose, microphones, rescan
from rehearse.audio.takes import TakeRecorder, unfinished
from rehearse.errors import InputError, RehearseError, StoreError
from tests.e2e.sound_server import RATE, SoundServer

pytestmark = pytest.mark.sound


def chirp(seconds: float, amplitude: float = 0.25) -> np.ndarray:
    """A rising tone without a zero and without a repetition: a missing sample anywhere shows."""
    t = np.arange(round(seconds * RATE)) / RATE
    samples = np.round(amplitude * 32767 * np.sin(2 * np.pi * (300 * t + 60 * t * t))).astype("<i2")
    samples[samples == 0] = 1
    return samples


def now() -> datetime:
    return datetime.now(UTC)


def listen(source: MicrophoneSource, until_s: float, then: Callable[[], object]) -> np.ndarray:
    """Take the blocks; `then` is called once when `until_s` were heard. Returns the samples at 16 kHz."""
    heard, length, called = [], 0, False
    for block in source.blocks():
        heard.append(block)
        length += len(block) // 4
        if length >= until_s * 16_000 and not called:
            called = True
            then()
    return np.frombuffer(b"".join(heard), "<f4")


def test_every_sample_arrives_once_and_in_order(sound_server: SoundServer, tmp_path: Path) -> None:
    spoken = chirp(3)
    source = MicrophoneSource(choose(), tmp_path, now=now)
    source.begin()
    sound_server.say(spoken)
    listen(source, 3.2, source.stop)

    take = source.take()
    assert take.file is not None
    recorded, rate = soundfile.read(take.file, dtype="int16")
    assert rate == RATE
    assert np.array_equal(recorded[: len(spoken)], spoken)
    assert not recorded[len(spoken) :].any()
    assert (source.ended, source.overflows, source.notes) == ("stopped", 0, ())
    assert list(tmp_path.iterdir()) == [Path(take.file)]


def test_live_and_file_agree_sample_for_sample(sound_server: SoundServer, tmp_path: Path) -> None:
    source = MicrophoneSource(choose(), tmp_path, now=now)
    source.begin()
    sound_server.say(np.concatenate((chirp(1.5), np.zeros(RATE // 2, "<i2"), chirp(1, 0.05))))
    live = listen(source, 2.5, source.stop)

    take = source.take()
    assert take.file is not None
    file = FileSource(take.file)
    assert np.array_equal(np.frombuffer(b"".join(file.blocks()), "<f4"), live)
    assert file.take() == take
    assert file.notes == source.notes == ()


def test_the_take_starts_with_the_first_real_signal(sound_server: SoundServer, tmp_path: Path) -> None:
    source = MicrophoneSource(choose(), tmp_path, now=now)
    source.begin()
    assert source.clock_s is None
    sound_server.say(np.concatenate((np.zeros(RATE, "<i2"), chirp(2))))
    listen(source, 1.5, source.stop)
    assert source.take().duration_s < 1.9
    assert source.clock_s == source.take().duration_s


def test_a_take_ends_by_itself_at_its_limit(sound_server: SoundServer, tmp_path: Path) -> None:
    source = MicrophoneSource(choose(), tmp_path, now=now, limit_s=1.5)
    source.begin()
    sound_server.say(chirp(3))
    heard = listen(source, 99, source.stop)
    assert source.take().duration_s == 1.5
    assert len(heard) == 24_000
    assert source.ended == "limit"


def test_a_microphone_lost_in_mid_take_keeps_the_take_and_says_so(sound_server: SoundServer, tmp_path: Path) -> None:
    spoken = chirp(6)
    source = MicrophoneSource(choose(), tmp_path, now=now)
    source.begin()
    sound_server.say(spoken)
    try:
        listen(source, 2, sound_server.unplug)
    finally:
        sound_server.plug_in()
    take = source.take()
    assert source.ended == "lost"
    assert "stopped sending" in source.notes[0]
    assert take.file is not None
    recorded, _ = soundfile.read(take.file, dtype="int16")
    assert 2 <= len(recorded) / RATE < 4
    assert np.array_equal(recorded, spoken[: len(recorded)])


def test_a_microphone_lost_before_the_take_begins_is_told(sound_server: SoundServer, tmp_path: Path) -> None:
    """In the countdown: the microphone is open, and nothing is kept yet."""
    source = MicrophoneSource(choose(), tmp_path, now=now)
    sound_server.say(chirp(6))
    source.open()
    while source.level.peak_dbfs < -60:
        time.sleep(0.01)
    try:
        sound_server.unplug()
        source._thread.join(10)
        with pytest.raises(InputError, match="stopped sending"):
            list(source.blocks())
    finally:
        sound_server.plug_in()
    assert (source.ended, source.notes) == ("lost", ())
    assert list(tmp_path.iterdir()) == []


def test_a_take_stopped_before_it_begins_says_why_there_is_none(sound_server: SoundServer, tmp_path: Path) -> None:
    """Two quick keys on a busy computer: the second comes before the first has begun the take."""
    source = MicrophoneSource(choose(), tmp_path, now=now)
    source.open()
    source.stop()
    source._thread.join(10)
    with pytest.raises(InputError, match="No sound came"):
        list(source.blocks())
    assert list(tmp_path.iterdir()) == []


def test_a_muted_microphone_is_told_from_a_quiet_and_a_loud_one(sound_server: SoundServer) -> None:
    def verdict_of(samples: np.ndarray) -> str:
        sound_server.hush()
        sound_server.say(samples)
        return check(choose(), 1.0).verdict

    assert verdict_of(chirp(4, 0.25)) == "good"
    assert verdict_of(chirp(4, 0.01)) == "too_quiet"
    assert verdict_of(chirp(4, 0.95)) == "clipping"
    sound_server.mute(True)
    try:
        assert verdict_of(chirp(4, 0.25)) == "no_signal"
    finally:
        sound_server.mute(False)


def test_the_meter_moves_before_the_take_begins(sound_server: SoundServer, tmp_path: Path) -> None:
    levels = []
    sound_server.say(chirp(4, 0.25))
    found = check(choose(), 1.0, on_level=levels.append)
    assert found.verdict == "good"
    assert max(level.peak_dbfs for level in levels) == pytest.approx(-12, abs=0.5)
    assert max(level.rms_dbfs for level in levels) == pytest.approx(-15, abs=0.5)


def test_a_take_without_sound_leaves_nothing(sound_server: SoundServer, tmp_path: Path) -> None:
    source = MicrophoneSource(choose(), tmp_path, now=now)
    source.begin()
    source.stop()
    with pytest.raises(InputError, match="No sound came"):
        list(source.blocks())
    source = MicrophoneSource(choose(), tmp_path, now=now, limit_s=0.5)
    source.begin()
    sound_server.say(chirp(1))
    with pytest.raises(InputError, match="shorter"):
        list(source.blocks())
    assert list(tmp_path.iterdir()) == []


def test_a_discarded_take_leaves_nothing(sound_server: SoundServer, tmp_path: Path) -> None:
    source = MicrophoneSource(choose(), tmp_path, now=now)
    source.begin()
    sound_server.say(chirp(4))
    listen(source, 1.2, source.discard)
    with pytest.raises(RuntimeError):
        source.take()
    assert list(tmp_path.iterdir()) == []


def test_quitting_in_mid_take_is_immediate_and_leaves_the_take(sound_server: SoundServer, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, datetime, time\n"
        "from rehearse.audio.microphone import MicrophoneSource\n"
        "from rehearse.audio.portaudio import choose\n"
        "now = lambda: datetime.datetime.now(datetime.UTC)\n"
        "source = MicrophoneSource(choose(), pathlib.Path(sys.argv[1]), now=now)\n"
        "for block in source.blocks():\n"
        "    if source.clock_s > 1:\n"
        "        print(time.monotonic())\n"
        "        sys.exit(7)\n"
    )
    sound_server.say(chirp(20))  # more than enough for Python to start on a busy machine
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, timeout=30, check=False)
    assert time.monotonic() - float(done.stdout) < 3
    assert done.returncode == 7
    (found,) = unfinished(tmp_path)
    assert found.duration_s >= 1


def test_the_take_is_on_disk_before_anyone_looks_at_it(sound_server: SoundServer, tmp_path: Path) -> None:
    """Nobody reads `blocks` until it is over."""
    source = MicrophoneSource(choose(), tmp_path, now=now, limit_s=1.5)
    source.begin()
    sound_server.say(chirp(2))
    assert source.take().duration_s == 1.5
    assert sum(map(len, source.blocks())) == 24_000 * 4


def test_no_sample_is_lost_while_every_core_is_busy(sound_server: SoundServer, tmp_path: Path) -> None:
    """The short form of tests/bench/overflow.py."""
    spoken = chirp(4)
    source = MicrophoneSource(choose(), tmp_path, now=now, limit_s=4)
    source.begin()
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 2)]
    try:
        sound_server.say(spoken)
        list(source.blocks())
    finally:
        for process in busy:
            process.kill()
            process.wait()
    take = source.take()
    assert source.overflows == 0
    assert take.file is not None
    assert np.array_equal(soundfile.read(take.file, dtype="int16")[0], spoken)


def test_a_full_disk_ends_the_take_and_keeps_what_was_spoken(
    sound_server: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full after 100 blocks of 20 ms; a really full one is in test_full_disk.py."""
    written: list[bytes] = []

    def write(recorder: TakeRecorder, samples: bytes) -> None:
        if len(written) == 100:
            raise StoreError("The disk is full: what was spoken so far is kept.", "Free some space.")
        written.append(samples)
        really_write(recorder, samples)

    really_write = TakeRecorder.write
    monkeypatch.setattr(TakeRecorder, "write", write)
    source = MicrophoneSource(choose(), tmp_path, now=now)
    source.begin()
    sound_server.say(chirp(5))
    list(source.blocks())
    take = source.take()
    assert source.ended == "disk_full"
    assert "disk is full" in source.notes[0]
    assert take.file is not None
    assert soundfile.read(take.file, dtype="int16")[0].astype("<i2").tobytes() == b"".join(written)


def test_a_take_that_cannot_be_written_lets_go_of_the_microphone(sound_server: SoundServer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    source = MicrophoneSource(choose(), tmp_path / "file" / "takes", now=now)
    with pytest.raises(StoreError, match="cannot be written"):
        source.begin()
    source._thread.join(10)
    assert rescan()


def test_a_microphone_plugged_in_later_is_found_by_looking_again(sound_server: SoundServer) -> None:
    """In a process of its own, for which the sound server is not there yet when PortAudio starts."""
    program = (
        "import os, sys\n"
        "from rehearse.audio.portaudio import choose, microphones, rescan\n"
        "from rehearse.errors import MissingPartError\n"
        "os.environ['PULSE_SERVER'] = 'unix:/nowhere'\n"
        "try: choose()\n"
        "except MissingPartError as error: print(error.message)\n"
        "os.environ['PULSE_SERVER'] = sys.argv[1]\n"
        "print(len(microphones()), len(rescan()) > 0, choose().is_default)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, sound_server.environment["PULSE_SERVER"]],
        env=sound_server.environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stdout == "There is no microphone.\n0 True True\n", done.stderr


def test_looking_again_waits_until_nothing_records(sound_server: SoundServer, tmp_path: Path) -> None:
    source = MicrophoneSource(choose(), tmp_path, now=now)
    source.begin()
    with pytest.raises(RehearseError, match="in use"):
        rescan()
    source.discard()
    assert list(source.blocks()) == []
    assert rescan()


def test_microphones_are_chosen_by_their_remembered_name(sound_server: SoundServer) -> None:
    found = microphones()
    assert found[0].is_default
    assert {"pulse", "default"} <= {microphone.name for microphone in found}
    assert choose("pulse").name == "pulse"
    assert choose("unplugged long ago") == choose(None) == found[0]


def test_a_stretch_of_a_take_is_played_and_stops_at_once(sound_server: SoundServer, tmp_path: Path) -> None:
    spoken = chirp(5)
    soundfile.write(tmp_path / "take.flac", spoken, RATE)
    source = MicrophoneSource(choose(), tmp_path / "takes", now=now)
    source.begin()
    done = []
    playing = Playback(tmp_path / "take.flac", 1.0, 2.5, on_done=lambda: done.append(True))
    playing.wait()
    source.stop()
    list(source.blocks())
    assert done == [True]
    take = source.take()
    assert take.file is not None
    recorded, _ = soundfile.read(take.file, dtype="int16")
    played = spoken[RATE : RATE + RATE * 3 // 2]
    assert np.abs(recorded[: len(played)].astype(int) - played).max() <= 1
    assert not recorded[len(played) :].any()

    playing = Playback(tmp_path / "take.flac")
    playing.stop()
    playing.wait()
    assert playing.position_s < 0.5


def test_speech_is_recorded_as_it_was_spoken(sound_server: SoundServer, tmp_path: Path) -> None:
    """A sample take through loudspeaker and microphone: after PulseAudio's resampling it is still the same wave."""
    sample = Path(__file__).parents[2] / "samples" / "good-30s.flac"
    source = MicrophoneSource(choose(), tmp_path, now=now, limit_s=5)
    source.begin()
    sound_server.say_file(sample)
    heard = listen(source, 99, source.stop)

    file = FileSource(sample)
    spoken = np.frombuffer(b"".join(file.blocks()), "<f4")
    spoken = spoken[: len(heard) + 16_000]
    products = np.fft.irfft(np.fft.rfft(spoken, 2**19) * np.conj(np.fft.rfft(heard, 2**19)))
    likeness = products.max() / np.linalg.norm(heard) / np.linalg.norm(spoken[products.argmax() :][: len(heard)])
    assert likeness > 0.99
    assert source.overflows == 0
