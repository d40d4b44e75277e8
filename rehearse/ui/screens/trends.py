"""How the takes of one story go over time: four measures, cold takes drawn apart, each with its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from rehearse.facts import AttemptSummary
from rehearse.report.headline import counted
from rehearse.report.trends import TREND_RULE, trends
from rehearse.ui.screens.rule import RuleScreen
from rehearse.ui.widgets.drawn import line
from rehearse.ui.widgets.key_line import KeyLine
from rehearse.ui.widgets.title_line import TitleLine
from rehearse.ui.widgets.trend_plot import AIM, COLD, SESSION, WARM, TrendPlot

KEYS = (
    ("c", "cold alone"),
    ("x", "sessions"),
    ("w", "rule"),
    ("?", "keys"),
    ("esc", "back"),
)


class TrendsScreen(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "cold", "Cold takes alone, or all"),
        Binding("x", "sessions", "By take, or the median of each session"),
        Binding("w", "rule", "When a trend is called real"),
        Binding("escape,t", "dismiss(None)", "Back"),
    ]

    def __init__(self, story: str, takes: Sequence[AttemptSummary]) -> None:
        super().__init__()
        self._story, self._takes = story, takes
        self._cold = self._by_session = False

    def compose(self) -> ComposeResult:
        yield TitleLine(f"How it goes: {self._story}", self._aside())
        with Grid(id="plots"):
            for trend in trends(self._takes):
                yield TrendPlot(trend, by_session=False)
        yield Static(self._legend(), id="remark")
        yield KeyLine(KEYS)

    def action_cold(self) -> None:
        self._cold = not self._cold
        self._show()

    def action_sessions(self) -> None:
        self._by_session = not self._by_session
        self._show()

    def action_rule(self) -> None:
        self.app.push_screen(RuleScreen(TREND_RULE))

    def _show(self) -> None:
        for plot, trend in zip(self.query(TrendPlot), trends(self._shown()), strict=True):
            plot.show(trend, self._by_session)
        self.query_one(TitleLine).aside = self._aside()
        self.query_one("#remark", Static).update(self._legend())

    def _shown(self) -> Sequence[AttemptSummary]:
        return [row for row in self._takes if row.cold] if self._cold else self._takes

    def _aside(self) -> str:
        return counted(len(self._shown()), "cold take" if self._cold else "take")

    def _legend(self) -> Content:
        aim = ("   ", (f"{AIM}{AIM} ", "$muted"), ("what to aim at", "$muted"))
        if self._by_session:
            return line((f"{SESSION} ", "$accent"), ("the median of a session", "$muted"), *aim)
        cold = (f"{COLD} ", "$accent"), ("cold, the first of a day", "$muted")
        warm = () if self._cold else ("   ", f"{WARM} ", ("warmed up", "$muted"))
        return line(*cold, *warm, *aim)
