"""The store: what is kept, where it belongs, and what it does with two copies of the app, damage and crashes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import soundfile

from rehearse.backstage import RealBackstage
from rehearse.errors import InputError, StoreError
from rehearse.facts import Correction
from rehearse.history.listing import Filter
from tests.attempts import MORNING, home_in, noise, said, store_in


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_an_attempt_comes_back_as_it_was(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    report = said("Hello, I am [um] Ana. Could we talk?")
    with store_in(home) as store:
        kept = store.save(report, None)
    with store_in(home) as store:
        assert store.get(kept.id) == kept
    assert kept.report == report
    assert kept.made_at == MORNING
    assert (kept.session, kept.cold, kept.take_file, kept.starred, kept.note) == (1, True, None, False, "")


def test_the_recordings_own_date_counts(tmp_path: Path) -> None:
    earlier = MORNING - timedelta(days=400, microseconds=1)
    with store_in(home_in(tmp_path)) as store:
        assert store.save(said("Hello there", recorded_at=earlier), None).made_at == earlier
        assert store.save(said("Hello there", recorded_at=earlier), None, made_at=MORNING).made_at == MORNING
        local = store.save(said("Hello there"), None, made_at=MORNING.replace(tzinfo=None))
        assert local.made_at.tzinfo is not None


def test_a_recording_made_elsewhere_is_copied_as_flac_for_its_owner_alone(tmp_path: Path) -> None:
    home, wav = home_in(tmp_path), noise(tmp_path / "elsewhere" / "pitch.wav")
    with store_in(home) as store:
        kept = store.save(said("Hello there"), str(wav))
        take = store.sound(kept)
    assert wav.exists()
    assert take is not None
    assert take.parent == home.takes
    assert soundfile.info(take).format == "FLAC"
    assert (soundfile.read(take, dtype="int16")[0] == soundfile.read(wav, dtype="int16")[0]).all()
    assert stat.S_IMODE(take.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.database.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
    assert [file.name for file in home.takes.iterdir()] == [kept.take_file]


def test_a_take_of_the_stage_stays_where_it_is(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    flac = noise(home.takes / "2026-11-24_09-30-00_abcd.flac")
    with store_in(home) as store:
        assert store.save(said("Hello there"), str(flac)).take_file == flac.name
    assert list(home.takes.iterdir()) == [flac]


def test_the_same_sound_twice_is_one_attempt(tmp_path: Path) -> None:
    home, wav = home_in(tmp_path), noise(tmp_path / "pitch.wav")
    samples, rate = soundfile.read(wav, dtype="int16")
    copy = tmp_path / "other name.flac"
    soundfile.write(copy, samples, rate)
    with store_in(home) as store:
        first, new = store.keep(said("Hello there"), str(wav))
        again, new_again = store.keep(said("Hello, heard by another model"), str(copy))
        assert (new, new_again) == (True, False)
        assert again == first
        assert store.count() == 1
        assert len(list(home.takes.iterdir())) == 1
        store.save(said("Hello there"), str(noise(tmp_path / "b.wav", seed=1)))
        assert store.count() == 2


def test_sound_that_was_deleted_comes_back_with_the_same_file(tmp_path: Path) -> None:
    wav = noise(tmp_path / "pitch.wav")
    with store_in(home_in(tmp_path)) as store:
        kept = store.save(said("Hello there"), str(wav))
        store.delete([kept.id], sound_alone=True)
        assert store.sound(store.get(kept.id)) is None
        assert store.save(said("Hello there"), str(wav)) == kept
        assert store.sound(kept) is not None


def test_a_take_that_cannot_be_read_leaves_nothing(tmp_path: Path) -> None:
    home, text = home_in(tmp_path), tmp_path / "pitch.wav"
    text.write_text("no sound")
    with store_in(home) as store:
        with pytest.raises(InputError):
            store.save(said("Hello there"), str(text))
        assert store.count() == 0
    assert list(home.takes.iterdir()) == []


def test_takes_less_than_thirty_minutes_apart_are_one_session(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        times = [0, 10, 39.9, 69.9, 200]
        sessions = [store.save(said("Hello there"), None, MORNING + minutes(at)).session for at in times]
        assert sessions == [1, 1, 1, 2, 3]
        store.save(said("Hello there"), None, MORNING + minutes(50))
        assert [row.session for row in reversed(store.page().rows)] == [1, 1, 1, 1, 1, 3]


def test_cold_is_the_first_of_its_story_on_the_local_day(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        second = store.save(said("Hello there"), None, MORNING)
        assert second.cold
        other = store.save(said("Hello there", story="other"), None, MORNING + minutes(1))
        assert other.cold
        assert not store.save(said("Hello there"), None, MORNING + minutes(2)).cold
        first = store.save(said("Hello there"), None, MORNING - minutes(5))
        assert first.cold
        assert not store.get(second.id).cold
        assert store.get(other.id).cold
        # 23:30 in New York is the next day in UTC, and still the same day for the person
        assert not store.save(said("Hello there"), None, MORNING.replace(hour=23)).cold
        assert store.save(said("Hello there"), None, MORNING.replace(day=25, hour=0)).cold


def test_pages_follow_each_other_without_gap_or_repeat(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        ids = [store.save(said("Hello there"), None, MORNING + minutes(n // 2)).id for n in range(23)]
        seen: list[int] = []
        after = None
        while True:
            page = store.page(after=after, limit=5)
            seen += [row.id for row in page.rows]
            after = page.next
            if after is None:
                break
        assert seen == ids[::-1]


def test_filters(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        a = store.save(said("I worked at the Café, in Zürich"), None, MORNING).id
        b = store.save(said("Could we talk [um] next week?", story="other"), None, MORNING + timedelta(days=2)).id
        store.star(b, True)
        store.note(a, "calmer")

        def found(**wanted: object) -> list[int]:
            return [row.id for row in store.page(Filter(**wanted)).rows]  # type: ignore[arg-type]

        assert found() == [b, a]
        assert found(story="small") == [a]
        assert found(search="CAFÉ in zür") == [a]
        assert found(search="um next") == [b]
        assert found(search="week, %") == [b]
        assert found(search="nothing of the kind") == []
        assert found(since=MORNING + timedelta(days=1)) == [b]
        assert found(before=MORNING + timedelta(days=1)) == [a]
        assert found(starred=True) == [b]
        assert [row.note for row in store.page().rows] == ["", "calmer"]
        assert store.stories() == (("other", 1), ("small", 1))


def test_latest_ends_before_the_attempt_it_is_asked_for(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        kept = [store.save(said("Hello there"), None, MORNING + timedelta(hours=n * 10)) for n in range(6)]
        assert store.latest("small", 3, before=kept[4]) == tuple(kept[1:4])
        assert [a.id for a in store.latest("small", 2)] == [kept[4].id, kept[5].id]
        assert all(a.cold for a in store.latest("small", 9, cold=True))
        assert [row.id for row in store.trend("small")] == [a.id for a in kept]


def test_corrections_change_the_numbers_and_not_the_report(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        kept = store.save(said("Hello, I am [um] Anna. Could we talk?"), None)
        assert store.page().rows[0].fillers == 1
        corrections = (
            Correction("filler_struck", word=3),
            Correction("word", word=4, text="Hana."),
            Correction("element_untold", element="ask"),
        )
        after = store.correct(kept.id, corrections)
        assert after.corrections == corrections
        assert after.report == kept.report
        row = store.page(Filter(search="hana could")).rows[0]
        assert (row.fillers, row.covered) == (0, 1)
        store.correct(kept.id, ())
        assert store.get(kept.id) == kept
        assert store.page(Filter(search="um anna")).rows[0].fillers == 1


@pytest.mark.parametrize("number", [0, -1, 99, 2**80])
def test_an_attempt_that_is_not_there(tmp_path: Path, number: int) -> None:
    with store_in(home_in(tmp_path)) as store, pytest.raises(InputError, match=f"no attempt {number}"):
        store.get(number)


def test_a_number_is_never_given_twice(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        first = store.save(said("Hello there"), None)
        store.delete([first.id])
        assert store.save(said("Hello there"), None).id > first.id


def test_threads_may_share_a_store(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        report = said("Hello there")
        threads = [threading.Thread(target=lambda: [store.save(report, None) for _ in range(10)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.count() == 40


SAVE_TEN = """
import sys
from pathlib import Path
from tests.attempts import home_in, said, store_in
with store_in(home_in(Path(sys.argv[1]))) as store:
    for _ in range(10):
        store.save(said("Hello there"), None)
"""


def test_the_app_leaves_one_whole_file_behind(tmp_path: Path) -> None:
    """Whoever copies attempts.db alone has every take."""
    home, backstage = home_in(tmp_path), RealBackstage(home_in(tmp_path))

    def keep() -> None:
        attempt = backstage.store().save(said("Hello, I am Ana."), None)
        backstage.diary().star(attempt.id, True)

    worker = threading.Thread(target=keep)
    worker.start()
    worker.join()
    assert len(backstage.diary().page(None, "", None, 10).rows) == 1
    backstage.leave()
    assert [file.name for file in home.root.glob(f"{home.database.name}*")] == [home.database.name]
    shutil.copy(home.database, tmp_path / "alone.db")
    with closing(sqlite3.connect(tmp_path / "alone.db")) as copy:
        assert copy.execute("SELECT starred FROM attempt").fetchall() == [(1,)]


def test_leaving_does_not_wait_for_ever_for_what_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rehearse.backstage.LEAVING_S", 0.01)
    backstage = RealBackstage(home_in(tmp_path))
    with closing(backstage.store()) as store:
        reading, left = threading.Event(), threading.Event()

        def read() -> None:
            with store._reading():
                reading.set()
                left.wait(10)

        reader = threading.Thread(target=read)
        reader.start()
        reading.wait(10)
        backstage.leave()
        assert reader.is_alive()
        left.set()
        reader.join()


def test_several_copies_of_the_app_may_start_and_save_at_once(tmp_path: Path) -> None:
    copies = [subprocess.Popen([sys.executable, "-c", SAVE_TEN, str(tmp_path)]) for _ in range(4)]
    assert [copy.wait(timeout=60) for copy in copies] == [0, 0, 0, 0]
    with store_in(home_in(tmp_path)) as store:
        assert store.count() == 40
        assert sum(row.cold for row in store.page().rows) == 1


@pytest.mark.parametrize("damage", ["not a database at all" * 100, "first page", "middle page", "cut off"])
def test_a_damaged_database_is_refused_and_set_aside(tmp_path: Path, damage: str) -> None:
    home = home_in(tmp_path)
    with store_in(home) as store:
        for _ in range(40):
            store.save(said("Hello there, I am Ana. Could we talk?"), None)
    content = bytearray(home.database.read_bytes())
    if damage == "first page":
        content[100:600] = os.urandom(500)
    elif damage == "middle page":
        for page in range(4096, len(content), 4096):
            content[page : page + 200] = os.urandom(200)
    elif damage == "cut off":
        content = content[: len(content) // 2]
    else:
        content = bytearray(damage.encode())
    home.database.write_bytes(content)
    with pytest.raises(StoreError, match="damaged") as refused, store_in(home) as store:
        list(store.attempts())
    assert refused.value.exit_status == 5
    aside = [
        file for file in home.root.iterdir() if "damaged" in file.name and not file.name.endswith(("-wal", "-shm"))
    ]
    assert [file.read_bytes() for file in aside] == [content]
    assert not home.database.exists()
    with store_in(home) as store:
        assert store.count() == 0
        assert store.set_aside() == tuple(aside)


def test_a_newer_database_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    with store_in(home) as store:
        store.save(said("Hello there"), None)
    with closing(sqlite3.connect(home.database)) as db, db:
        db.execute("INSERT INTO migration VALUES ('9999 of the future', '')")
    before = home.database.read_bytes()
    for _ in range(2):
        with pytest.raises(StoreError, match="newer") as refused:
            store_in(home)
        assert refused.value.exit_status == 5
    assert home.database.read_bytes() == before
    with closing(sqlite3.connect(home.root / "attempts.db.newer")) as copy:
        assert copy.execute("SELECT count(*) FROM attempt").fetchone()[0] == 1


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    home.root.mkdir()
    with closing(sqlite3.connect(home.database)) as db:
        db.execute("CREATE TABLE theirs (x)")
    before = home.database.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        store_in(home)
    assert home.database.read_bytes() == before


def test_a_home_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="cannot be written"):
        store_in(home_in(tmp_path))
