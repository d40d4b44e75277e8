"""The pace from moment to moment, for drawing: words a minute around each point of the speaking time."""

from __future__ import annotations

from rehearse.facts import Report

WINDOW_S = 6.0
"""So much speech around a moment counts: two or three phrases. Less jumps with every long word."""


def pace_curve(report: Report, points: int) -> tuple[float | None, ...]:
    """`points` values, evenly over the speaking time. All None where the take is shorter than the window."""
    start, spoken = report.duration.lead_in_s, report.duration.speaking_s
    if spoken < WINDOW_S or report.pace.wpm is None or points < 1:
        return (None,) * points
    middles = [(w.start + w.end) / 2 for w in report.transcript.words if w.kind != "filler_sound"]
    # a written word can be several spoken ones ("12%"): the curve keeps the measured pace on average
    weight = report.pace.words / len(middles) if middles else 0.0
    curve = []
    for point in range(points):
        low = start + min(max(0.0, (point + 0.5) / points * spoken - WINDOW_S / 2), spoken - WINDOW_S)
        count = sum(low <= middle < low + WINDOW_S for middle in middles)
        curve.append(weight * count / WINDOW_S * 60)
    return tuple(curve)
