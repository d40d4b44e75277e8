"""Where an attempt belongs: which session, and whether it was the cold take of its day."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from rehearse.history.rows import microseconds

SESSION_GAP = timedelta(minutes=30)
"""Takes less than this apart belong to one session."""


def place(db: sqlite3.Connection, made_at: datetime, story: str) -> tuple[int, bool]:
    """The session and coldness of an attempt about to be inserted. Its neighbours' may change with it.

    It may join two sessions into one, and an earlier recording that is filed later takes over the cold of its day.
    """
    moment = microseconds(made_at)
    gap = int(SESSION_GAP / timedelta(microseconds=1))
    near = [
        row[0]
        for row in db.execute(
            "SELECT session FROM attempt WHERE made_us > ? AND made_us < ? ORDER BY made_us, id",
            (moment - gap, moment + gap),
        )
    ]
    if near:
        session = near[0]
        db.execute("UPDATE attempt SET session = ? WHERE session = ? AND session <> ?", (session, near[-1], session))
    else:
        session = db.execute("SELECT coalesce(max(session), 0) + 1 FROM attempt").fetchone()[0]
    # one local day lies within three days, whatever the offsets: the index on time keeps this quick
    days = int(timedelta(days=3) / timedelta(microseconds=1))
    today = (story, moment - days, moment + days, made_at.date().isoformat())
    of_today = "story = ? AND made_us BETWEEN ? AND ? AND local_day = ?"
    earlier = db.execute(f"SELECT 1 FROM attempt WHERE {of_today} AND made_us <= ?", (*today, moment)).fetchone()
    if not earlier:
        db.execute(f"UPDATE attempt SET cold = 0 WHERE {of_today}", today)
    return session, not earlier
