"""What is said of a written pitch: `rehearse.script/1`, and the same as text."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from rehearse.facts import Coverage, Story
from rehearse.plain import to_plain
from rehearse.report.text import VERDICT_WORDS

IN_WRITING = {**VERDICT_WORDS, "missing": "not found"}

SCHEMA = "rehearse.script/1"


@dataclass(frozen=True, slots=True)
class ScriptReport:
    """`estimated_s` is the speaking time at `pace_wpm`, pauses of an ordinary delivery included."""

    words: int
    estimated_s: float
    pace_wpm: float
    coverage: Coverage


def script_to_dict(result: ScriptReport) -> dict[str, Any]:
    return {"schema": SCHEMA, **to_plain(result)}


def script_as_text(result: ScriptReport, story: Story, width: int = 80) -> str:
    """For a person: words and seconds against the target, then each element."""
    difference = result.estimated_s - story.target_s
    against = f"{abs(difference):.0f} s {'over' if difference > 0 else 'under'} the target of {story.target_s:g} s"
    lines = [
        f"Words    {result.words}",
        f"Time     about {result.estimated_s:.0f} s at {result.pace_wpm:.0f} words a minute: {against}",
        f"Story    {result.coverage.covered} of {result.coverage.required} required parts of "
        f"\u201c{story.title or story.name}\u201d",
        "",
    ]
    titles = {element.id: element.title for element in story.elements}
    for item in result.coverage.items:
        why = item.why.replace("I did not hear", "I did not find")
        where = f": \u201c{item.quote}\u201d" if item.quote else f": {why}" if why else ""
        told = f"  {IN_WRITING[item.verdict]:<11} {titles[item.element]}{where}"
        lines += textwrap.wrap(told, width, subsequent_indent=" " * 14)
    return "\n".join(lines)
