"""From `a` on the stage to a history screen that takes keys, and what walking it costs: 10,000 attempts against 10.

Run: python -m tests.bench.history_screen
Both homes are opened in turn in one run by the real app; what counts is the ratio (at most 1.5).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from textual.pilot import Pilot

from rehearse.history.store import Store
from rehearse.ui.app import RehearseApp
from rehearse.ui.screens.history import HistoryScreen
from rehearse.ui.widgets.attempt_list import AttemptList
from tests.attempts import home_in, store_in
from tests.bench.history import FEW, MANY, fill
from tests.ui.past import PastBackstage
from tests.ui.pieces import STORY

ROUNDS = 15
MOST = 1.5
SIZE = (80, 24)


async def until(pilot: Pilot[None], happened: Callable[[], object]) -> None:
    while not happened():
        await pilot.pause()


def listed(app: RehearseApp) -> AttemptList | None:
    """The list, once it has rows."""
    found = app.screen.query(AttemptList) if isinstance(app.screen, HistoryScreen) else None
    return found.first() if found and found.first().rows else None


async def opening(app: RehearseApp, pilot: Pilot[None]) -> float:
    """Seconds from the key on the stage until a key has moved the cursor in the list."""
    began = time.perf_counter()
    app.stage.action_attempts()
    await until(pilot, lambda: listed(app))
    attempts = listed(app)
    assert attempts is not None
    first = attempts.at
    app.simulate_key("down")
    await until(pilot, lambda: attempts.at is not first)
    return time.perf_counter() - began


async def walking(app: RehearseApp, pilot: Pilot[None]) -> float:
    """Seconds for 30 keys, down and up, each waited for."""
    attempts = listed(app)
    assert attempts is not None
    began = time.perf_counter()
    for key in ("down", "down", "up", "down", "up", "up") * 5:
        before = attempts.at
        app.simulate_key(key)
        await until(pilot, lambda before=before: attempts.at is not before)  # type: ignore[misc]
    return time.perf_counter() - began


async def measured(store: Store) -> tuple[float, float]:
    app = RehearseApp(PastBackstage(store), STORY)
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        opened = await opening(app, pilot)
        await app.workers.wait_for_complete()
        return opened, await walking(app, pilot)


async def main() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        small, large = home_in(Path(folder) / "few"), home_in(Path(folder) / "many")
        with store_in(small) as few, store_in(large) as many:
            fill(few, FEW)
            fill(many, MANY)
            await measured(few)  # what is loaded once falls on neither
            rounds = [(await measured(few), await measured(many)) for _ in range(ROUNDS)]
    print(f"median of {ROUNDS} rounds at {SIZE[0]}x{SIZE[1]}, {FEW} attempts and {MANY}:")
    good = True
    for place, name in enumerate(("history takes keys", "30 keys in it")):
        a, b = (median(one[side][place] for one in rounds) for side in (0, 1))
        good &= b <= MOST * a
        verdict = "ok" if b <= MOST * a else "MISSED"
        print(f"  {name:<20}{a * 1000:8.1f} ms {b * 1000:8.1f} ms   ratio {b / a:5.2f} (at most {MOST}: {verdict})")
    return good


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(main()) else 1)
