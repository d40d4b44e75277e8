"""Takes that are whole, but were never told about: the program ended between the FLAC and its attempt."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

KEPT = ".kept.flac"
"""The end of the name of a take that the person keeps without a report: it is not offered again."""


@dataclass(frozen=True, slots=True)
class UntoldTake:
    """A FLAC among the takes that no attempt knows."""

    path: Path
    started_at: datetime
    duration_s: float


def untold(folder: Path, known: Collection[str]) -> list[UntoldTake]:
    """The takes in `folder` whose names are not `known`, oldest first.

    What cannot be read is left out, and so is what `keep` has set apart.
    """
    import soundfile

    found = []
    for path in sorted(folder.glob("*.flac")):
        if path.name in known or path.name.startswith(".") or path.name.endswith(KEPT):
            continue  # with a dot: on its way into the history
        with suppress(soundfile.SoundFileError, OSError), soundfile.SoundFile(path) as sound:
            found.append(UntoldTake(path, _started_at(path, sound.date), sound.frames / sound.samplerate))
    return sorted(found, key=lambda take: take.started_at)


def keep(path: Path) -> Path:
    """Keep a take without a report: its sound stays where it is under a name that says so, which is returned."""
    kept = path.with_name(path.stem + KEPT)
    os.replace(path, kept)
    return kept


def _started_at(path: Path, date: str) -> datetime:
    """What the recording says of itself, else when the file was written. With its offset."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(date)
        return moment if moment.tzinfo is not None else moment.astimezone()
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
