"""The app on its stage."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from rehearse.ui.app import RehearseApp
from tests.ui.fakes import FakeBackstage
from tests.ui.pieces import STORY, backstage
from tests.ui.theatre import Theatre

Open = Callable[..., AbstractAsyncContextManager[Theatre]]


@pytest.fixture
def behind() -> FakeBackstage:
    return backstage()


@pytest.fixture
def theatre(behind: FakeBackstage) -> Open:
    """Opens the app: `async with theatre() as t`."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Theatre]:
        app = RehearseApp(behind, STORY)
        async with app.run_test(size=size) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            yield Theatre(app, behind, pilot)

    return opened
