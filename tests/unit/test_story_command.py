"""What the story commands say of the day of the call."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rehearse.commands.story import story

OVER, FAR = "2020-02-29", "9999-12-31"
WARNING = "The day of the call, 29 February 2020, is over: is call_date the day you mean?\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHEARSE_HOME", str(tmp_path))


def run(*words: str) -> Result:
    done = CliRunner().invoke(story, words)
    assert done.exit_code == 0, done.output
    return done


def test_a_call_that_is_over_is_said_so_and_the_story_stays_sound() -> None:
    assert WARNING in run("new", "mine", "--call-date", OVER).stderr
    checked = run("check", "mine")
    assert checked.stderr == WARNING
    assert "is sound" in checked.stdout
    assert "The call was on 29 February 2020." in run("show", "mine").stdout


def test_a_call_to_come_needs_no_word() -> None:
    assert "is over" not in run("new", "mine", "--call-date", FAR).stderr
    assert run("check", "mine").stderr == ""
    assert "The call is on 31 December 9999." in run("show", "mine").stdout
