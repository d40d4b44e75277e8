"""Attempts in SQLite: schema, migrations, attempts. sqlite3 only here."""
