"""The stage end to end: a real terminal, a real sound server, the real model, a sample spoken into the microphone."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.e2e.sound_server import SoundServer
from tests.e2e.terminal import Terminal, terminal

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
SAMPLE = "rushed"

pytestmark = [pytest.mark.sound, pytest.mark.slow]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: the socket of a terminal may have about 100 characters."""
    with tempfile.TemporaryDirectory(prefix="stage") as name:
        yield Path(name)


@pytest.fixture
def environment(sound_server: SoundServer, folder: Path) -> dict[str, str]:
    return sound_server.environment | {
        "REHEARSE_HOME": str(folder / "home"),
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def stage(environment: dict[str, str], folder: Path) -> Iterator[Terminal]:
    if shutil.which("tmux") is None:
        if os.environ.get("CI"):
            pytest.fail("The stage must be tested in CI; tmux is not installed")
        pytest.skip("tmux is not installed")
    with terminal(folder, [sys.executable, "-m", "rehearse"], environment) as running:
        running.wait_for("space begin")
        yield running


def truth(name: str = SAMPLE) -> dict[str, object]:
    found: dict[str, object] = json.loads((SAMPLES / f"{name}.truth.json").read_text())
    return found


def takes(folder: Path, pattern: str) -> list[Path]:
    return sorted((folder / "home" / "takes").glob(pattern))


def speak(stage: Terminal, server: SoundServer) -> subprocess.Popen[bytes]:
    """Begin a take and speak the sample into it; returns at once."""
    stage.press("Space")
    stage.wait_for("speak when you are ready")
    return server.say_file(SAMPLES / f"{SAMPLE}.flac")


@contextmanager
def in_mid_take(stage: Terminal, server: SoundServer, folder: Path, seconds: float = 3) -> Iterator[None]:
    """With so much of the sample recorded, and still being spoken."""
    speak(stage, server)
    while sum(take.stat().st_size for take in takes(folder, "*.take")) < seconds * 44_100 * 2:
        stage.wait_for_drawing()
    yield
    server.hush()


def test_a_pitch_from_the_first_key_to_the_report(stage: Terminal, sound_server: SoundServer, folder: Path) -> None:
    speak(stage, sound_server).wait()
    stage.press("Space")
    report = stage.wait_for("r next take", 60)  # the last line: above it all is drawn
    said = truth()

    seconds = float(re.search(r"Time\s+([\d.]+) s", report)[1])  # type: ignore[index]
    assert seconds == pytest.approx(said["speaking_s"], abs=1.0)
    wpm = float(re.search(r"Pace\s+(\d+) wpm", report)[1])  # type: ignore[index]
    assert wpm == pytest.approx(said["wpm"], rel=0.1)
    assert "not heard: why this person" in report
    assert "Hi there, my name is Ben" in report

    (take,) = takes(folder, "*.flac")
    assert stat.S_IMODE(take.stat().st_mode) == 0o600
    assert stat.S_IMODE(take.parent.stat().st_mode) == 0o700
    assert takes(folder, "*.take") == []

    stage.press("Right", "p")
    stage.wait_for("Playing")
    stage.press("q")
    assert stage.wait_until_ended() < 3
    assert [file.name for file in (folder / "home").glob("attempts.db*")] == ["attempts.db"]


def test_killed_in_mid_take_the_next_start_offers_it(
    stage: Terminal, sound_server: SoundServer, environment: dict[str, str], folder: Path
) -> None:
    with in_mid_take(stage, sound_server, folder):
        stage.kill()
        stage.wait_until_ended()
    assert takes(folder, "*.flac") == []

    with terminal(folder, [sys.executable, "-m", "rehearse"], environment) as again:
        again.wait_for("no report yet")
        again.press("Enter")
        again.wait_for("What you said", 60)
        assert len(takes(folder, "*.flac")) == 1
        again.press("q")
        again.wait_until_ended()


def test_quitting_while_listening_is_immediate_and_keeps_the_take(
    stage: Terminal, sound_server: SoundServer, folder: Path
) -> None:
    with in_mid_take(stage, sound_server, folder):
        stage.press("Space", "q")
        assert stage.wait_until_ended() < 3
    assert len(takes(folder, "*.flac") + takes(folder, "*.take")) == 1


def test_quitting_in_mid_take_keeps_it_for_the_next_start(
    stage: Terminal, sound_server: SoundServer, environment: dict[str, str], folder: Path
) -> None:
    with in_mid_take(stage, sound_server, folder, seconds=2):
        stage.press("q")
        assert stage.wait_until_ended() < 3
    with terminal(folder, [sys.executable, "-m", "rehearse"], environment) as again:
        again.wait_for("no report yet")


def test_a_microphone_that_sends_zeros_is_told(sound_server: SoundServer, environment: dict[str, str]) -> None:
    sound_server.mute(True)
    try:
        done = rehearse(environment, "record", "--seconds", "5", status=3)
    finally:
        sound_server.mute(False)
    assert "No sound came from" in done.stderr


def test_the_live_report_is_that_of_the_saved_take_word_for_word(
    sound_server: SoundServer, environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "rehearse", "record", "--seconds", "10", "--json"]
    pipe, nobody = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdin=nobody, stdout=pipe, stderr=pipe, text=True) as live:
        assert any("Speak now. It ends after 10 seconds." in line for line in live.stderr or ())
        sound_server.say_file(SAMPLES / f"{SAMPLE}.flac")
        heard = json.loads(live.communicate(timeout=120)[0])
    file = heard["take"]["file"]
    later = json.loads(rehearse(environment, "analyze", file, "--json").stdout)

    assert heard["transcript"]["text"].startswith("Hi there, my name is Ben")
    for part in ("transcript", "duration", "pace", "fillers", "pauses", "voice", "coverage", "advice"):
        assert heard[part] == later[part], part
    assert heard["take"]["duration_s"] == pytest.approx(10, abs=0.05)


def test_record_interrupted_says_where_the_take_is_and_nothing_else(
    sound_server: SoundServer, environment: dict[str, str], folder: Path
) -> None:
    command = [sys.executable, "-m", "rehearse", "record", "--seconds", "60"]
    pipe, nobody = subprocess.PIPE, subprocess.DEVNULL
    # where the tests run in the background the signal is ignored, and a child inherits that
    hears = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command, env=environment, stdin=nobody, stdout=nobody, stderr=pipe, text=True, preexec_fn=hears
    ) as live:
        assert any("Speak now." in line for line in live.stderr or ())
        sound_server.say_file(SAMPLES / f"{SAMPLE}.flac")
        while sum(take.stat().st_size for take in takes(folder, "*.take")) < 2 * 44_100 * 2:
            assert live.poll() is None
            time.sleep(0.05)
        live.send_signal(signal.SIGINT)
        _, said = live.communicate(timeout=30)
    assert live.returncode == 130
    (take,) = takes(folder, "*.flac")
    assert said.split("\n") == ["", f"The take so far is kept: rehearse analyze {take} --save", "", ""]


def test_record_without_anybody_to_press_enter(environment: dict[str, str]) -> None:
    done = rehearse(environment, "record", status=2)
    assert "rehearse record --seconds 30" in done.stderr


def rehearse(environment: dict[str, str], *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "rehearse", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == status, done.stderr
    return done
