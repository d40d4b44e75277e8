"""Attempts in SQLite: schema, migrations, attempts. sqlite3 only here. `store.open_store` is the way in."""
