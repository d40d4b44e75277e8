"""The four lines a person reads first: time, pace, fillers, story, each with its band. Every form shows these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rehearse.facts import Fillers, Pace, Report
from rehearse.report.advice import FEWEST_FILLERS
from rehearse.thresholds import FILLERS_PER_MINUTE

State = Literal["good", "watch", "flag", "unknown"]
"""good: inside the band; watch: named only; flag: worth working on; unknown: not measured."""


@dataclass(frozen=True, slots=True)
class Headline:
    label: str
    value: str
    band: str
    state: State


MARKS: dict[State, str] = {"good": "\u25cf", "watch": "\u25d0", "flag": "\u25b2", "unknown": "?"}
"""A shape for each state, so that nothing is told by colour alone."""


def headlines(report: Report) -> tuple[Headline, ...]:
    return (_time(report), _pace(report.pace), _fillers(report), _story(report))


def _time(report: Report) -> Headline:
    duration = report.duration
    words = {"short": "short", "on_time": "on time", "over": "over"}[duration.verdict]
    state: State = "good" if duration.verdict == "on_time" else "flag"
    return Headline("Time", f"{duration.speaking_s:.1f} s", f"{words}, target {duration.target_s:g} s", state)


def _pace(pace: Pace) -> Headline:
    band = f"band {pace.band[0]:g} to {pace.band[1]:g}"
    if pace.wpm is None or pace.verdict is None:
        return Headline("Pace", "not known", "too few words", "unknown")
    word = {"very_slow": "very slow", "in_band": "in the band", "very_fast": "very fast"}.get(
        pace.verdict, pace.verdict
    )
    state: State = "good" if pace.verdict == "in_band" else "watch" if pace.verdict in ("slow", "fast") else "flag"
    return Headline(
        "Pace", f"{pace.wpm:.0f} wpm", f"{word}, {band}" if word != "in the band" else f"in the {band}", state
    )


def counted(number: int, thing: str) -> str:
    """The number with its thing: 1 sound, 2 sounds."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def filler_count(fillers: Fillers) -> str:
    """The number of fillers as far as it is known: "11", or "9 to 11" where the sound leaves it open."""
    low, high = (bound + fillers.words for bound in fillers.confidence)
    return f"{low}" if low == high else f"{low} to {high}"


def _fillers(report: Report) -> Headline:
    fillers = report.fillers
    at_least = "" if fillers.complete else "at least "
    limit = FILLERS_PER_MINUTE.high
    rate = "" if fillers.per_minute is None else f"{fillers.per_minute:.1f} a minute, "
    kinds = (
        f"{counted(fillers.sounds, 'sound')}, {counted(fillers.words, 'word')}; "
        if fillers.sounds and fillers.words
        else ""
    )
    over = (fillers.per_minute or 0) > limit
    few = fillers.sounds + fillers.words < FEWEST_FILLERS  # what is no advice is no flag either
    return Headline(
        "Fillers",
        f"{at_least}{filler_count(fillers)}",
        f"{kinds}{rate}up to {limit:g} is quiet",
        ("watch" if few else "flag") if over else "good",
    )


NAMED = 3
"""So many missing elements are named in the first lines; the story map names all."""


def _story(report: Report) -> Headline:
    coverage = report.coverage
    titles = {element.id: element.title for element in report.story.elements if element.required}
    open_ = [item for item in coverage.items if item.element in titles and item.verdict != "covered"]
    if not open_:
        return Headline("Story", f"{coverage.covered} of {coverage.required}", "every required part told", "good")
    missing = [item.element for item in open_ if item.verdict == "missing"]
    # the ask is what the call is for: it is always among those that are named
    named = sorted(missing or [item.element for item in open_], key=lambda element: element != "ask")
    band = ("not heard: " if missing else "only partly: ") + ", ".join(titles[one].lower() for one in named[:NAMED])
    if len(named) > NAMED:
        band += f" and {len(named) - NAMED} more"
    return Headline("Story", f"{coverage.covered} of {coverage.required}", band, "flag" if missing else "watch")
