"""The command line as a person meets it: real processes, a real model, their mistakes."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from rehearse.cli import main
from rehearse.paths import bundled_samples

RATE = 16_000
pytestmark = pytest.mark.slow


Done = subprocess.CompletedProcess[bytes]


def process(home: Path, *arguments: str, before: tuple[str, ...] = (), stdin: bytes = b"") -> Done:
    return subprocess.run(
        [*before, sys.executable, "-m", "rehearse", *arguments],
        capture_output=True,
        env=os.environ | {"REHEARSE_HOME": str(home)},
        input=stdin,
        check=False,
        timeout=120,
    )


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Done]:
    """Runs `rehearse` in a process of its own."""
    return partial(process, tmp_path / "home")


@pytest.fixture
def run_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Done]:
    """The same in this process: quick, for the many ways in which nothing is listened to."""
    monkeypatch.setenv("REHEARSE_HOME", str(tmp_path / "home"))

    def run(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["rehearse", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            status = main()
        except SystemExit as ended:
            status = ended.code
        return Done(arguments, status or 0, *capsysbinary.readouterr())

    return run


CUT = ("unshare", "-rn")


@pytest.fixture(scope="module")
def cut() -> tuple[str, ...]:
    """What cuts a command off from the network; nothing where this system lets nobody do so."""
    return () if subprocess.run([*CUT, "true"], capture_output=True, check=False).returncode else CUT


def test_the_network_is_cut_for_the_demo_and_the_analysis(cut: tuple[str, ...]) -> None:
    if not cut:
        pytest.skip("this system lets nobody cut the network with unshare")
    routes = subprocess.run([*cut, "cat", "/proc/net/route"], capture_output=True, check=True).stdout
    assert routes.splitlines()[1:] == []  # under the heading of the table


def sound(file: Path, samples: np.ndarray) -> str:
    soundfile.write(file, samples.astype(np.float32), RATE)
    return str(file)


def noise(seconds: float) -> np.ndarray:
    return np.random.default_rng(7).normal(0, 0.1, int(seconds * RATE))


def music(seconds: float) -> np.ndarray:
    """Chords that change twice a second, with a beat: loud, tonal and rhythmic, and nobody speaks."""
    times = np.arange(int(seconds * RATE)) / RATE
    roots = np.random.default_rng(3).choice([220.0, 247.0, 262.0, 330.0, 349.0], len(times) // (RATE // 2) + 1)
    root = np.repeat(roots, RATE // 2)[: len(times)]
    phase = np.cumsum(root) / RATE * 2 * np.pi
    chord = sum(np.sin(phase * ratio) for ratio in (1, 1.25, 1.5, 2)) / 8
    return chord * (0.6 + 0.4 * np.exp(-10 * (times % 0.5)))


def sentence_and_hint(stderr: bytes) -> list[str]:
    text = stderr.decode()
    assert "Traceback" not in text
    return [line for line in text.splitlines() if line and not line.endswith("...")]


def test_demo_works_and_leaves_the_home_alone(run, cut: tuple[str, ...], tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("demo", "--plain", before=cut)
    assert done.returncode == 0, done.stderr
    assert b"Your story" in done.stdout
    assert not (tmp_path / "home").exists()


BAD_FILES = {
    "missing": lambda file: str(file),
    "a folder": lambda file: file.mkdir() or str(file),
    "not audio": lambda file: file.write_bytes(b"This is a letter, not a recording. " * 50) and str(file),
    "zero bytes": lambda file: file.touch() or str(file),
    "silent": lambda file: sound(file, np.zeros(5 * RATE)),
    "too short": lambda file: sound(file, noise(0.5)),
    "too long": lambda file: sound(file, noise(601)),
    "noise": lambda file: sound(file, noise(8)),
    "music": lambda file: sound(file, music(8)),
}


@dataclass(frozen=True)
class Analysed:
    """What one `rehearse analyze FILE...` came to: each file's report, and what was said of each on stderr."""

    status: int
    reports: dict[str, Any]
    said: dict[str, list[str]]


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory, cut: tuple[str, ...]) -> Analysed:
    """A file that is cut off, then every file that cannot be used, then a good one."""
    folder = tmp_path_factory.mktemp("files")
    demo = bundled_samples() / "demo.flac"
    (folder / "cut off.flac").write_bytes(demo.read_bytes()[: demo.stat().st_size // 4])
    bad = {kind: make(folder / f"{kind}.wav") for kind, make in BAD_FILES.items()}
    samples, rate = soundfile.read(demo, frames=10 * RATE)
    soundfile.write(folder / "good.wav", samples, rate)
    files = {"cut off": str(folder / "cut off.flac"), **bad, "good": str(folder / "good.wav")}
    done = process(folder / "home", "analyze", *files.values(), "--json", before=cut)
    assert b"Traceback" not in done.stderr
    blocks = re.split(r"^Listening to .* \.\.\.\n", done.stderr.decode(), flags=re.MULTILINE)
    reports = {report["take"]["file"]: report for report in map(json.loads, done.stdout.splitlines())}
    return Analysed(
        done.returncode,
        {kind: reports[file] for kind, file in files.items() if file in reports},
        {kind: block.splitlines() for kind, block in zip(files, blocks[1:], strict=True)},
    )


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_used_costs_one_sentence_and_one_hint(analysed: Analysed, kind: str) -> None:
    assert len(analysed.said[kind]) == 2
    assert kind not in analysed.reports


def test_bad_files_do_not_stop_the_others_and_show_in_the_status(analysed: Analysed) -> None:
    assert list(analysed.reports) == ["cut off", "good"]
    assert analysed.said["good"] == []
    assert analysed.status == 3


def test_a_truncated_file_is_used_as_far_as_it_goes(analysed: Analysed) -> None:
    report = analysed.reports["cut off"]
    assert report["pace"]["words"] > 10
    assert any("cut" in note for note in report["notes"])


def test_a_bad_file_on_its_own_ends_the_same_way(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("analyze", str(tmp_path / "take.wav"), "--json")
    assert done.returncode == 3
    assert len(sentence_and_hint(done.stderr)) == 2
    assert done.stdout == b""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = Path(sound(tmp_path / "take.wav", noise(2)))
    file.chmod(0)
    assert run("analyze", str(file)).returncode == 3


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("analyze",), 2),
        (("analyze", "x.wav", "--target", "two"), 2),
        (("analyze", "x.wav", "--target", "-5"), 2),
        (("dance",), 2),
        (("analyze", "x.wav", "--model", "huge"), 4),
        (("analyze", "x.wav", "--model", "small.en"), 4),
        (("analyze", "x.wav", "--story", "nothing-like-it"), 3),
        (("script", "nothing.txt"), 3),
        (("story", "show", "nothing-like-it"), 3),
    ],
)
def test_wrong_usage_ends_with_the_contract_s_status(run_here, arguments: tuple[str, ...], status: int) -> None:  # type: ignore[no-untyped-def]
    done = run_here(*arguments)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert done.stderr


def test_a_broken_story_names_its_line(run_here, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    story = tmp_path / "mine.toml"
    story.write_text('name = "mine"\ntarget_secnds = 30\n[[elements]]\nid = "ask"\n')
    done = run_here("story", "check", str(story))
    assert done.returncode == 3
    assert b"line 2" in done.stderr
    assert b"target_secnds" in done.stderr


def test_a_model_with_a_wrong_digest_is_not_loaded(run_here, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from rehearse.models.installed import resolve
    from rehearse.paths import Home

    there = resolve("tiny.en", Home(tmp_path, tmp_path)).path
    spoiled = tmp_path / "home" / "models" / "tiny.en"
    shutil.copytree(there, spoiled)
    (spoiled / "config.json").write_bytes((spoiled / "config.json").read_bytes() + b" ")
    done = run_here("analyze", str(bundled_samples() / "demo.flac"))
    assert done.returncode == 4
    assert len(sentence_and_hint(done.stderr)) == 2


def test_a_written_pitch_is_checked_from_a_pipe(run) -> None:  # type: ignore[no-untyped-def]
    done = run("script", "-", "--json", stdin=b"Hi, I am Ana Silva. Could we talk for twenty minutes next week?")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["schema"] == "rehearse.script/1"
    assert data["words"] == 13
    assert {item["element"] for item in data["coverage"]["items"] if item["verdict"] == "covered"} >= {
        "introduction",
        "ask",
    }


@pytest.mark.parametrize("bad", [b"", b"   \n", b"RIFF\x00\x01\x02\x80abc", b"123 456"])
def test_a_written_pitch_without_words_is_refused(run_here, bad: bytes) -> None:  # type: ignore[no-untyped-def]
    done = run_here("script", "-", stdin=bad)
    assert done.returncode == 3
    assert len(sentence_and_hint(done.stderr)) == 2


def test_a_written_pitch_in_another_language_is_said_so(run_here) -> None:  # type: ignore[no-untyped-def]
    german = (
        "Guten Tag, ich heiße Anna Berg und studiere in Freiburg. Ich habe drei Jahre in einem Sägewerk gearbeitet."
    )
    done = run_here("script", "-", stdin=(german + " Könnten wir nächste Woche sprechen?").encode())
    assert done.returncode == 0
    assert b"does not look like English" in done.stderr
    assert b"not found" in done.stdout
    assert run_here("script", "-", stdin=b"Hi, I'm Ana. I fix bikes.").stderr == b""


def test_a_written_pitch_cannot_speak_to_the_terminal(run_here) -> None:  # type: ignore[no-untyped-def]
    done = run_here("script", "-", stdin=b"Hi, I'm \x1b[2JAna Silva.\r\n\x1b]0;evil\x07Could we talk next week?")
    assert done.returncode == 0
    assert b"Ana Silva" in done.stdout
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\x07" not in done.stdout


def test_lessons_that_cannot_be_read_are_told_before_anybody_speaks(run_here, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "home" / "lessons" / "networking.json"
    broken.parent.mkdir(parents=True)
    broken.write_text("{oops")
    done = run_here("analyze", str(bundled_samples() / "demo.flac"))
    assert done.returncode == 5
    assert "networking" in sentence_and_hint(done.stderr)[0]


def test_a_reader_that_goes_away_is_no_error(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    command = f"{sys.executable} -m rehearse story show networking | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, check=False)  # noqa: S602
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_version_and_help(run) -> None:  # type: ignore[no-untyped-def]
    assert run("--version").stdout.startswith(b"rehearse, version")
    assert b"Examples" in run("--help").stdout


@pytest.mark.parametrize("command", ["analyze", "script", "demo", "story", "models", "doctor"])
def test_every_command_explains_itself(run_here, command: str) -> None:  # type: ignore[no-untyped-def]
    done = run_here(command, "--help")
    assert done.returncode == 0
    assert b"Usage" in done.stdout


def test_the_doctor_looks_at_every_part(run) -> None:  # type: ignore[no-untyped-def]
    done = run("doctor")
    for part in (b"Python", b"model", b"takes", b"settings"):
        assert part in done.stdout
    assert done.returncode == 0, done.stdout
