"""Attempts for tests: a home, its store, reports with given numbers, and takes with sound in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from rehearse.audio.flac import sound_digest, to_flac
from rehearse.corrections import corrected
from rehearse.facts import Correction, Report
from rehearse.history.store import Clock, Store, open_store
from rehearse.measures.coverage import CueJudge
from rehearse.paths import Home
from tests.builders import report

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
"""A morning in New York."""


def home_in(folder: Path) -> Home:
    return Home(root=folder / "home", config=folder / "home")


def store_in(home: Home, clock: Clock = lambda: MORNING) -> Store:
    return open_store(home, to_flac, sound_digest, as_corrected, clock)


def as_corrected(report: Report, corrections: tuple[Correction, ...]) -> Report:
    return corrected(report, corrections, CueJudge(), lambda word: None)


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


@cache
def practice(days: int = 6, seed: int = 6) -> tuple[tuple[datetime, Report], ...]:
    """Someone who practises the networking call and gets better: three takes a day, told anew each time."""
    import random

    from rehearse.facts import Heard, Span, Story, Transcript, Word
    from rehearse.story.catalog import find_story
    from tests.builders import MODEL, reported, take

    chance = random.Random(seed)
    story: Story = find_story("networking", home_in(Path("nowhere")))
    parts = (
        ("Hi, I'm Ana Ruiz, a second-year student of public health in Lisbon.", "Hello, my name is Ana Ruiz."),
        ("I found you through the alumni page.", "Your colleague Joana told me to write to you."),
        ("What holds me is how clinics use their own numbers.", "I am interested in data from small clinics."),
        ("Last summer I worked at a clinic in Porto.", "For a year I have helped in a clinic in Porto."),
        ("I rebuilt their booking sheet and no-shows went from nine to four percent.", "I am good with messy data."),
        ("After my degree I want to plan services for a city.", "My goal is a job in city health planning."),
        ("Could we talk for twenty minutes next week?", "Would you have twenty minutes for a call next week?"),
        ("I know you are busy, so thank you for your time.", "Thank you, any day works for me."),
    )
    found = []
    for number in range(days * 3):
        gain = number / (days * 3 - 1)
        words: list[Word] = []
        voice: list[Span] = []
        at = 0.6
        for part in parts:
            if chance.random() < 0.3 * (1 - gain):
                continue
            begin = at
            for token in chance.choice(part).split():
                if chance.random() < 0.09 * (1 - gain):
                    sound = chance.choice(("um", "uh"))
                    words.append(Word(sound, at, at + 0.35, 0.5, "filler_sound", "certain", "decoded and heard"))
                    at += 0.5
                length = chance.uniform(0.2, 0.34) * (1.25 - 0.1 * gain)
                words.append(Word(token, at, at + length, 0.9))
                at += length
            voice.append(Span(begin, at))
            at += chance.uniform(0.3, 1.6 - 0.8 * gain)
        sounds = sum(word.kind == "filler_sound" for word in words)
        heard = Heard(
            Transcript(" ".join(w.text for w in words if w.kind == "word"), tuple(words)),
            tuple(voice),
            None,
            MODEL,
            filler_range=(sounds, sounds),
        )
        made = reported(heard, replace(take(duration_s=at), recorded_at=None), story, CueJudge())
        found.append((MORNING + timedelta(days=number // 3 - days, minutes=6 * (number % 3)), made))
    return tuple(found)
