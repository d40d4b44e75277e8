"""Deleting for good: rows, takes, and then every byte that is left of them in the database and its log.

SQLite's secure_delete zeroes what is deleted, but rows move between pages as a table grows, and copies of them may stay
behind in the unused part of a page; so the database is written anew (VACUUM) and the log is emptied.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rehearse.facts import AttemptSummary
from rehearse.history.rows import SUMMARY, summary_from
from rehearse.history.sounds import sync_folder


@dataclass(frozen=True, slots=True)
class Doomed:
    """What a deletion takes away: these attempts (or their sound alone), so many takes of so many bytes."""

    attempts: tuple[AttemptSummary, ...]
    sound_alone: bool
    takes: int
    bytes: int


def preview(db: sqlite3.Connection, ids: Iterable[int], takes: Path, sound_alone: bool) -> Doomed:
    """What deleting `ids` would take away. Ids that are not there are left out. Newest first."""
    found = [row for number in set(ids) for row in db.execute(f"SELECT {SUMMARY} FROM attempt WHERE id = ?", (number,))]
    summaries = sorted(map(summary_from, found), key=lambda row: (row.made_at, row.id), reverse=True)
    if sound_alone:
        summaries = [summary for summary in summaries if summary.has_sound]
    files = [takes / name for name in _files(db, [summary.id for summary in summaries])]
    sizes = [file.stat().st_size for file in files if file.exists()]
    return Doomed(tuple(summaries), sound_alone, len(sizes), sum(sizes))


def mark(db: sqlite3.Connection, ids: list[int], sound_alone: bool) -> None:
    """Delete in the database, inside the caller's transaction, and note what still has to be swept."""
    db.executemany("INSERT OR IGNORE INTO unswept VALUES (?)", [(name,) for name in _files(db, ids)])
    if sound_alone:
        db.executemany("UPDATE attempt SET take_file = NULL WHERE id = ?", [(number,) for number in ids])
        return
    db.execute("INSERT OR IGNORE INTO unswept VALUES ('')")
    db.executemany("DELETE FROM attempt WHERE id = ?", [(number,) for number in ids])


def sweep(db: sqlite3.Connection, takes: Path) -> bool:
    """Remove what deletions left on disk. False where another copy of the app is reading: the log stays till later."""
    unswept = [row[0] for row in db.execute("SELECT take_file FROM unswept")]
    if not unswept:
        return True
    names = [name for name in unswept if name]
    for name in names:
        if not db.execute("SELECT 1 FROM attempt WHERE take_file = ?", (name,)).fetchone():
            (takes / name).unlink(missing_ok=True)
    if names:
        if takes.exists():
            sync_folder(takes)
        db.executemany("DELETE FROM unswept WHERE take_file = ?", [(name,) for name in names])
    if "" in unswept:
        db.execute("VACUUM")
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return False
        db.execute("DELETE FROM unswept WHERE take_file = ''")
    return True


def _files(db: sqlite3.Connection, ids: list[int]) -> list[str]:
    rows = (db.execute("SELECT take_file FROM attempt WHERE id = ?", (number,)).fetchone() for number in ids)
    return [row[0] for row in rows if row and row[0]]
