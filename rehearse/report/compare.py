"""Two attempts held against each other, or one against your usual: what changed, and what is only noise.

Attempts come here with the corrections of their person applied. The rule, its threshold and its sources stand in
`RULE`, to be shown on demand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev
from typing import Literal

from rehearse.facts import Attempt, CoverageVerdict, Report
from rehearse.report.aligned import AlignedRun, align
from rehearse.report.chance import counts_p, student_p
from rehearse.report.compared_measures import FILLERS, MEASURES, STORY, Measure, is_better
from rehearse.thresholds import CHANGE_P

USUAL_TAKES = 5
"""Your usual is the median of so many takes, the last of that story."""

SPREAD_TAKES = 10
"""What your takes vary by is read off so many, where they are there; with fewer than `USUAL_TAKES` it is not known."""

RULE = (
    f"A difference is called a change when it is {CHANGE_P.says} ({CHANGE_P.source}).",
    "Fillers: the exact test of Przyborowski & Wilenski (1940) on both counts over their speaking times. It takes "
    "every filler for a chance of its own; where yours come in bursts, it calls a change a little too soon.",
    f"All else: Student's t (1908) of the difference against the spread of your last {SPREAD_TAKES} takes of the "
    "story, which is never taken for less than one recording is uncertain by. An odd take among them widens the "
    f"spread: the rule gets more cautious, not less. With fewer than {USUAL_TAKES} takes nothing is called a change.",
    f"Your usual is the median of your last {USUAL_TAKES} takes of the story.",
)
"""How change is told from noise, as sentences for a person."""

Verdict = Literal["change", "noise", "unknown"]
"""noise: no real change yet, as far as can be known; unknown: one of the two was not measured."""


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """One measure before and after. `better` is None where it has no better or worse.

    `p` is the chance that noise alone differs by so much, None where that cannot be known yet; `why` says what the
    verdict rests on.
    """

    key: str
    label: str
    unit: str
    before: float | None
    after: float | None
    change: float | None
    verdict: Verdict
    better: bool | None
    p: float | None
    why: str


@dataclass(frozen=True, slots=True)
class ElementPair:
    """One element in both takes; None where that take's story does not have it."""

    element: str
    title: str
    before: CoverageVerdict | None
    after: CoverageVerdict | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`words` and `story` hold the attempts `before_id` and `after_id` together.

    Your usual has no transcript of its own: the last of its takes stands in, and `before` says so.
    """

    before: str
    after: str
    before_id: int
    after_id: int
    measures: tuple[MeasureChange, ...]
    words: tuple[AlignedRun, ...]
    story: tuple[ElementPair, ...]
    rule: tuple[str, ...] = RULE


def compare(before: Attempt, after: Attempt, others: Sequence[Attempt]) -> Comparison:
    """Two attempts. `others` are takes of the story of `after`, oldest first, for the spread; the two are left out."""
    a, b = before.report, after.report
    spread = [each.report for each in others if each.id not in (before.id, after.id)][-SPREAD_TAKES:]
    return Comparison(
        before=f"attempt {before.id}",
        after=f"attempt {after.id}",
        before_id=before.id,
        after_id=after.id,
        measures=tuple(_change(measure, [a], b, spread, against_usual=False) for measure in MEASURES),
        words=align(a, b),
        story=_pairs(a, b),
    )


def compare_with_usual(after: Attempt, earlier: Sequence[Attempt]) -> Comparison | None:
    """One attempt against your usual. `earlier` are takes of its story made before it, oldest first; None for none."""
    takes = [each for each in earlier if each.id != after.id][-SPREAD_TAKES:]
    if not takes:
        return None
    spread, b = [take.report for take in takes], after.report
    usual = spread[-USUAL_TAKES:]
    return Comparison(
        before=f"your usual (of {len(usual)} takes; words and story of attempt {takes[-1].id})",
        after=f"attempt {after.id}",
        before_id=takes[-1].id,
        after_id=after.id,
        measures=tuple(_change(measure, usual, b, spread, against_usual=True) for measure in MEASURES),
        words=align(usual[-1], b),
        story=_pairs(usual[-1], b),
    )


def _change(
    measure: Measure, before: Sequence[Report], after: Report, spread: Sequence[Report], against_usual: bool
) -> MeasureChange:
    values = _known(measure, before)
    was, now = median(values) if values else None, measure.value(after)
    if was is None or now is None:
        return MeasureChange(
            measure.key, measure.label, measure.unit, was, now, None, "unknown", None, None, "not measured in both"
        )
    if measure is FILLERS:
        p, why = _fillers_p(before, after)
    elif measure is STORY and before[-1].story.name != after.story.name:
        p, why = None, "two different stories"
    else:
        p, why = _spread_p(measure, was, now, _known(measure, spread), against_usual)
    real = p is not None and p < CHANGE_P.high
    better = is_better(measure, was, now, after.duration.target_s)
    return MeasureChange(
        measure.key, measure.label, measure.unit, was, now, now - was, "change" if real else "noise", better, p, why
    )


def _known(measure: Measure, reports: Sequence[Report]) -> list[float]:
    return [value for value in map(measure.value, reports) if value is not None]


def _fillers_p(before: Sequence[Report], after: Report) -> tuple[float | None, str]:
    counted = [report for report in before if report.duration.speaking_s > 0]
    time_before, time_after = sum(report.duration.speaking_s for report in counted), after.duration.speaking_s
    if not counted or time_after <= 0:
        return None, "nothing was said"
    count_before, count_after = sum(map(fillers, counted)), fillers(after)
    why = f"{count_after} in {time_after:.0f} s against {count_before} in {time_before:.0f} s"
    return counts_p(count_before, time_before, count_after, time_after), why


def fillers(report: Report) -> int:
    """Filler sounds and filler words together."""
    return report.fillers.sounds + report.fillers.words


def _spread_p(
    measure: Measure, was: float, now: float, takes: Sequence[float], against_usual: bool
) -> tuple[float | None, str]:
    if len(takes) < USUAL_TAKES:
        return None, f"too few takes to know what yours vary by ({len(takes)} of {USUAL_TAKES})"
    spread = max(stdev(takes), measure.least)
    if against_usual:
        difference, error = now - fmean(takes), spread * math.sqrt(1 + 1 / len(takes))
    else:
        difference, error = now - was, spread * math.sqrt(2)
    why = f"your last {len(takes)} takes vary by {spread:.1f} {measure.unit} (one standard deviation)"
    return student_p(difference / error, len(takes) - 1), why


def _pairs(before: Report, after: Report) -> tuple[ElementPair, ...]:
    was = {item.element: item.verdict for item in before.coverage.items}
    now = {item.element: item.verdict for item in after.coverage.items}
    titles = {element.id: element.title for story in (before.story, after.story) for element in story.elements}
    order = [*now, *(element for element in was if element not in now)]
    return tuple(ElementPair(each, titles.get(each, each), was.get(each), now.get(each)) for each in order)
