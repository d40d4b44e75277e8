"""A comparison as plain text: what changed first, then the words, then the story."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rehearse.report.compare import Comparison, MeasureChange
from rehearse.report.text import VERDICT_WORDS


def comparison_as_text(comparison: Comparison, width: int = 80) -> str:
    """The whole comparison, wrapped at `width` columns, ending in a newline."""
    return "\n".join(line.rstrip() for line in _lines(comparison, width)) + "\n"


def says(row: MeasureChange) -> str:
    """The verdict on one measure in words: "no real change yet", "a real change, for the better"."""
    if row.verdict == "unknown":
        return "not measured"
    if row.verdict == "noise":
        return "no real change yet" if row.p is not None else "no real change yet (too few takes)"
    return "a real change" + {True: ", for the better", False: ", for the worse", None: ""}[row.better]


def _lines(comparison: Comparison, width: int) -> Iterator[str]:
    yield f"{comparison.after}, against {comparison.before}"
    yield ""
    for row in comparison.measures:
        was, now, change = (_number(value) for value in (row.before, row.after, row.change))
        sign = "+" if row.change is not None and row.change > 0 else ""
        yield f"{row.label:<16}{was:>7} ->{now:>7} {row.unit:<12}{sign + change:>7}  {says(row)}"
        if row.verdict == "change":
            yield f"{'':16}{row.why}"
    yield ""
    yield "What you said: [-dropped-] {+came in+}"
    words = " ".join(_run(run.kind, run.text) for run in comparison.words)
    yield from textwrap.wrap(words, width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    yield ""
    yield "Your story"
    for pair in comparison.story:
        was, now = (VERDICT_WORDS[each] if each else "not asked" for each in (pair.before, pair.after))
        yield f"  {was if was == now else f'{was} -> {now}':<24}{pair.title}"


def rule_as_text(rule: tuple[str, ...], width: int = 80) -> str:
    """How change is told from noise, a paragraph each."""
    return "\n\n".join(textwrap.fill(sentence, width) for sentence in rule) + "\n"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}".removesuffix(".0")


def _run(kind: str, text: str) -> str:
    return {"dropped": f"[-{text}-]", "came_in": f"{{+{text}+}}"}.get(kind, text)
