"""Saving, killed with SIGKILL at random moments, and what a person finds afterwards."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rehearse.audio.flac import sound_digest
from tests.attempts import MORNING, home_in, noise, practice, store_in

MOST_SAVES, LONGEST_WAIT_S = 10, 0.05
"""A child dies in its first save, its eleventh, or one between; each takes some hundredths of a second."""


@dataclass
class Found:
    """What the rounds came to. `reported` and `kept` count attempts; the rest must stay at zero."""

    reported: int = 0
    kept: int = 0
    lost: int = 0
    half_there: int = 0
    broken: int = 0
    strays: int = 0


def kill_while_saving(folder: Path, rounds: int, seed: int = 6) -> Found:
    """Every round starts a process that saves attempts, reports each one, and is killed; then all is looked at."""
    chance = random.Random(seed)
    found = Found()
    reported: set[int] = set()
    looked_at: set[int] = set()
    for number in range(rounds):
        reported |= _one_child(folder, number, chance.randint(0, MOST_SAVES), chance.uniform(0, LONGEST_WAIT_S))
        _look(folder, reported, looked_at, found)
    found.reported, found.kept = len(reported), len(looked_at)
    return found


def _one_child(folder: Path, number: int, saves: int, wait_s: float) -> set[int]:
    command = [sys.executable, "-m", "tests.kill_saving", str(folder), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        kept = {int(child.stdout.readline()) for _ in range(saves)}
        time.sleep(wait_s)  # the random moment itself, not waiting for anything
        child.send_signal(signal.SIGKILL)
        # a line without its end was not reported yet
        return kept | {int(line) for line in child.stdout.read().split("\n")[:-1]}


def _look(folder: Path, reported: set[int], looked_at: set[int], found: Found) -> None:
    home = home_in(folder)
    with store_in(home) as store:
        rows = store.page(limit=2**31).rows
        ids = {row.id for row in rows}
        found.lost = len(reported - ids)
        for number in ids - looked_at:
            attempt = store.get(number)
            sound = store.sound(attempt)
            whole = sound is not None and sound_digest(sound) == attempt.sound_sha256
            found.half_there += not (whole and attempt.report.transcript.words)
        looked_at |= ids
        found.strays += len(list(home.takes.glob(".keeping-*")))
    with closing(sqlite3.connect(home.database)) as db:
        found.broken += db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
        found.broken += db.execute("PRAGMA foreign_key_check").fetchall() != []
        found.half_there += db.execute(
            "SELECT count(*) FROM attempt FULL JOIN report ON attempt_id = id WHERE id IS NULL OR attempt_id IS NULL"
        ).fetchone()[0]


def _save_for_ever(folder: Path, seed: int) -> None:
    reports = [report for _, report in practice(days=1)]
    with store_in(home_in(folder)) as store:
        print("ready", flush=True)
        for number in range(10**6):
            source = noise(folder / f"{seed}-{number}.wav", seed=seed * 1_000 + number, seconds=0.2)
            kept = store.save(reports[number % 3], str(source), MORNING + timedelta(minutes=number))
            print(kept.id, flush=True)


if __name__ == "__main__":
    _save_for_ever(Path(sys.argv[1]), int(sys.argv[2]))
