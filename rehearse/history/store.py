"""The store: every attempt, kept whole or not at all."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

from rehearse.errors import InputError
from rehearse.facts import Attempt, AttemptSummary, Correction, Report
from rehearse.history import deletion, listing
from rehearse.history.database import aside, is_damage, open_database, set_aside, told
from rehearse.history.listing import EVERYTHING, Filter, Page
from rehearse.history.placing import place
from rehearse.history.rows import SUMMARY, as_json, attempt_from, microseconds, numbers, said, summary_from
from rehearse.history.sounds import Digest, Sound, SoundKeeper, ToFlac
from rehearse.paths import Home

Corrected = Callable[[Report, tuple[Correction, ...]], Report]
"""Applies a person's corrections to a report."""

Clock = Callable[[], datetime]
"""The time of day, with its offset."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many attempts of an export are new here, and how many were here already.

    `without_sound` are the names of the sounds that the new ones should have and that did not come along.
    """

    new: int
    already: int
    without_sound: tuple[str, ...] = ()


Forget = Callable[[Attempt], None]
"""Called with every attempt that is about to be deleted, words and all: whoever keeps words of it lets them go."""


def keep_nothing(attempt: Attempt) -> None:
    """Nobody else keeps words."""


def open_store(
    home: Home, to_flac: ToFlac, digest: Digest, corrected: Corrected, clock: Clock, forget: Forget = keep_nothing
) -> Store:
    """The attempts of `home`, made if there are none yet. Close it, or use it in a `with`.

    What an earlier deletion or a process that died left on disk is cleared away. Raises StoreError.
    """
    keeper = SoundKeeper(home.takes, to_flac, digest)
    store = Store(home.database, open_database(home.database, clock()), keeper, corrected, clock, forget)
    keeper.clear_up()
    store.sweep()
    return store


class Store:
    """Keeps attempts. May be used from several threads; several processes may have the same home open.

    Every method raises StoreError where the database cannot be used. Ids that are not there raise InputError.
    """

    def __init__(
        self,
        path: Path,
        db: sqlite3.Connection,
        keeper: SoundKeeper,
        corrected: Corrected,
        clock: Clock,
        forget: Forget = keep_nothing,
    ) -> None:
        self._path = path
        self._inode = path.stat().st_ino
        self._db = db
        self._keeper = keeper
        self._corrected = corrected
        self._clock = clock
        self._forget = forget
        self._lock = threading.RLock()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._db.close()

    # -- keeping -----------------------------------------------------------------------------------------------------

    def save(self, report: Report, take_file: str | None, made_at: datetime | None = None) -> Attempt:
        """Keep a report, and its take as FLAC in the takes' folder. The same sound twice is one attempt: the first.

        `made_at` is when it was spoken; else the recording's own date counts, else now. A moment without an offset is
        taken as local. Raises InputError where the take cannot be read.
        """
        return self.keep(report, take_file, made_at)[0]

    def keep(self, report: Report, take_file: str | None, made_at: datetime | None = None) -> tuple[Attempt, bool]:
        """As `save`; and whether the attempt is new (False: the same sound was here already)."""
        moment = made_at or report.take.recorded_at or self._clock()
        if moment.tzinfo is None:
            moment = moment.astimezone()
        with told(self._keeper.folder):
            sound = self._keeper.stage(Path(take_file), moment) if take_file else None
        try:
            with self._writing() as db:
                known = self._with_sound(sound)
                if known is not None and sound is not None:
                    if known["take_file"] is None:  # its sound had been deleted, or was not in the export
                        sound.settle()
                        db.execute("UPDATE attempt SET take_file = ? WHERE id = ?", (sound.name, known["id"]))
                    return self._get(known["id"]), False
                if sound is not None:
                    sound.settle()
                session, cold = place(db, moment, report.story.name)
                attempt = Attempt(
                    id=0,
                    made_at=moment,
                    report=report,
                    session=session,
                    cold=cold,
                    take_file=sound.name if sound else None,
                    sound_sha256=sound.sha256 if sound else None,
                )
                return self._get(self._insert(attempt)), True
        except BaseException:
            # rolled back: a copy made for it belongs to nobody; a take that lay here before stays, whatever happens
            if sound is not None and sound.is_copy:
                self._take_back([sound])
            raise
        finally:
            if sound is not None:
                sound.discard()

    def bring_in(self, attempts: Iterable[Attempt], sound_of: Callable[[Attempt], bytes | None]) -> Imported:
        """The attempts of an export, all or none. Into an empty store they come exactly as they were.

        Else those that are here already (the same sound, or the same report of the same moment) are left out, and
        the others find their place among those that are here. Raises InputError where the export contradicts itself.
        """
        staged: list[Sound] = []
        new = already = 0
        without: list[str] = []
        try:
            with self._writing() as db:
                empty = listing.count(db, EVERYTHING) == 0
                for attempt in attempts:
                    if self._is_here(attempt):
                        already += 1
                        continue
                    flac = sound_of(attempt) if attempt.take_file else None
                    name = None
                    if flac is not None and attempt.take_file:
                        sound = self._keeper.stage_flac(flac, attempt.take_file, attempt.sound_sha256, attempt.made_at)
                        staged.append(sound)
                        sound.settle()
                        name = sound.name
                    elif attempt.take_file:
                        without.append(attempt.take_file)
                    self._bring(attempt, name, empty)
                    new += 1
        except sqlite3.IntegrityError as error:
            self._take_back(staged)
            raise InputError("The export holds two attempts with the same number.", "Export again.") from error
        except BaseException:
            self._take_back(staged)
            raise
        return Imported(new, already, tuple(without))

    def _bring(self, attempt: Attempt, take_file: str | None, exactly: bool) -> None:
        attempt = replace(attempt, take_file=take_file)
        if not exactly:
            session, cold = place(self._db, attempt.made_at, attempt.report.story.name)
            taken = self._db.execute("SELECT 1 FROM attempt WHERE id = ?", (attempt.id,)).fetchone()
            attempt = replace(attempt, id=0 if taken else attempt.id, session=session, cold=cold)
        self._insert(attempt)

    def _take_back(self, staged: list[Sound]) -> None:
        for sound in staged:
            sound.discard()
            if not self._db.execute("SELECT 1 FROM attempt WHERE take_file = ?", (sound.name,)).fetchone():
                self._keeper.path(sound.name).unlink(missing_ok=True)

    def _is_here(self, attempt: Attempt) -> bool:
        if attempt.sound_sha256 is not None:
            return bool(
                self._db.execute("SELECT 1 FROM attempt WHERE sound_sha256 = ?", (attempt.sound_sha256,)).fetchone()
            )
        then = self._db.execute("SELECT id FROM attempt WHERE made_us = ?", (microseconds(attempt.made_at),)).fetchall()
        return any(self._get(row["id"]).report == attempt.report for row in then)

    def _with_sound(self, sound: Sound | None) -> sqlite3.Row | None:
        if sound is None:
            return None
        found = self._db.execute("SELECT id, take_file FROM attempt WHERE sound_sha256 = ?", (sound.sha256,))
        row: sqlite3.Row | None = found.fetchone()
        return row

    def _insert(self, attempt: Attempt) -> int:
        corrected = self._corrected(attempt.report, attempt.corrections)
        values: dict[str, Any] = {
            "id": attempt.id or None,
            "made_at": attempt.made_at.isoformat(),
            "made_us": microseconds(attempt.made_at),
            "local_day": attempt.made_at.date().isoformat(),
            "session": attempt.session,
            "cold": attempt.cold,
            "story": attempt.report.story.name,
            "model_name": attempt.report.model.name,
            "model_digest": attempt.report.model.digest,
            "take_file": attempt.take_file,
            "sound_sha256": attempt.sound_sha256,
            "starred": attempt.starred,
            "note": attempt.note,
            **numbers(corrected),
        }
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        number = self._db.execute(f"INSERT INTO attempt ({names}) VALUES ({marks})", values).lastrowid
        assert number is not None
        self._db.execute("INSERT INTO report VALUES (?, ?, ?)", (number, said(corrected), as_json(attempt.report)))
        self._db.executemany(
            "INSERT INTO correction VALUES (?, ?, ?)",
            [(number, place, as_json(each)) for place, each in enumerate(attempt.corrections)],
        )
        return number

    # -- reading -----------------------------------------------------------------------------------------------------

    def get(self, number: int) -> Attempt:
        with self._reading():
            return self._get(number)

    def page(self, wanted: Filter = EVERYTHING, after: int | None = None, limit: int = 50) -> Page:
        """One page of a list, newest first; `after` is the `next` of the page before."""
        with self._reading() as db:
            return listing.page(db, wanted, after, limit)

    def count(self, wanted: Filter = EVERYTHING) -> int:
        with self._reading() as db:
            return listing.count(db, wanted)

    def attempts(self, wanted: Filter = EVERYTHING) -> Iterator[Attempt]:
        """Whole attempts, oldest first, read one by one; those deleted meanwhile are left out."""
        with self._reading() as db:
            ids = list(listing.everything(db, wanted))
        for number in ids:
            with self._reading() as db:
                if db.execute("SELECT 1 FROM attempt WHERE id = ?", (number,)).fetchone() is None:
                    continue
                attempt = self._get(number)
            yield attempt

    def latest(self, story: str, count: int, before: Attempt | None = None, cold: bool = False) -> tuple[Attempt, ...]:
        """The last `count` attempts of a story, oldest first: those made before `before`, only cold ones on request."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT id FROM attempt WHERE story = ? AND (made_us, id) < (?, ?) AND cold >= ?"
                " ORDER BY made_us DESC, id DESC LIMIT ?",
                (
                    story,
                    microseconds(before.made_at) if before else 2**62,
                    before.id if before else 0,
                    cold,
                    count,
                ),
            ).fetchall()
            return tuple(self._get(row["id"]) for row in reversed(rows))

    def trend(self, story: str, count: int = 200) -> tuple[AttemptSummary, ...]:
        """The last `count` attempts of a story as summaries, oldest first."""
        with self._reading() as db:
            return tuple(reversed(listing.page(db, Filter(story=story), None, count).rows))

    def stories(self) -> tuple[tuple[str, int], ...]:
        """The stories that have attempts, with how many, the most practised first."""
        with self._reading() as db:
            rows = db.execute("SELECT story, count(*) AS n FROM attempt GROUP BY story ORDER BY n DESC, story")
            return tuple((row["story"], row["n"]) for row in rows)

    def sound(self, attempt: Attempt) -> Path | None:
        """The FLAC of an attempt, None where there is none (any more)."""
        path = self._keeper.path(attempt.take_file) if attempt.take_file else None
        return path if path is not None and path.is_file() else None

    def take_files(self) -> frozenset[str]:
        """The names of all takes that attempts have, and of those that are deleted and not yet swept away."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT take_file FROM attempt WHERE take_file IS NOT NULL UNION SELECT take_file FROM unswept"
            )
            return frozenset(row["take_file"] for row in rows)

    def set_aside(self) -> tuple[Path, ...]:
        """Databases that were found damaged or newer: deleting cannot reach into these."""
        return aside(self._path)

    def as_corrected(self, attempt: Attempt) -> Attempt:
        """The attempt with its corrections applied to its report: what is shown, compared and read."""
        return replace(attempt, report=self._corrected(attempt.report, attempt.corrections))

    def _get(self, number: int) -> Attempt:
        if not 0 < number < 2**63:
            raise _no_attempt(number)
        found = self._db.execute("SELECT * FROM attempt JOIN report ON attempt_id = id WHERE id = ?", (number,))
        row = found.fetchone()
        if row is None:
            raise _no_attempt(number)
        corrections = self._db.execute(
            "SELECT correction FROM correction WHERE attempt_id = ? ORDER BY number", (number,)
        ).fetchall()
        return attempt_from(row, row["report"], [each["correction"] for each in corrections])

    def _summary(self, number: int) -> AttemptSummary:
        row = self._db.execute(f"SELECT {SUMMARY} FROM attempt WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise _no_attempt(number)
        return summary_from(row)

    # -- changing ----------------------------------------------------------------------------------------------------

    def note(self, number: int, text: str) -> AttemptSummary:
        with self._writing() as db:
            db.execute("UPDATE attempt SET note = ? WHERE id = ?", (text, number))
            return self._summary(number)

    def star(self, number: int, starred: bool) -> AttemptSummary:
        with self._writing() as db:
            db.execute("UPDATE attempt SET starred = ? WHERE id = ?", (starred, number))
            return self._summary(number)

    def correct(self, number: int, corrections: tuple[Correction, ...]) -> Attempt:
        """Set an attempt's corrections (all of them: leaving one out takes it back). The report stays as heard."""
        with self._writing() as db:
            report = self._get(number).report
            corrected = self._corrected(report, corrections)
            db.execute("DELETE FROM correction WHERE attempt_id = ?", (number,))
            db.executemany(
                "INSERT INTO correction VALUES (?, ?, ?)",
                [(number, place, as_json(each)) for place, each in enumerate(corrections)],
            )
            db.execute("UPDATE report SET words = ? WHERE attempt_id = ?", (said(corrected), number))
            values = numbers(corrected)
            changes = ", ".join(f"{name} = :{name}" for name in values)
            db.execute(f"UPDATE attempt SET {changes} WHERE id = :id", {**values, "id": number})
            return self._get(number)

    # -- deleting ----------------------------------------------------------------------------------------------------

    def older_than(self, days: int) -> tuple[int, ...]:
        """The ids of the attempts made more than `days` days ago."""
        with self._reading() as db:
            return tuple(listing.everything(db, Filter(before=self._clock() - timedelta(days=days))))

    def preview(self, ids: Iterable[int], sound_alone: bool = False) -> deletion.Doomed:
        """What `delete` would take away, to be shown first."""
        with self._reading() as db:
            return deletion.preview(db, ids, self._keeper.folder, sound_alone)

    def delete(self, ids: Iterable[int], sound_alone: bool = False) -> bool:
        """Delete attempts, or their sound alone, so that nothing of them is left in any file of the home.

        False where another copy of the app was reading all the while: they are deleted, but their bytes leave the
        disk only when a store is opened again (or `sweep` is called). Ids that are not there are left out.
        """
        doomed = list(ids)
        for number in () if sound_alone else doomed:
            with suppress(InputError):
                self._forget(self.get(number))
        with self._writing() as db:
            deletion.mark(db, doomed, sound_alone)
        return self.sweep()

    def sweep(self) -> bool:
        """Remove what deletions left on disk, as `delete` does at its end."""
        with self._reading() as db, told(self._path):
            return deletion.sweep(db, self._keeper.folder)

    # -- the two ways to touch the database --------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or none."""
        with self._reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                with told(self._path):
                    yield self._db
            except Exception as error:
                if is_damage(error):
                    self._db.close()
                    raise set_aside(self._path, self._inode, self._clock()) from error
                raise


def local_now() -> datetime:
    """The clock of this place."""
    return datetime.now(UTC).astimezone()


def _no_attempt(number: int) -> InputError:
    return InputError(f"There is no attempt {number}.", "`rehearse history` lists those that are there.")
