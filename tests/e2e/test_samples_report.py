"""The reports on all sample takes, from one `rehearse analyze`, held against the truth beside them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from num2words import num2words

SAMPLES = Path(__file__).parents[2] / "samples"
TAKES = sorted(path.stem for path in SAMPLES.glob("*.flac"))
FILLER_SOUND = re.compile(r"u+h*m+|u+h+|e+r+m*|a+h+|e+h+|h+m+")
CLEAR_PAUSE_S = 0.35  # a tenth above the contract's 0.25 s: a pause wherever the edges of the voice are drawn

pytestmark = pytest.mark.slow

Object = dict[str, Any]


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Object]:
    """Take name -> its report."""
    files = [str(SAMPLES / f"{name}.flac") for name in TAKES]
    done = subprocess.run(
        [sys.executable, "-m", "rehearse", "analyze", *files, "--story", "networking", "--json"],
        capture_output=True,
        env=os.environ | {"REHEARSE_HOME": str(tmp_path_factory.mktemp("home"))},
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {Path(report["take"]["file"]).stem: report for report in lines}


@pytest.fixture(params=TAKES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def report(name: str, reports: dict[str, Object]) -> Object:
    return reports[name]


@pytest.fixture
def truth(name: str) -> Object:
    loaded: Object = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
    return loaded


def words_said(text: str) -> list[str]:
    """Lower-case words, numbers read out, hyphenated words parted, filler sounds left out."""
    read_out = re.sub(r"\d+", lambda digits: f" {num2words(int(digits[0]))} ", text.lower().replace("’", "'"))
    return [word for word in re.findall(r"[a-z']+", read_out) if not FILLER_SOUND.fullmatch(word)]


def word_error_rate(reference: list[str], heard: list[str]) -> float:
    """Substitutions, deletions and insertions over the number of reference words."""
    row = list(range(len(heard) + 1))
    for i, expected in enumerate(reference, 1):
        diagonal, row[0] = row[0], i
        for j, word in enumerate(heard, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != expected))
    return row[-1] / len(reference)


def test_every_take_has_a_report(reports: dict[str, Object]) -> None:
    assert sorted(reports) == TAKES
    assert {report["schema"] for report in reports.values()} == {"rehearse.report/1"}


def test_total_duration(report: Object, truth: Object) -> None:
    assert report["duration"]["total_s"] == pytest.approx(truth["duration_s"], abs=0.05)


def test_speaking_time(report: Object, truth: Object) -> None:
    assert report["duration"]["speaking_s"] == pytest.approx(truth["speaking_s"], abs=0.2)
    assert report["duration"]["lead_in_s"] == pytest.approx(truth["speech_start_s"], abs=0.2)


def test_pace(report: Object, truth: Object) -> None:
    assert report["pace"]["wpm"] == pytest.approx(truth["wpm"], rel=0.05)


def test_words(report: Object, truth: Object) -> None:
    heard = " ".join(word["text"] for word in report["transcript"]["words"] if word["kind"] != "filler_sound")
    assert word_error_rate(words_said(truth["text"]), words_said(heard)) <= 0.12


def test_coverage(report: Object, truth: Object) -> None:
    verdicts = {item["element"]: item["verdict"] for item in report["coverage"]["items"]}
    designed = dict.fromkeys(truth["covered"], "covered") | dict.fromkeys(truth["missing"], "missing")
    assert verdicts == designed


def test_pauses(report: Object, truth: Object) -> None:
    """Each clear pause that was inserted is found, and each clear pause that is reported was inserted."""
    found, inserted = report["pauses"]["items"], truth["silences"]
    for silence in filter(is_clear, inserted):
        assert any(overlap_s(silence, pause) > 0.15 for pause in found), silence
    for pause in filter(is_clear, found):
        assert any(overlap_s(silence, pause) > 0.1 for silence in inserted), pause


@pytest.mark.parametrize("name", ["long-silences"])
def test_words_neither_start_in_a_silence_nor_swallow_it(report: Object, truth: Object) -> None:
    words = report["transcript"]["words"]
    for silence in truth["silences"]:
        assert not any(w["start"] < silence["start"] - 0.1 and w["end"] > silence["end"] + 0.1 for w in words)
        assert not any(silence["start"] + 0.2 < w["start"] < silence["end"] - 0.2 for w in words)


def is_clear(pause: Object) -> bool:
    return bool(pause["end"] - pause["start"] >= CLEAR_PAUSE_S)


def overlap_s(one: Object, other: Object) -> float:
    return float(min(one["end"], other["end"]) - max(one["start"], other["start"]))
