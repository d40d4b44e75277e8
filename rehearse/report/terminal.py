"""The report as a thing to look at: Rich renderables for a terminal. Nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rehearse.facts import CoverageVerdict, Report
from rehearse.report.headline import MARKS, Headline, State, headlines
from rehearse.report.marked import Piece, PieceKind, marked
from rehearse.report.text import VERDICT_WORDS, clock, file_name

STYLES: dict[State, str] = {"good": "green", "watch": "yellow", "flag": "bold red", "unknown": "dim"}
_TOLD: dict[CoverageVerdict, tuple[str, str]] = {
    "covered": ("\u25cf", "green"),
    "partial": ("\u25d0", "yellow"),
    "missing": ("\u25cb", "bold red"),
}
_PIECES: dict[PieceKind, str] = {
    "word": "",
    "filler_sound": "bold magenta",
    "filler_word": "magenta",
    "pause": "dim",
    "long_pause": "bold yellow",
}
_BAR = 24
_SLOWEST, _FASTEST = 60.0, 240.0
"""The ends of the pace bar, in words a minute."""


def report_for_terminal(report: Report) -> RenderableType:
    """The whole report, top to bottom."""
    title = Text.assemble((file_name(report), "bold"), ("   " + (report.story.title or report.story.name), "dim"))
    return Group(
        Text(),
        title,
        Text(),
        _headlines(report),
        *_advice(report),
        *_section("What you said", _transcript(report)),
        *_section("Your story", _story(report)),
        *_section("Pace over the take", _thirds(report)),
        Text(),
        *_footer(report),
    )


def _section(title: str, body: RenderableType) -> tuple[RenderableType, ...]:
    return (Text(), Text(title, "bold"), Padding(body, (0, 0, 0, 2)))


def _headlines(report: Report) -> Table:
    table = Table.grid(padding=(0, 2))
    bars = {"Time": _time_bar(report), "Pace": _pace_bar(report.pace.wpm, report), "Story": _story_bar(report)}
    for line in headlines(report):
        table.add_row(
            Text("  " + MARKS[line.state], STYLES[line.state]),
            Text(line.label),
            Text(line.value, "bold"),
            bars.get(line.label, Text()),
            _band(line),
        )
    return table


def _band(line: Headline) -> Text:
    return Text(line.band, STYLES[line.state] if line.state == "flag" else "dim")


def _time_bar(report: Report) -> Text:
    """Filled up to the time spoken, with the target as a mark. The bar's end is 1.5 times the target."""
    duration = report.duration
    scale = _BAR / (1.5 * duration.target_s)
    return _bar(min(_BAR, round(duration.speaking_s * scale)), {round(duration.target_s * scale): "\u2506"})


def _pace_bar(wpm: float | None, report: Report) -> Text:
    """A dot on a line from 60 to 240 words a minute; the band is drawn thick."""
    low, high = (_place(bound) for bound in report.pace.band)
    text = Text("\u2500" * low + "\u2501" * (high - low + 1) + "\u2500" * (_BAR - high - 1), "dim")
    if wpm is None:
        return text
    dot = _place(wpm)
    return Text.assemble(text[:dot], ("\u25cf", "bold"), text[dot + 1 :])


def _place(wpm: float) -> int:
    return max(0, min(_BAR - 1, round((wpm - _SLOWEST) / (_FASTEST - _SLOWEST) * (_BAR - 1))))


def _story_bar(report: Report) -> Text:
    required = {element.id for element in report.story.elements if element.required}
    return Text(" ").join(Text(*_TOLD[item.verdict]) for item in report.coverage.items if item.element in required)


def _bar(filled: int, ticks: dict[int, str]) -> Text:
    text = Text()
    for place in range(_BAR):
        text.append(ticks.get(place) or ("\u2501" if place < filled else "\u2500"), "" if place < filled else "dim")
    return text


def _advice(report: Report) -> Iterator[RenderableType]:
    for number, advice in enumerate(report.advice):
        if number == 0:
            yield from (Text(), Text("Work on this next", "bold"))
        body = Text(advice.message, "bold" if number == 0 else "")
        body.append(f"\n{advice.evidence}; threshold: {advice.threshold} ({advice.source})", "dim not bold")
        yield Padding(body, (0 if number == 0 else 1, 0, 0, 2))


def _transcript(report: Report) -> Text:
    return Text(" ").join(_drawn(piece) for piece in marked(report))


def _drawn(piece: Piece) -> Text:
    shape = {"word": "{}", "filler_sound": "[{}]", "filler_word": "[{}]"}.get(piece.kind, "({})")
    return Text(shape.format(piece.text), _PIECES[piece.kind])


def _story(report: Report) -> Table:
    table = Table.grid(padding=(0, 2))
    titles = {element.id: element.title for element in report.story.elements}
    for item in report.coverage.items:
        mark, style = _TOLD[item.verdict]
        where = Text(clock(item.start), "dim") if item.start is not None else Text()
        quote = Text(f"\u201c{item.quote}\u201d" if item.quote else item.why, "italic" if item.quote else "dim")
        table.add_row(
            Text(mark, style), Text(VERDICT_WORDS[item.verdict], style), Text(titles[item.element]), where, quote
        )
    return table


def _thirds(report: Report) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for name, wpm in zip(("first third", "middle", "last third"), report.pace.thirds, strict=True):
        value = "not known" if wpm is None else f"{wpm:.0f} wpm"
        table.add_row(Text(name, "dim"), _pace_bar(wpm, report), Text(value))
    return table


def _footer(report: Report) -> Iterator[RenderableType]:
    pauses, voice, take = report.pauses, report.voice, report.take
    parts = [f"{pauses.count} pauses, longest {pauses.longest_s:.1f} s"]
    if report.pace.articulation_sps is not None:
        parts.append(f"{report.pace.articulation_sps:.1f} syllables a second")
    if voice.pitch_sd_semitones is not None and voice.loudness_range_db is not None:
        parts.append(
            f"pitch spread {voice.pitch_sd_semitones:.1f} semitones, loudness range {voice.loudness_range_db:.0f} dB"
        )
    parts.append(f"level {take.level_dbfs:.0f} dBFS")
    parts.append(f"heard by {report.model.name}")
    yield Text("   ".join(parts), "dim")
    for note in report.notes:
        yield Text(f"Note: {note}", "dim")
