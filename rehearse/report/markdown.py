"""The report as Markdown: to paste into notes or send to a coach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rehearse.facts import Report
from rehearse.report.headline import headlines
from rehearse.report.marked import Piece, marked
from rehearse.report.text import VERDICT_WORDS, clock, file_name


def report_as_markdown(report: Report) -> str:
    """The whole report, ending in a newline. Filler sounds are bold, filler words italic, pauses in brackets."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {_escaped(report.story.title or report.story.name)}: {_escaped(file_name(report))}"
    yield ""
    yield from _table("What", "Value", "Band", [(h.label, h.value, h.band) for h in headlines(report)])
    if report.advice:
        yield from ("", "## Work on this next", "")
        for number, advice in enumerate(report.advice, 1):
            yield f"{number}. **{_escaped(advice.message)}** {_escaped(advice.evidence)}"
            yield f"   (threshold: {_escaped(advice.threshold)}; {_escaped(advice.source)})"
    yield from ("", "## What you said", "")
    yield " ".join(_drawn(piece) for piece in marked(report))
    yield from ("", "## Your story", "")
    titles = {element.id: element.title for element in report.story.elements}
    rows = []
    for item in report.coverage.items:
        quote = f"{clock(item.start)} “{item.quote}”" if item.quote and item.start is not None else item.why
        rows.append((titles[item.element], VERDICT_WORDS[item.verdict], quote))
    yield from _table("Element", "Verdict", "Where", rows)
    if report.notes:
        yield ""
        yield from (f"> {_escaped(note)}" for note in report.notes)


def _table(first: str, second: str, third: str, rows: list[tuple[str, str, str]]) -> Iterator[str]:
    yield f"| {first} | {second} | {third} |"
    yield "| --- | --- | --- |"
    for row in rows:
        yield "| " + " | ".join(_escaped(cell) for cell in row) + " |"


def _drawn(piece: Piece) -> str:
    if piece.kind in ("pause", "long_pause"):
        return f"({piece.text})"
    text = _escaped(piece.text)
    return {"filler_sound": f"**{text}**", "filler_word": f"*{text}*"}.get(piece.kind, text)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text).replace("\n", " ")
