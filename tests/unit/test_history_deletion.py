"""Deleting really deletes: neither sound nor words are left in any file under the home."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from rehearse.facts import Correction
from rehearse.history import deletion
from rehearse.paths import Home
from tests.attempts import MORNING, home_in, noise, said, store_in

SECRET = "zanzibar"


def holding(home: Home, *needles: bytes) -> list[str]:
    """The files under the home (and their names) in which one of `needles` stands."""
    found = []
    for file in home.root.rglob("*"):
        content = file.name.encode() + (file.read_bytes() if file.is_file() else b"")
        found += [file.name for needle in needles if needle.lower() in content.lower()]
    return found


def pieces(flac: Path) -> list[bytes]:
    """Stretches from all over a FLAC, each of which would betray that its sound is still there."""
    content = flac.read_bytes()
    return [content[at : at + 24] for at in range(200, len(content) - 24, len(content) // 40)]


def fill(home: Home, tmp_path: Path, clock: Callable[[], object] = lambda: MORNING) -> tuple[int, list[bytes]]:
    """Many attempts, rewritten in a random order so that rows move between pages; one of them holds the secret."""
    chance = random.Random(6)
    with store_in(home, clock) as kept:  # type: ignore[arg-type]
        ids = [
            kept.save(said(f"Hello there {n} " + "I am Ana " * chance.randrange(40)), None, MORNING).id
            for n in range(60)
        ]
        wav = noise(tmp_path / "secret.wav", seed=7)
        secret = kept.save(
            said(f"I come from {SECRET} and [um] would like to talk to you"), str(wav), MORNING - timedelta(days=90)
        )
        ids += [kept.save(said("Hello " * chance.randrange(60) + "you"), None, MORNING).id for n in range(40)]
        kept.note(secret.id, f"said {SECRET} well")
        kept.correct(secret.id, (Correction("word", word=3, text=f"{SECRET}!"),))
        for number in chance.sample(ids, 40):
            kept.note(number, "x" * chance.randrange(3_000))
        sound = kept.sound(secret)
        assert sound is not None
        wav.unlink()
        return secret.id, pieces(sound)


def test_a_deleted_attempt_leaves_neither_sound_nor_words(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    secret, sound = fill(home, tmp_path)
    assert holding(home, SECRET.encode())
    assert holding(home, *sound)
    with store_in(home) as kept:
        assert kept.delete([secret])
        assert holding(home, SECRET.encode(), *sound) == []  # while the store is open, its log included
    assert holding(home, SECRET.encode(), *sound) == []
    with store_in(home) as kept:
        assert kept.count() == 100


def test_sound_alone(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    secret, sound = fill(home, tmp_path)
    with store_in(home) as kept:
        doomed = kept.preview([secret, 1], sound_alone=True)
        assert [row.id for row in doomed.attempts] == [secret]
        assert kept.delete([secret], sound_alone=True)
        assert holding(home, *sound) == []
        assert kept.get(secret).report.transcript.text.count(SECRET) == 1
        assert list(home.takes.iterdir()) == []


def test_older_than_and_what_will_go(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    secret, sound = fill(home, tmp_path)
    with store_in(home, lambda: MORNING) as kept:
        assert kept.older_than(91) == ()
        ids = kept.older_than(89)
        assert ids == (secret,)
        doomed = kept.preview([*ids, 9_999])
        assert [row.id for row in doomed.attempts] == [secret]
        assert doomed.takes == 1
        assert doomed.bytes == sum(file.stat().st_size for file in home.takes.iterdir())
        kept.delete(ids)
        assert holding(home, SECRET.encode(), *sound) == []


def test_everything(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    _, sound = fill(home, tmp_path)
    with store_in(home) as kept:
        kept.delete([attempt.id for attempt in kept.attempts()])
        assert holding(home, SECRET.encode(), b"hello", *sound) == []
        assert kept.count() == 0


def test_a_crash_after_the_deletion_is_made_good_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_in(tmp_path)
    secret, sound = fill(home, tmp_path)
    with monkeypatch.context() as broken, store_in(home) as kept:
        broken.setattr(deletion, "sweep", lambda db, takes: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            kept.delete([secret])
    assert holding(home, *sound)
    with store_in(home):
        pass
    assert holding(home, SECRET.encode(), *sound) == []


def test_a_reader_elsewhere_delays_the_bytes_and_not_the_deletion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_in(tmp_path)
    secret, _ = fill(home, tmp_path)
    monkeypatch.setattr("rehearse.history.database.BUSY_S", 0.2)
    with store_in(home) as kept, closing(sqlite3.connect(home.database)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM attempt").fetchone()
        assert not kept.delete([secret])
        assert kept.count() == 100
        reader.rollback()
        assert kept.sweep()
        assert holding(home, SECRET.encode()) == []


def test_what_a_dead_process_had_staged_is_cleared_away(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    with store_in(home):
        pass
    home.takes.mkdir(exist_ok=True)
    dead = home.takes / ".keeping-999999999-abcd.flac"
    dead.write_bytes(b"sound")
    with store_in(home):
        assert not dead.exists()


def test_no_copy_of_a_row_stays_behind_in_a_page_it_has_left(tmp_path: Path) -> None:
    """secure_delete alone fails this: rows that moved as a table grew leave copies of themselves."""
    home = home_in(tmp_path)
    chance = random.Random(1)
    with store_in(home) as kept:
        tags = {}
        for day in chance.sample(range(400), 400):
            tag = f"tag{chance.randrange(10**7):07d}end"
            tags[kept.save(said("Hello", story=tag), None, MORNING + timedelta(days=day)).id] = tag.encode()
            number = chance.choice(list(tags))
            kept.note(number, tags[number].decode() + "x" * chance.randrange(900))
        doomed = chance.sample(list(tags), 150)
        kept.delete(doomed)
        assert holding(home, *(tags.pop(number) for number in doomed)) == []
        assert len(holding(home, *tags.values())) == 250
