"""The app on its stage."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from rehearse.history.store import Store
from rehearse.ui.app import RehearseApp
from tests.attempts import home_in, store_in
from tests.ui.fakes import FakeBackstage
from tests.ui.past import practised
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


@pytest.fixture(scope="session")
def two_weeks(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Store]:
    """Puts someone's two weeks of practice into a folder. They are made once; every store is a copy of its own."""
    made = tmp_path_factory.mktemp("practised")
    practised(made).close()

    def opened(folder: Path) -> Store:
        shutil.copytree(home_in(made).root, home_in(folder).root)
        return store_in(home_in(folder))

    return opened
