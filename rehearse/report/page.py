"""The page for a coach: attempts as one self-contained HTML file that loads nothing from anywhere.

No script, no font, no picture from outside; the page's own policy forbids them too. The sound comes as `data:`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from html import escape

from rehearse.facts import Attempt, AttemptSummary, Report
from rehearse.report.compare import RULE
from rehearse.report.dates import long_day
from rehearse.report.headline import headlines
from rehearse.report.marked import Piece, marked
from rehearse.report.page_style import STYLE
from rehearse.report.plots import trend_svg
from rehearse.report.text import VERDICT_WORDS, clock
from rehearse.report.trends import TREND_RULE, Trend, trends
from rehearse.report.wordings import Wordings, wordings
from rehearse.report.wordings_text import share_says

SoundOf = Callable[[Attempt], bytes | None]
"""The FLAC of an attempt, None where there is none or it is not to be sent along."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; media-src data:"


def page(attempts: Sequence[Attempt], summaries: Sequence[AttemptSummary], sound_of: SoundOf) -> Iterator[str]:
    """The page, piece by piece (lone surrogates replaced, so that it can be written as UTF-8).

    `attempts` (corrections applied) and their `summaries` oldest first; of several stories the newest comes first.
    """
    for piece in _page(attempts, summaries, sound_of):
        yield piece.encode("utf-8", "replace").decode("utf-8")


def _page(attempts: Sequence[Attempt], summaries: Sequence[AttemptSummary], sound_of: SoundOf) -> Iterator[str]:
    stories: dict[str, list[Attempt]] = {}
    for attempt in reversed(attempts):
        stories.setdefault(attempt.report.story.name, []).append(attempt)
    heading = _title(stories)
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(heading)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    )
    yield f"<header>\n<h1>{escape(heading)}</h1>\n<p class='soft'>{_span(attempts)}</p>\n</header>\n"
    first = True
    for name, takes in stories.items():
        of_story = [row for row in summaries if row.story == name]
        yield from _story(takes, of_story, sound_of, len(stories) > 1, first)
        first = False
    yield _footer()


def _title(stories: dict[str, list[Attempt]]) -> str:
    if len(stories) != 1:
        return "Rehearsed pitches"
    newest = next(iter(stories.values()))[0].report.story
    return newest.title or newest.name


def _span(attempts: Sequence[Attempt]) -> str:
    if not attempts:
        return "No takes."
    first, last = long_day(attempts[0].made_at), long_day(attempts[-1].made_at)
    takes = f"{len(attempts)} take{'s' * (len(attempts) != 1)}"
    return f"{takes}, {first}" if first == last else f"{takes}, from {first} to {last}"


def _story(
    takes: Sequence[Attempt], rows: Sequence[AttemptSummary], sound_of: SoundOf, named: bool, open_first: bool
) -> Iterator[str]:
    """One story: how it goes, then every take, newest first."""
    story = takes[0].report.story
    if named:
        yield f"<section>\n<h2>{escape(story.title or story.name)}</h2>\n"
    else:
        yield "<section>\n"
    if len(rows) > 1:
        yield '<h3>How it goes</h3>\n<div class="figures">\n'
        for trend in trends(rows):
            yield _figure(trend)
        yield "</div>\n"
        yield (
            "<p class='small soft'>Filled dots are cold takes, the first of their day; open dots are warmed up. The "
            "line runs through the middle of each session; the shaded band is where to be.</p>\n"
        )
    yield _by_heart(wordings([each.report for each in reversed(takes)]), story.title)
    yield "<h3>Takes</h3>\n"
    by_id = {row.id: row for row in rows}
    for number, take in enumerate(takes):
        yield from _take(take, by_id.get(take.id), sound_of, open_first and number == 0)
    yield "</section>\n"


def _figure(trend: Trend) -> str:
    unit = f" <span class='soft small'>{escape(trend.unit)}</span>"
    return (
        f"<figure><strong>{escape(trend.label)}</strong>{unit}{trend_svg(trend)}"
        f'<figcaption class="verdict">{_trend_verdict(trend)}</figcaption></figure>\n'
    )


def _trend_verdict(trend: Trend) -> str:
    if trend.verdict != "change" or trend.first is None or trend.last is None:
        return f"No real change yet <span title='{escape(trend.why, quote=True)}'>· {escape(trend.why)}</span>"
    css = "worse" if trend.better is False else "real"
    word = {True: "Better", False: "Worse", None: "Changed"}[trend.better]
    return f"<span class='{css}'>{word}: from {trend.first:.3g} to {trend.last:.3g}</span> · {escape(trend.why)}"


def _by_heart(found: Wordings, story: str) -> str:
    if found.verdict is None:
        return ""
    phrases = "; ".join(f"“{escape(phrase)}”" for phrase in found.phrases[:3])
    always = f" In every one of them: {phrases}." if phrases else ""
    return f"<h3>Learned by heart?</h3>\n<p>{share_says(found)}{always}</p>\n"


def _take(take: Attempt, row: AttemptSummary | None, sound_of: SoundOf, opened: bool) -> Iterator[str]:
    report = take.report
    yield f"<details{' open' * opened}>\n{_summary(take, row)}<div class='take'>\n"
    if take.note:
        yield f"<p class='note'>{escape(take.note)}</p>\n"
    flac = sound_of(take)
    if flac is not None:
        sound = base64.b64encode(flac).decode()
        yield f'<audio controls preload="metadata" src="data:audio/flac;base64,{sound}"></audio>\n'
    yield "<table class='facts'>\n"
    for line in headlines(report):
        yield (
            f"<tr class='{line.state}'><th scope='row'>{escape(line.label)}</th>"
            f"<td class='num'>{escape(line.value)}</td><td class='soft'>{escape(line.band)}</td></tr>\n"
        )
    yield "</table>\n"
    yield from _advice(report)
    pieces = " ".join(_drawn(piece) for piece in marked(report))
    yield f"<h3>What was said</h3>\n<p class='said'>{pieces}</p>\n"
    yield from _story_map(report)
    if report.notes:
        yield "".join(f"<p class='small soft below'>{escape(note)}</p>\n" for note in report.notes)
    yield "</div>\n</details>\n"


def _summary(take: Attempt, row: AttemptSummary | None) -> str:
    star = " <span class='star' title='starred'>★</span>" if take.starred else ""
    cold = " <span class='tag'>cold</span>" if take.cold else ""
    when = f"{long_day(take.made_at)}, {take.made_at:%H:%M}"
    numbers = ""
    if row is not None:
        pace = f"{row.wpm:.0f} wpm" if row.wpm is not None else "–"
        fillers = f"{row.fillers} filler{'s' * (row.fillers != 1)}"
        cells = (f"{row.time_s:.0f} s", pace, fillers, f"{row.covered} of {row.required} told")
        numbers = "".join(f"<span class='num'>{cell}</span>" for cell in cells)
    return f"<summary><span class='when'>{when}{cold}{star}</span>{numbers}</summary>\n"


def _advice(report: Report) -> Iterator[str]:
    if not report.advice:
        return
    yield "<h3>To work on</h3>\n<ol>\n"
    for advice in report.advice:
        evidence = f"{advice.evidence}; threshold: {advice.threshold} ({advice.source})"
        yield f"<li>{escape(advice.message)}<br><span class='small soft'>{escape(evidence)}</span></li>\n"
    yield "</ol>\n"


def _drawn(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.kind in ("filler_sound", "filler_word"):
        return f"<mark class='{piece.kind}'>{text}</mark>"
    if piece.kind in ("pause", "long_pause"):
        return f"<span class='{piece.kind}' title='pause of {text}'>◦ {text}</span>"
    return text


def _story_map(report: Report) -> Iterator[str]:
    titles = {element.id: element.title for element in report.story.elements}
    required = {element.id for element in report.story.elements if element.required}
    yield "<h3>The story</h3>\n<table class='facts map'>\n"
    for item in report.coverage.items:
        flag = "flag" if item.verdict != "covered" and item.element in required else ""
        quote = escape(item.why)
        if item.quote:
            at = f" <span class='soft num'>{clock(item.start)}</span>" if item.start is not None else ""
            quote = f"<q>{escape(item.quote)}</q>{at}"
        title = escape(titles.get(item.element, item.element))
        verdict = VERDICT_WORDS[item.verdict]
        yield f"<tr class='{flag}'><th scope='row'>{title}</th><td>{verdict}</td><td>{quote}</td></tr>\n"
    yield "</table>\n"


def _footer() -> str:
    rules = "".join(f"<p>{escape(sentence)}</p>" for sentence in (*RULE, *TREND_RULE))
    return (
        f"<footer>\n<h3>How change is told from noise</h3>\n{rules}\n"
        "<p>Words marked like <span class='said'><mark>um</mark></span> are filler sounds, dotted ones filler words. "
        "Made with rehearse, on the speaker's own machine; this page loads nothing from anywhere.</p>\n"
        "</footer>\n</body>\n</html>\n"
    )
