"""The command line as a person meets it: real processes, a real model, their mistakes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from rehearse.paths import bundled_samples

RATE = 16_000
pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(*arguments: str, before: tuple[str, ...] = (), stdin: bytes = b"", **environment: str):  # type: ignore[no-untyped-def]
        return subprocess.run(
            [*before, sys.executable, "-m", "rehearse", *arguments],
            capture_output=True,
            env=os.environ | {"REHEARSE_HOME": str(tmp_path / "home")} | environment,
            input=stdin,
            check=False,
            timeout=120,
        )

    return run


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


def test_the_sample_take_gets_a_report(run) -> None:  # type: ignore[no-untyped-def]
    done = run("analyze", str(bundled_samples() / "demo.flac"), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["schema"] == "rehearse.report/1"
    assert report["pace"]["words"] > 20


def test_demo_works_and_leaves_the_home_alone(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("demo", "--plain")
    assert done.returncode == 0, done.stderr
    assert b"Your story" in done.stdout
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("command", [("demo", "--plain"), ("analyze", str(bundled_samples() / "demo.flac"))])
def test_it_works_with_the_network_cut(run, command: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    cut = ("unshare", "-rn")
    if subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody cut the network with unshare")
    done = run(*command, before=cut)
    assert done.returncode == 0, done.stderr


BAD_FILES = {
    "missing": lambda file: str(file),
    "a folder": lambda file: file.mkdir() or str(file),
    "not audio": lambda file: file.write_bytes(b"This is a letter, not a recording. " * 50) and str(file),
    "zero bytes": lambda file: file.touch() or str(file),
    "silent": lambda file: sound(file, np.zeros(5 * RATE)),
    "too short": lambda file: sound(file, noise(0.5)),
    "too long": lambda file: sound(file, noise(601)),
    "noise": lambda file: sound(file, noise(20)),
    "music": lambda file: sound(file, music(20)),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_used_costs_one_sentence_and_one_hint(run, tmp_path: Path, kind: str) -> None:  # type: ignore[no-untyped-def]
    file = BAD_FILES[kind](tmp_path / "take.wav")
    done = run("analyze", file, "--json")
    assert done.returncode == 3
    assert len(sentence_and_hint(done.stderr)) == 2
    assert done.stdout == b""


def test_a_truncated_file_is_used_as_far_as_it_goes(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    whole = (bundled_samples() / "demo.flac").read_bytes()
    file = tmp_path / "cut.flac"
    file.write_bytes(whole[: len(whole) // 2])
    done = run("analyze", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert any("cut" in note for note in json.loads(done.stdout)["notes"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = Path(sound(tmp_path / "take.wav", noise(2)))
    file.chmod(0)
    assert run("analyze", str(file)).returncode == 3


def test_one_bad_file_does_not_stop_the_others(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    good = str(bundled_samples() / "demo.flac")
    done = run("analyze", good, str(tmp_path / "nothing.wav"), good, "--json")
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 2
    assert len(sentence_and_hint(done.stderr)) == 2


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
def test_wrong_usage_ends_with_the_contract_s_status(run, arguments: tuple[str, ...], status: int) -> None:  # type: ignore[no-untyped-def]
    done = run(*arguments)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert done.stderr


def test_a_broken_story_names_its_line(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    story = tmp_path / "mine.toml"
    story.write_text('name = "mine"\ntarget_secnds = 30\n[[elements]]\nid = "ask"\n')
    done = run("story", "check", str(story))
    assert done.returncode == 3
    assert b"line 2" in done.stderr
    assert b"target_secnds" in done.stderr


def test_a_model_with_a_wrong_digest_is_not_loaded(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from rehearse.models.installed import resolve
    from rehearse.paths import Home

    there = resolve("tiny.en", Home(tmp_path, tmp_path)).path
    spoiled = tmp_path / "home" / "models" / "tiny.en"
    shutil.copytree(there, spoiled)
    (spoiled / "config.json").write_bytes((spoiled / "config.json").read_bytes() + b" ")
    done = run("analyze", str(bundled_samples() / "demo.flac"))
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
def test_a_written_pitch_without_words_is_refused(run, bad: bytes) -> None:  # type: ignore[no-untyped-def]
    done = run("script", "-", stdin=bad)
    assert done.returncode == 3
    assert len(sentence_and_hint(done.stderr)) == 2


def test_a_reader_that_goes_away_is_no_error(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    command = f"{sys.executable} -m rehearse story show networking | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, check=False)  # noqa: S602
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_version_and_help(run) -> None:  # type: ignore[no-untyped-def]
    assert run("--version").stdout.startswith(b"rehearse, version")
    assert b"Examples" in run("--help").stdout


@pytest.mark.parametrize("command", ["analyze", "script", "demo", "story", "models", "doctor"])
def test_every_command_explains_itself(run, command: str) -> None:  # type: ignore[no-untyped-def]
    done = run(command, "--help")
    assert done.returncode == 0
    assert b"Usage" in done.stdout


def test_the_doctor_looks_at_every_part(run) -> None:  # type: ignore[no-untyped-def]
    done = run("doctor")
    for part in (b"Python", b"model", b"takes", b"settings"):
        assert part in done.stdout
    assert done.returncode == 0, done.stdout
