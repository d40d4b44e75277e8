"""One measure over time: cold takes filled, warmed-up ones open, between lines what to aim at; its verdict in words."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.color import Color
from textual.containers import Vertical
from textual.content import Content
from textual_plotext import PlotextPlot

from rehearse.report.dates import short_day
from rehearse.report.headline import MARKS
from rehearse.report.trends import Trend
from rehearse.ui.widgets.drawn import Drawn, cut, line

COLD, WARM, SESSION, AIM = "\u25cf", "\u25cb", "\u25c6", "\u2508"


class TrendPlot(Vertical):
    """A picture of a trend, over takes or over sessions."""

    def __init__(self, trend: Trend, by_session: bool) -> None:
        super().__init__()
        self._trend, self._by_session = trend, by_session

    def compose(self) -> ComposeResult:
        yield TrendVerdict(self._trend)
        yield PlotextPlot()

    def on_mount(self) -> None:
        self._draw()

    def show(self, trend: Trend, by_session: bool) -> None:
        self._trend, self._by_session = trend, by_session
        self.query_one(TrendVerdict).show(trend)
        self._draw()

    def _draw(self) -> None:
        widget, trend = self.query_one(PlotextPlot), self._trend
        plot = widget.plt
        plot.clear_figure()
        plot.frame(False)
        points = [(point.made_at, point.value) for point in (trend.sessions if self._by_session else trend.points)]
        if points:
            last = len(points) - 1
            for aim in dict.fromkeys(trend.band or ()):
                plot.plot([0, max(last, 1)], [aim, aim], marker=AIM, color=self._rgb("muted"))
            for marker, name, places in self._marks():
                values = [points[place][1] for place in places]
                plot.scatter(places, values, marker=marker, color=self._rgb(name))
            low, high = _range(trend)
            plot.ylim(low, high)
            plot.xlim(-0.5, last + 0.5)
            first_day, last_day = short_day(points[0][0]), short_day(points[-1][0])
            days = {last: last_day, 0: first_day} if first_day != last_day else {last: last_day}
            plot.xticks(list(days), list(days.values()))
            ticks = _ticks(trend, low, high)
            plot.yticks(ticks, [f"{tick:.0f}".rjust(4) + " " for tick in ticks])
        widget.refresh()

    def _marks(self) -> list[tuple[str, str, list[int]]]:
        """Marker, colour and places; what is drawn last lies on top."""
        if self._by_session:
            return [(SESSION, "accent", list(range(len(self._trend.sessions))))]
        cold = [place for place, point in enumerate(self._trend.points) if point.cold]
        warm = [place for place, point in enumerate(self._trend.points) if not point.cold]
        return [(WARM, "foreground", warm), (COLD, "accent", cold)]

    def _rgb(self, name: str) -> tuple[int, int, int]:
        return Color.parse(self.app.theme_variables[name]).rgb


class TrendVerdict(Drawn):
    """What it is, and whether it is going anywhere."""

    def __init__(self, trend: Trend) -> None:
        super().__init__()
        self._trend = trend

    def show(self, trend: Trend) -> None:
        self._trend = trend
        self.redraw(resized=True)

    def lines(self, width: int) -> list[Content]:
        trend = self._trend
        head = line((trend.label, "bold"), (f"  {trend.unit}", "$muted"))
        text, style = verdict(trend)
        whole = f"{text}: {trend.why}"
        return [head, line((whole if len(whole) <= width else cut(text, width), style))]


def verdict(trend: Trend) -> tuple[str, str]:
    """The trend in words, and the style for them."""
    if trend.verdict != "change" or trend.first is None or trend.last is None:
        return "\u00b7 no real change yet", "$muted"
    mark, word, style = {
        True: (MARKS["good"], "better", "$success"),
        False: (MARKS["flag"], "worse", "$error"),
        None: ("\u25c6", "changed", "$accent"),
    }[trend.better]
    return f"{mark} {word}, from {trend.first:.3g} to {trend.last:.3g}", style


def _range(trend: Trend) -> tuple[float, float]:
    values = [point.value for point in trend.points] + list(trend.band or ())
    if trend.key in ("fillers", "story"):
        values.append(0.0)
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or 1.0
    return low - room, high + room


def _ticks(trend: Trend, low: float, high: float) -> list[float]:
    """The ends of what to aim at, and the ends of the scale where they stand clear of those."""
    ticks = list(dict.fromkeys(trend.band or ()))
    values = [point.value for point in trend.points]
    for end in (min(values), max(values)):
        if all(abs(end - tick) > (high - low) / 5 for tick in ticks):
            ticks.append(end)
    return sorted(ticks)
