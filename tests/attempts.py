"""Attempts for tests: a home, its store, reports with given numbers, and takes with sound in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from rehearse.audio.flac import sound_digest, to_flac
from rehearse.facts import Report
from rehearse.history.store import Clock, Store, open_store
from rehearse.paths import Home
from rehearse.report.corrected import corrected
from tests.builders import report

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
"""A morning in New York."""


def home_in(folder: Path) -> Home:
    return Home(root=folder / "home", config=folder / "home")


def store_in(home: Home, clock: Clock = lambda: MORNING) -> Store:
    return open_store(home, to_flac, sound_digest, corrected, clock)


def said(text: str, story: str = "small", recorded_at: datetime | None = None) -> Report:
    """A report on `text`; "[um]" is a filler sound."""
    made = report(text)
    return replace(
        made, story=replace(made.story, name=story), take=replace(made.take, file=None, recorded_at=recorded_at)
    )


def noise(path: Path, seed: int = 0, seconds: float = 1.0, rate: int = 16_000) -> Path:
    """A wav or FLAC of soft noise, different for every seed."""
    import numpy as np
    import soundfile

    samples = np.random.default_rng(seed).normal(0, 1_000, round(seconds * rate)).astype("<i2")
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate, "PCM_16")
    return path


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc, arg-type]
