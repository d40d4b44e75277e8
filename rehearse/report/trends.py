"""How the takes of one story go over time, and whether that is going anywhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from rehearse.facts import AttemptSummary
from rehearse.report.chance import counts_p, trend_p
from rehearse.report.compare import Verdict
from rehearse.report.compared_measures import FILLERS, PACE, STORY, TIME, Measure, is_better
from rehearse.thresholds import CHANGE_P, DURATION_OF_TARGET, FILLERS_PER_MINUTE, PACE_BAND

TREND_TAKES = 20
"""A trend is judged over so many takes at most, the last ones: what was a year ago says little about now."""

FEWEST_TAKES = 6
"""Below this no order of the takes is rare enough to be called a trend: 2 of the 120 orders of five are 1 in 60."""

TREND_RULE = (
    f"A trend over your last {TREND_TAKES} takes is called real when it is {CHANGE_P.says}.",
    "Fillers: the exact test of Przyborowski & Wilenski (1940), the last third of the takes against the first third.",
    f"All else: the exact test of Mann (1945) for rising or falling, against every order of the takes being equally "
    f"likely. Below {FEWEST_TAKES} takes nothing is called a trend.",
)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    attempt: int
    made_at: datetime
    session: int
    cold: bool
    value: float


@dataclass(frozen=True, slots=True)
class SessionPoint:
    """One session: the median of its takes."""

    session: int
    made_at: datetime
    takes: int
    value: float


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure over time, oldest first. `band` is what to aim at, as the newest take has it.

    `verdict` is "change" for a real trend; `first` and `last` are the medians of the first and the last third.
    """

    key: str
    label: str
    unit: str
    points: tuple[TrendPoint, ...]
    sessions: tuple[SessionPoint, ...]
    band: tuple[float, float] | None
    first: float | None
    last: float | None
    verdict: Verdict
    better: bool | None
    p: float | None
    why: str


_VALUES: tuple[tuple[Measure, Callable[[AttemptSummary], float | None]], ...] = (
    (TIME, lambda row: row.time_s),
    (PACE, lambda row: row.wpm),
    (FILLERS, lambda row: row.fillers_per_minute),
    (STORY, lambda row: float(row.covered)),
)


def trends(takes: Sequence[AttemptSummary]) -> tuple[Trend, ...]:
    """Time, pace, fillers and story over `takes` of one story, oldest first. To judge cold takes apart, give those."""
    bands = _bands(takes[-1]) if takes else {}
    return tuple(_trend(measure, value, takes, bands.get(measure.key)) for measure, value in _VALUES)


def _bands(latest: AttemptSummary) -> dict[str, tuple[float, float]]:
    target, required = latest.target_s, float(latest.required)
    return {
        "time": (target * DURATION_OF_TARGET.low, target * DURATION_OF_TARGET.high),
        "pace": (PACE_BAND.low, PACE_BAND.high),
        "fillers": (0.0, FILLERS_PER_MINUTE.high),
        "story": (required, required),
    }


def _trend(
    measure: Measure,
    value: Callable[[AttemptSummary], float | None],
    takes: Sequence[AttemptSummary],
    band: tuple[float, float] | None,
) -> Trend:
    known = [(row, number) for row in takes if (number := value(row)) is not None]
    points = tuple(TrendPoint(row.id, row.made_at, row.session, row.cold, number) for row, number in known)
    judged = known[-TREND_TAKES:]
    third = max(len(judged) // 3, 1)
    first = median(number for _, number in judged[:third]) if judged else None
    last = median(number for _, number in judged[-third:]) if judged else None
    p: float | None = None
    if len(judged) < FEWEST_TAKES or first is None or last is None:
        why = f"too few takes for a trend ({len(judged)} of {FEWEST_TAKES})"
        better = None
    elif measure is FILLERS:
        p, why = _thirds([row for row, _ in judged[:third]], [row for row, _ in judged[-third:]])
        better = is_better(measure, first, last, 0)
    else:
        p, why = trend_p([number for _, number in judged]), f"over your last {len(judged)} takes"
        better = is_better(measure, first, last, judged[-1][0].target_s)
    return Trend(
        key=measure.key,
        label=measure.label,
        unit=measure.unit,
        points=points,
        sessions=_sessions(points),
        band=band,
        first=first,
        last=last,
        verdict="change" if p is not None and p < CHANGE_P.high else "noise",
        better=better,
        p=p,
        why=why,
    )


def _thirds(earlier: Sequence[AttemptSummary], later: Sequence[AttemptSummary]) -> tuple[float | None, str]:
    count_a, count_b = (sum(row.fillers for row in rows) for rows in (earlier, later))
    time_a, time_b = (math.fsum(row.time_s for row in rows) for rows in (earlier, later))
    if time_a <= 0 or time_b <= 0:
        return None, "nothing was said"
    why = f"{count_b} in the last {len(later)} takes ({time_b:.0f} s), {count_a} in the first {len(earlier)}"
    return counts_p(count_a, time_a, count_b, time_b), f"{why} ({time_a:.0f} s)"


def _sessions(points: Sequence[TrendPoint]) -> tuple[SessionPoint, ...]:
    grouped: dict[int, list[TrendPoint]] = {}
    for point in points:
        grouped.setdefault(point.session, []).append(point)
    return tuple(
        SessionPoint(session, group[0].made_at, len(group), median(point.value for point in group))
        for session, group in grouped.items()
    )
