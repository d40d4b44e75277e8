"""Every migration, from an empty file and from the oldest schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rehearse.history.schema import MIGRATIONS, applied, migrate
from tests.attempts import MORNING, home_in, said, store_in

NAMES = [name for name, _ in MIGRATIONS]


def connected(path: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def schema_of(db: sqlite3.Connection) -> list[tuple[str, str]]:
    return db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


@pytest.mark.parametrize("oldest", range(len(MIGRATIONS) + 1))
def test_from_any_older_schema_to_the_newest(oldest: int) -> None:
    with closing(connected(":memory:")) as fresh, closing(connected(":memory:")) as older:
        migrate(fresh, MORNING)
        migrate(older, MORNING, MIGRATIONS[:oldest])
        migrate(older, MORNING)
        assert applied(older) == applied(fresh) == NAMES
        assert schema_of(older) == schema_of(fresh)


def test_names_are_in_order_and_unique() -> None:
    assert sorted(set(NAMES)) == NAMES


def test_attempts_of_the_oldest_schema_are_read_by_the_newest(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    with store_in(home) as store:
        kept = store.save(said("Hello there, I am [um] Ana"), None)
    old = tmp_path / "old.db"
    with closing(connected(old)) as db:
        migrate(db, MORNING, MIGRATIONS[:1])
        db.execute("ATTACH ? AS new", (str(home.database),))
        db.execute("INSERT INTO main.attempt SELECT * FROM new.attempt")
        db.execute("INSERT INTO main.report SELECT * FROM new.report")
    for file in home.root.glob("attempts.db*"):
        file.unlink()
    old.rename(home.database)
    with store_in(home) as store:
        assert store.get(kept.id) == kept


def test_a_migration_that_fails_leaves_the_schema_before_it() -> None:
    with closing(connected(":memory:")) as db:
        migrate(db, MORNING, MIGRATIONS[:1])
        before = schema_of(db)
        with pytest.raises(sqlite3.OperationalError):
            migrate(db, MORNING, (*MIGRATIONS, ("9999 broken", "CREATE TABLE whole (x);\nCREATE nonsense;\n")))
        assert schema_of(db) == before
        assert applied(db) == NAMES[:1]
