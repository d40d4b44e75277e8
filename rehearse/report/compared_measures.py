"""The measures that are compared between takes: where each is read, how sure one value is, and what would be better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rehearse.facts import Report
from rehearse.thresholds import PACE_BAND


@dataclass(frozen=True, slots=True)
class Measure:
    """`least` is how uncertain one value is by itself; `miss` how far one is from good (None: no such thing)."""

    key: str
    label: str
    unit: str
    value: Callable[[Report], float | None]
    least: float
    miss: Callable[[float, float], float] | None = None
    """Of a value and the target in seconds."""


def _from_target(seconds: float, target_s: float) -> float:
    return abs(seconds - target_s)


def _from_band(wpm: float, target_s: float) -> float:
    return max(PACE_BAND.low - wpm, wpm - PACE_BAND.high, 0.0)


def _few(value: float, target_s: float) -> float:
    return value


def _many(value: float, target_s: float) -> float:
    return -value


TIME = Measure("time", "Time", "s", lambda report: report.duration.speaking_s, 0.5, _from_target)
PACE = Measure("pace", "Pace", "wpm", lambda report: report.pace.wpm, 3.0, _from_band)
FILLERS = Measure("fillers", "Fillers", "a minute", lambda report: report.fillers.per_minute, 0.0, _few)
STORY = Measure("story", "Story", "parts", lambda report: float(report.coverage.covered), 0.5, _many)
MEASURES = (
    TIME,
    PACE,
    FILLERS,
    STORY,
    Measure("articulation", "Articulation", "syllables/s", lambda report: report.pace.articulation_sps, 0.1),
    Measure("pauses", "Pauses", "a minute", lambda report: report.pauses.per_minute, 1.0),
    Measure("longest_pause", "Longest pause", "s", lambda report: report.pauses.longest_s, 0.1),
    Measure("pitch", "Pitch variation", "semitones", lambda report: report.voice.pitch_sd_semitones, 0.2),
    Measure("loudness", "Loudness range", "dB", lambda report: report.voice.loudness_range_db, 1.0),
)
"""The first four are what a person reads first. `least` are our own estimates of what one recording can tell."""


def is_better(measure: Measure, before: float, after: float, target_s: float) -> bool | None:
    """Whether `after` is nearer to good than `before`; None where one cannot tell, or there is no good."""
    if measure.miss is None:
        return None
    nearer = measure.miss(before, target_s) - measure.miss(after, target_s)
    return nearer > 0 if abs(nearer) > measure.least else None
