"""Opening the database: private, in WAL, migrated; refused in one sentence where it is damaged or newer than this."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from rehearse.errors import StoreError
from rehearse.history.schema import MIGRATIONS, applied, migrate
from rehearse.paths import make_private

BUSY_S = 10.0
"""How long a second copy of the app waits for the first. Sweeping 10,000 attempts takes the longest, some seconds."""

_COMPANIONS = ("", "-wal", "-shm")


def open_database(path: Path, now: datetime) -> sqlite3.Connection:
    """The database at `path`, made if it is not there. Safe to call from several processes at once.

    Raises StoreError. What is damaged is renamed beside (`attempts.db.damaged-...`), so that the next start begins
    afresh; what is newer stays where it is, and a copy is set aside (`attempts.db.newer`).
    """
    with told(path):
        make_private(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        was = path.stat().st_ino
    db: sqlite3.Connection | None = None
    try:
        with told(path):
            db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
            db.row_factory = sqlite3.Row
            _refuse_strangers(db, path)
            _enter_wal(db)
            db.execute("PRAGMA synchronous = FULL")  # what was reported saved survives a power cut
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA temp_store = MEMORY")  # no words in temporary files elsewhere
            migrate(db, now)
    except BaseException as error:
        if db is not None:
            db.close()
        if isinstance(error, _Damaged):
            raise set_aside(path, was, now) from error
        raise
    return db


def _enter_wal(db: sqlite3.Connection) -> None:
    """Switching needs the file alone, and SQLite does not wait for that by itself."""
    if db.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    give_up = time.monotonic() + BUSY_S
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _primary(error) != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def _refuse_strangers(db: sqlite3.Connection, path: Path) -> None:
    known = {name for name, _ in MIGRATIONS}
    seen = applied(db)
    if any(name not in known for name in seen):
        copy = path.with_name(path.name + ".newer")
        if not copy.exists():
            os.close(os.open(copy, os.O_WRONLY | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(copy)) as target:
                db.backup(target)
        raise StoreError(
            f"The attempts in “{path}” were written by a newer rehearse.",
            f"Update rehearse. Nothing was changed; a copy is at “{copy}”.",
        )
    if not seen and db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise StoreError(
            f"“{path}” is a database of another program.", "Move it away, or set REHEARSE_HOME to another folder."
        )


class _Damaged(StoreError):
    """SQLite says that the file is not a database, or not a whole one."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system say into one sentence (StoreError). The damaged is marked, not yet moved."""
    try:
        yield
    except sqlite3.Error as error:
        code = _primary(error)
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise _Damaged(f"The attempts in “{path}” are damaged.") from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(
                "Another copy of rehearse is using the attempts.", "Wait until it is done, or close it."
            ) from error
        if code == sqlite3.SQLITE_FULL:
            raise _full() from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM):
            raise _cannot_write(path) from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full() from error
        raise _cannot_write(path) from error


def _full() -> StoreError:
    return StoreError("The disk is full: nothing was changed.", "Free some space and try again.")


def _cannot_write(path: Path) -> StoreError:
    return StoreError(f"“{path}” cannot be written.", "Check its permissions and the disk, or set REHEARSE_HOME.")


def _primary(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def is_damage(error: BaseException) -> bool:
    return isinstance(error, _Damaged)


def set_aside(path: Path, inode: int, now: datetime) -> StoreError:
    """Rename a damaged database beside itself, over nothing, and return the error to raise.

    `inode` is the file that was found damaged: what another copy of the app put in its place is left alone.
    """
    stamp = f"{path.name}.damaged-{now:%Y%m%d-%H%M%S}"
    aside = path.with_name(stamp)
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{stamp}-{number}")
    with suppress(FileNotFoundError):
        if path.stat().st_ino == inode:
            for end in _COMPANIONS:
                with suppress(FileNotFoundError):
                    shutil.move(f"{path}{end}", f"{aside}{end}")
    return StoreError(
        f"The attempts in “{path}” are damaged; the file was set aside as “{aside.name}”.",
        "The next start begins with no attempts; `rehearse import` brings them back from an export. No take is lost.",
    )


def aside(path: Path) -> tuple[Path, ...]:
    """The databases that were set aside: a deletion cannot reach into these."""
    found = (file for kind in ("damaged-*", "newer*") for file in path.parent.glob(f"{path.name}.{kind}"))
    return tuple(sorted(found))
