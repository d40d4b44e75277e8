"""Takes that were never ended are offered at the start."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.widgets import OptionList

from rehearse.ui.screens.recovered import RecoveredScreen
from rehearse.ui.screens.report import ReportScreen
from rehearse.ui.screens.stage import StageScreen
from tests.ui.conftest import Open
from tests.ui.fakes import FakeBackstage, FakeLost

FIRST = FakeLost(Path("first.take"), datetime(2026, 11, 23, 18, 5, tzinfo=UTC), 42.0)
SECOND = FakeLost(Path("second.take"), datetime(2026, 11, 24, 9, 30, tzinfo=UTC), 12.0)


@pytest.fixture
def behind(behind: FakeBackstage) -> FakeBackstage:
    behind.lost = [FIRST, SECOND]
    return behind


async def test_enter_listens_to_it(theatre: Open) -> None:
    async with theatre() as t:
        await t.until(lambda: isinstance(t.app.screen, RecoveredScreen))
        await t.press("enter")
        await t.until(lambda: isinstance(t.app.screen, ReportScreen))


async def test_escape_leaves_it_for_later(theatre: Open) -> None:
    async with theatre() as t:
        await t.until(lambda: isinstance(t.app.screen, RecoveredScreen))
        await t.press("escape")
        assert isinstance(t.app.screen, StageScreen)
        assert t.behind.thrown_away == []


async def test_d_deletes_only_after_asking(theatre: Open) -> None:
    async with theatre() as t:
        await t.until(lambda: isinstance(t.app.screen, RecoveredScreen))
        await t.press("d", "escape")
        assert t.behind.thrown_away == []
        await t.press("d", "y")
        assert t.behind.thrown_away == [FIRST.path]
        await t.press("d", "y")
        assert t.behind.thrown_away == [FIRST.path, SECOND.path]
        assert isinstance(t.app.screen, StageScreen)


async def test_k_keeps_it_without_a_report(theatre: Open) -> None:
    async with theatre() as t:
        await t.until(lambda: isinstance(t.app.screen, RecoveredScreen))
        await t.press("k")
        await t.until(lambda: t.app.screen.query_one(OptionList).option_count == 1)
        assert t.behind.kept_untold == [FIRST.path]
        assert not any(told.markup for told in t.app._notifications)  # it names a file
        await t.press("k")
        await t.until(lambda: isinstance(t.app.screen, StageScreen))
        assert t.behind.kept_untold == [FIRST.path, SECOND.path]
        assert t.behind.thrown_away == []
