"""One measure over the takes as an inline SVG: a quiet picture that reads in light and dark, on paper and aloud."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape
from statistics import fmean

from rehearse.report.dates import short_day
from rehearse.report.trends import Trend

WIDTH, HEIGHT = 360, 170
Scale = Callable[[float], float]

_LEFT, _RIGHT, _TOP, _BOTTOM, _INSET = 34, 4, 12, 26, 10


def trend_svg(trend: Trend) -> str:
    """Takes as dots (cold ones filled), a line through the sessions' medians, the band to aim at behind them.

    Colours come from the page: the classes are `band`, `aim`, `line`, `cold`, `warm`, `tick` and `grid`.
    """
    if not trend.points:
        return ""
    low, high = _range(trend)

    def x(number: float) -> float:
        room = WIDTH - _LEFT - _RIGHT - 2 * _INSET
        return _LEFT + _INSET + room * (0.5 if len(trend.points) == 1 else number / (len(trend.points) - 1))

    def y(value: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (high - value) / (high - low)

    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(_aloud(trend), quote=True)}">',
        *_band(trend, y),
    ]
    for tick in _ticks(low, high):
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 7}" y="{y(tick) + 3.5:.1f}" text-anchor="end">{tick:g}</text>')
    if len(trend.sessions) > 1:
        parts.append(f'<polyline class="line" points="{" ".join(_session_points(trend, x, y))}"/>')
    for number, point in enumerate(trend.points):
        kind = "cold" if point.cold else "warm"
        said = f"attempt {point.attempt}, {point.made_at:%Y-%m-%d %H:%M}: {point.value:.4g} {trend.unit}"
        parts.append(
            f'<circle class="{kind}" cx="{x(number):.1f}" cy="{y(point.value):.1f}" r="3.6">'
            f"<title>{escape(said)}</title></circle>"
        )
    first, last = trend.points[0].made_at, trend.points[-1].made_at
    parts.append(f'<text class="tick" x="{_LEFT}" y="{HEIGHT - 6}">{short_day(first)}</text>')
    if last.date() != first.date():
        end = WIDTH - _RIGHT
        parts.append(f'<text class="tick" x="{end}" y="{HEIGHT - 6}" text-anchor="end">{short_day(last)}</text>')
    return "".join([*parts, "</svg>"])


def _range(trend: Trend) -> tuple[float, float]:
    values = [point.value for point in trend.points] + list(trend.band or ())
    if trend.key in ("fillers", "story"):
        values.append(0.0)
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or 1.0
    return (low if low == 0 else low - room), high + room


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round numbers between `low` and `high`."""
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough)
    if step < 1:
        step = 1.0 if high - low >= 2 else step
    first = math.ceil(low / step)
    return [number * step for number in range(first, math.floor(high / step) + 1)]


def _band(trend: Trend, y: Scale) -> list[str]:
    if trend.band is None:
        return []
    low, high = trend.band
    top, bottom = y(high), y(low)
    if bottom - top < 2:  # a band of one value is a line
        return [f'<line class="aim" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{top:.1f}" y2="{top:.1f}"/>']
    width = WIDTH - _LEFT - _RIGHT
    return [f'<rect class="band" x="{_LEFT}" y="{top:.1f}" width="{width}" height="{bottom - top:.1f}" rx="3"/>']


def _session_points(trend: Trend, x: Scale, y: Scale) -> list[str]:
    """The median of every session, in the middle of its takes."""
    places: dict[int, list[int]] = {}
    for number, point in enumerate(trend.points):
        places.setdefault(point.session, []).append(number)
    return [f"{x(fmean(places[each.session])):.1f},{y(each.value):.1f}" for each in trend.sessions]


def _aloud(trend: Trend) -> str:
    values = ", ".join(f"{point.value:.4g}" for point in trend.points[-10:])
    many = "the last 10 of " if len(trend.points) > 10 else ""
    return f"{trend.label} in {trend.unit}, {many}{len(trend.points)} takes, oldest first: {values}"
