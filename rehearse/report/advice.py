"""At most three pieces of advice; the first is the one to work on. Each with its evidence, threshold and source."""

from __future__ import annotations

from collections.abc import Iterator

from rehearse.facts import Advice, Coverage, Duration, Fillers, Pace, Pauses, Story, Take
from rehearse.thresholds import (
    CLIPPED_RATIO,
    DURATION_OF_TARGET,
    FILLERS_PER_MINUTE,
    LEVEL_DBFS,
    LONG_PAUSE_S,
    PACE_BAND,
    PACE_FLAGGED,
    Threshold,
)

MOST = 3
FEWEST_FILLERS = 3
"""Fewer than this in one take are never flagged, however short the take: one "um" in 10 s is 6 a minute, and chance."""


def advise(
    story: Story, take: Take, coverage: Coverage, duration: Duration, pace: Pace, fillers: Fillers, pauses: Pauses
) -> tuple[Advice, ...]:
    """The story first (a call without an ask fails, whatever its pace), then time, pace, fillers, pauses.

    A recording that is too quiet or clipped comes before all: nothing else can be trusted then.
    """
    found = (
        *_about_level(take),
        *_about_story(story, coverage),
        *_about_time(duration, pace, pauses),
        *_about_pace(pace),
        *_about_fillers(fillers),
        *_about_pauses(pauses),
    )
    return found[:MOST]


def _advice(about: str, message: str, evidence: str, threshold: Threshold) -> Advice:
    return Advice(about, message, evidence, threshold.says, threshold.source)


def _about_level(take: Take) -> Iterator[Advice]:
    if take.clipped_ratio > CLIPPED_RATIO.high:
        message = "The recording is clipped: turn the microphone down, or move a hand's width away."
        cut = round(take.clipped_ratio * take.duration_s * take.sample_rate_hz)
        evidence = f"{cut} samples are cut flat ({take.clipped_ratio:.2%})"
        yield _advice("level", message, evidence, CLIPPED_RATIO)
    elif take.level_dbfs < LEVEL_DBFS.low:
        message = "The recording is quiet: move closer to the microphone, or turn it up."
        yield _advice("level", message, f"{take.level_dbfs:.0f} dBFS", LEVEL_DBFS)


def _about_story(story: Story, coverage: Coverage) -> Iterator[Advice]:
    verdicts = {item.element: item for item in coverage.items}
    required = [e for e in story.elements if e.required and e.id in verdicts]
    missing = [e for e in required if verdicts[e.id].verdict == "missing"]
    # the ask is what the call is for: of all that is missing it is named first
    missing.sort(key=lambda element: element.id != "ask")
    if not missing:
        return
    first = missing[0]
    said = verdicts[first.id].why or f"I did not hear \u201c{first.title}\u201d. {first.question}".strip()
    message = f"{said} Your notes say: {first.notes}" if first.notes and first.notes not in said else said
    others = ", ".join(e.title.lower() for e in missing[1:])
    told = f"{coverage.covered} of {coverage.required} required parts told"
    yield Advice(
        about=first.id,
        message=message,
        evidence=told + (f"; also not heard: {others}" if others else ""),
        threshold="every required part told",
        source=f"the story \u201c{story.title or story.name}\u201d",
    )


_OPENERS = ("the ", "a ", "an ", "your ", "why ", "who ", "what ", "how ", "their ")
"""A title that begins so stands in a sentence as it is."""


ORDINARY_SILENCE = 0.2
"""The share of silence in a fluent pitch; what is above it can be won back without losing a word. Our own choice."""


def _what_to_cut(duration: Duration, pace: Pace, pauses: Pauses) -> str:
    if pauses.total_s - ORDINARY_SILENCE * duration.speaking_s > duration.difference_s / 2:
        return f"{pauses.total_s:.0f} seconds of it were silence. Know the next sentence before you stop."
    if pace.wpm is None:
        return "leave something out."
    words = duration.difference_s / 60 * pace.wpm
    return f"that is about {max(5, round(words, -1) if words > 20 else round(words / 5) * 5):.0f} words to leave out."


def _about_time(duration: Duration, pace: Pace, pauses: Pauses) -> Iterator[Advice]:
    evidence = f"{duration.speaking_s:.1f} s spoken, target {duration.target_s:g} s"
    if duration.verdict == "over":
        message = f"You ran {duration.difference_s:.0f} seconds over: {_what_to_cut(duration, pace, pauses)}"
        yield _advice("duration", message, evidence, DURATION_OF_TARGET)
    elif duration.verdict == "short" and not _is_rushed(duration, pace):
        message = "There is time left: one concrete example would fill it well."
        yield _advice("duration", message, evidence, DURATION_OF_TARGET)


def _is_rushed(duration: Duration, pace: Pace) -> bool:
    """Whether the same words, said no faster than usual, would fill the time."""
    calm_s = duration.speaking_s * (pace.wpm or 0.0) / PACE_BAND.high
    return calm_s >= DURATION_OF_TARGET.low * duration.target_s


def _about_pace(pace: Pace) -> Iterator[Advice]:
    if pace.wpm is None or pace.verdict == "in_band":
        return
    flagged = pace.verdict in ("very_fast", "very_slow")
    if pace.verdict == "very_fast":
        message = "Slow down: breathe at every full stop, above all before the ask."
    elif pace.verdict == "very_slow":
        message = "The pace is slow for a busy listener: say it in longer runs of words between pauses."
    else:
        return
    yield _advice("pace", message, f"{pace.wpm:.0f} words a minute", PACE_FLAGGED if flagged else PACE_BAND)


def _about_fillers(fillers: Fillers) -> Iterator[Advice]:
    count = fillers.sounds + fillers.words
    if fillers.per_minute is None or count < FEWEST_FILLERS or fillers.per_minute <= FILLERS_PER_MINUTE.high:
        return
    texts = [item.text.strip(".,").lower() for item in fillers.items]
    common = max(sorted(set(texts)), key=texts.count)
    message = f"Where \u201c{common}\u201d comes, close your mouth and let a silence stand instead."
    yield _advice("fillers", message, f"{count} fillers, {fillers.per_minute:.1f} a minute", FILLERS_PER_MINUTE)


def _about_pauses(pauses: Pauses) -> Iterator[Advice]:
    longest = LONG_PAUSE_S.high
    inside = [p for p in pauses.items if p.at == "inside" and p.end - p.start > longest]
    if inside:
        message = "Pause at the end of a thought, not in the middle of one."
        worst = max(inside, key=lambda p: p.end - p.start)
        evidence = (
            f"{len(inside)} long inside a clause, the longest {worst.end - worst.start:.1f} s at {worst.start:.0f} s"
        )
        yield _advice("pauses", message, evidence, LONG_PAUSE_S)
