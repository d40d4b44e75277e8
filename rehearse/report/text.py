"""The report as plain text: for pipes, screen readers and plain mode. No colour, no boxes, one thing a line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import PurePath

from rehearse.facts import ElementVerdict, Report
from rehearse.report.headline import headlines
from rehearse.report.marked import Piece, marked

VERDICT_WORDS = {"covered": "told", "partial": "partly", "missing": "not heard"}


def report_as_text(report: Report, width: int = 80) -> str:
    """The whole report, wrapped at `width` columns, ending in a newline."""
    return "\n".join(line.rstrip() for line in _lines(report, width)) + "\n"


def clock(seconds: float) -> str:
    """Seconds as minutes and seconds: 0:07."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def file_name(report: Report) -> str:
    return PurePath(report.take.file).name if report.take.file else "this take"


def _lines(report: Report, width: int) -> Iterator[str]:
    yield f"{file_name(report)}: {report.story.title or report.story.name}"
    yield ""
    for line in headlines(report):
        yield f"{line.label:<9}{line.value:<12} {'(!) ' if line.state == 'flag' else ''}{line.band}"
    if report.advice:
        yield ""
        yield "Work on this next"
        for number, advice in enumerate(report.advice, 1):
            yield from _wrapped(f"{number}. {advice.message}", width, "   ")
            yield from _wrapped(f"   {advice.evidence}; threshold: {advice.threshold} ({advice.source})", width, "   ")
    yield ""
    yield "What you said"
    yield from _wrapped("  " + " ".join(_plain(piece) for piece in marked(report)), width, "  ")
    yield ""
    yield "Your story"
    titles = {element.id: element.title for element in report.story.elements}
    for item in report.coverage.items:
        yield from _wrapped("  " + _told(item, titles[item.element]), width, " " * 14)
    yield ""
    yield from _details(report)
    if report.notes:
        yield ""
        for note in report.notes:
            yield from _wrapped(f"Note: {note}", width, "  ")


def _details(report: Report) -> Iterator[str]:
    pauses, pace, voice = report.pauses, report.pace, report.voice
    yield f"Pauses   {pauses.count}, longest {pauses.longest_s:.1f} s, {pauses.total_s:.1f} s in all"
    if pace.articulation_sps is not None:
        yield f"Speech   {pace.articulation_sps:.1f} syllables a second between the pauses"
    if None not in pace.thirds:
        yield "Thirds   " + ", ".join(f"{wpm:.0f}" for wpm in pace.thirds) + " words a minute"
    if voice.pitch_sd_semitones is not None and voice.loudness_range_db is not None:
        yield f"Voice    pitch {voice.pitch_sd_semitones:.1f} semitones, loudness {voice.loudness_range_db:.0f} dB"
    take = report.take
    yield f"Sound    {take.duration_s:.1f} s, level {take.level_dbfs:.0f} dBFS, peak {take.peak_dbfs:.0f} dBFS"
    yield f"Model    {report.model.name} ({report.model.language})"


def _plain(piece: Piece) -> str:
    if piece.kind in ("pause", "long_pause"):
        return f"({piece.text})"
    return piece.text if piece.kind == "word" else f"[{piece.text}]"


def _told(item: ElementVerdict, title: str) -> str:
    told = f"{VERDICT_WORDS[item.verdict]:<11} {title}"
    if item.quote and item.start is not None:
        return f"{told}, {clock(item.start)}: \u201c{item.quote}\u201d"
    return told + (f": {item.why}" if item.why else "")


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
