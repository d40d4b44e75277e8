"""Takes that are whole but that no attempt knows, and those that were never ended, are offered together."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from rehearse.audio.takes import TakeRecorder
from rehearse.audio.untold import untold
from rehearse.backstage import RealBackstage
from rehearse.errors import InputError
from tests.attempts import home_in, noise, said, store_in

EARLY, LATE = datetime(2026, 11, 23, 18, 5, tzinfo=UTC), datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def recorded(folder: Path, started_at: datetime) -> TakeRecorder:
    recorder = TakeRecorder(folder, 16_000, started_at)
    recorder.write(np.arange(8_000, dtype="<i2").tobytes())
    return recorder


def test_a_take_in_an_attempt_is_not_offered(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    with store_in(home) as store:
        store.save(said("Hello, I am Ana."), str(noise(home.takes / "told.flac")))
        assert store.take_files() == {"told.flac"}
    assert list(RealBackstage(home).lost_takes()) == []


def test_both_kinds_are_offered_oldest_first_and_recovered(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    recorded(home.takes, LATE).leave()
    whole = recorded(home.takes, EARLY).finish()
    backstage = RealBackstage(home)
    first, second = backstage.lost_takes()
    assert (first.path, first.started_at, first.duration_s) == (whole, EARLY, 0.5)
    assert (second.started_at, second.duration_s) == (LATE, 0.5)
    assert backstage.recover(first.path) == whole
    assert backstage.recover(second.path).suffix == ".flac"


def test_thrown_away_it_is_gone(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    whole = recorded(home.takes, EARLY).finish()
    backstage = RealBackstage(home)
    backstage.throw_away(whole)
    assert not whole.exists()
    with pytest.raises(InputError):
        backstage.recover(whole)


def test_a_take_that_was_told_meanwhile_is_not_thrown_away(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    whole = recorded(home.takes, EARLY).finish()
    backstage = RealBackstage(home)
    assert len(backstage.lost_takes()) == 1
    with store_in(home) as another_copy:
        another_copy.save(said("Hello, I am Ana."), str(whole))
    with pytest.raises(InputError):
        backstage.throw_away(whole)
    assert whole.exists()


def test_what_is_no_sound_or_on_its_way_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "text.flac").write_text("no sound")
    noise(tmp_path / ".keeping-1-ab.flac")
    assert untold(tmp_path, ()) == []
    assert untold(tmp_path / "nowhere", ()) == []


def test_a_recording_without_a_date_has_that_of_its_file(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", np.zeros(16_000, dtype="<i2"), 16_000)
    (found,) = untold(tmp_path, ())
    assert found.started_at.tzinfo is not None
    assert found.duration_s == 1.0


def test_what_is_kept_without_a_report_is_not_offered_again(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    whole = recorded(home.takes, EARLY).finish()
    recorded(home.takes, LATE).leave()
    backstage = RealBackstage(home)
    kept = [backstage.keep_untold(take.path) for take in backstage.lost_takes()]
    assert not whole.exists()
    assert [soundfile.info(path).frames for path in kept] == [8_000, 8_000]
    assert list(RealBackstage(home).lost_takes()) == []
