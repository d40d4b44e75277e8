"""The tables, as named migrations. Append only: a migration that was released is never changed, only followed."""

from __future__ import annotations

import sqlite3
from datetime import datetime

_ATTEMPTS = """
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- a number is never given twice: "attempt 12" stays what it was
    made_at TEXT NOT NULL,                  -- ISO 8601 with the offset of the place where it was made
    made_us INTEGER NOT NULL,               -- the same moment in microseconds since 1970, to sort by
    local_day TEXT NOT NULL,
    session INTEGER NOT NULL,
    cold INTEGER NOT NULL CHECK (cold IN (0, 1)),
    story TEXT NOT NULL,
    model_name TEXT NOT NULL,
    model_digest TEXT NOT NULL,
    take_file TEXT,
    sound_sha256 TEXT,
    starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
    note TEXT NOT NULL DEFAULT '',
    time_s REAL NOT NULL,
    target_s REAL NOT NULL,
    wpm REAL,
    fillers INTEGER NOT NULL,
    fillers_per_minute REAL,
    covered INTEGER NOT NULL,
    required INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX attempt_by_sound ON attempt (sound_sha256) WHERE sound_sha256 IS NOT NULL;
CREATE INDEX attempt_by_time ON attempt (made_us, id);
CREATE INDEX attempt_by_story ON attempt (story, made_us, id);

-- Apart from the attempts, so that a list never reads past these long texts.
CREATE TABLE report (
    attempt_id INTEGER PRIMARY KEY REFERENCES attempt (id) ON DELETE CASCADE,
    words TEXT NOT NULL,                    -- what was said, folded for searching
    report TEXT NOT NULL                    -- the report as it was made, its story among it, as JSON
) STRICT;
"""

_CORRECTIONS = """
CREATE TABLE correction (
    attempt_id INTEGER NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    correction TEXT NOT NULL,               -- JSON
    PRIMARY KEY (attempt_id, number)
) STRICT, WITHOUT ROWID;
"""

_DELETIONS = """
-- What is deleted but may still lie on disk: written with the deletion, cleared once the bytes are gone.
CREATE TABLE unswept (
    take_file TEXT NOT NULL PRIMARY KEY     -- '' stands for the words in this database
) STRICT, WITHOUT ROWID;
"""

MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("0001 attempts and reports", _ATTEMPTS),
    ("0002 corrections", _CORRECTIONS),
    ("0003 deletions that survive a crash", _DELETIONS),
)


def migrate(db: sqlite3.Connection, now: datetime, migrations: tuple[tuple[str, str], ...] = MIGRATIONS) -> None:
    """Bring `db` to the newest schema: all of what is missing, or nothing. Two processes may do this at once."""
    if applied(db) == [name for name, _ in migrations]:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT")
        done = applied(db)  # again: another copy may have been quicker
        for name, script in migrations:
            if name not in done:
                for statement in _statements(script):
                    db.execute(statement)
                db.execute("INSERT INTO migration VALUES (?, ?)", (name, now.isoformat()))
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def applied(db: sqlite3.Connection) -> list[str]:
    """The names of the migrations that `db` has seen, in order; empty for a new file."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").fetchone():
        return []
    return [row[0] for row in db.execute("SELECT name FROM migration ORDER BY name")]


def _statements(script: str) -> list[str]:
    """`executescript` would commit first, and with it the transaction that makes a migration whole."""
    statements, rest = [], ""
    for line in script.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            statements.append(rest)
            rest = ""
    return statements
