"""The running app with the backstage that a test commands. Whatever is waited for is waited for by what happens."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.pilot import Pilot

from rehearse.ui.app import RehearseApp
from rehearse.ui.screens.report import ReportScreen
from rehearse.ui.screens.stage import StageScreen
from rehearse.ui.session import Phase
from tests.ui.fakes import FakeBackstage, FakeTake

PATIENCE_S = 10.0


class Theatre:
    """The running app, its backstage, and the keys."""

    def __init__(self, app: RehearseApp, behind: FakeBackstage, pilot: Pilot[None]) -> None:
        self.app, self.behind, self.pilot = app, behind, pilot

    @property
    def stage(self) -> StageScreen:
        return self.app.stage

    @property
    def take(self) -> FakeTake:
        return self.behind.takes[-1]

    @property
    def report(self) -> ReportScreen:
        assert isinstance(self.app.screen, ReportScreen)
        return self.app.screen

    @property
    def notice(self) -> str:
        return str(self.stage.query_one("#notice").render())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, happened: Callable[[], object]) -> None:
        """Let the app go on until something has happened."""
        began = time.monotonic()
        while not happened():
            assert time.monotonic() - began < PATIENCE_S, f"it never happened: {self.app.screen}, {self.stage.session}"
            await self.pilot.pause()

    async def until_phase(self, phase: Phase) -> None:
        await self.until(lambda: self.stage.session.phase is phase)

    async def speak(self, seconds: float = 28.0) -> None:
        """Begin a take and speak for so long."""
        await self.press("space")
        await self.until(lambda: self.behind.takes and self.take.begun)
        self.take.say(seconds)
        self.stage.pulse()
        await self.until_phase(Phase.SPEAKING)

    async def speak_to_the_report(self) -> None:
        await self.speak()
        await self.press("space")
        await self.until(lambda: isinstance(self.app.screen, ReportScreen))
        await self.pilot.pause()
