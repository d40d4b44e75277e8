"""Every screen in a state worth looking at: for the snapshots, and for the pictures in the README."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from textual.widgets import Input, OptionList

from rehearse.ui.screens.recovered import RecoveredScreen
from tests.ui.fakes import FakeBackstage, FakeLost
from tests.ui.pieces import backstage
from tests.ui.theatre import Theatre

Scene = Callable[[Theatre], Awaitable[None]]


async def idle(t: Theatre) -> None:
    await t.pilot.pause()


async def cold(t: Theatre) -> None:
    await t.press("h")


async def countdown(t: Theatre) -> None:
    t.behind.settings = replace(t.behind.settings, countdown=True)
    await t.press("space")
    t.stage._countdown.pause()


async def speaking(t: Theatre) -> None:
    await t.speak(23.4)
    await t.pilot.pause()


async def over_time(t: Theatre) -> None:
    await t.speak(34.0)
    await t.pilot.pause()


async def asking(t: Theatre) -> None:
    await t.speak(12.0)
    await t.press("escape")


async def listening(t: Theatre) -> None:
    t.behind.hold = True
    await t.speak(31.0)
    await t.press("space")
    await t.until(lambda: t.stage.query_one("ListeningLine").progress.done == 0.4)  # type: ignore[attr-defined]
    await t.pilot.pause()


async def report(t: Theatre) -> None:
    await t.speak_to_the_report()


async def walked(t: Theatre) -> None:
    await t.speak_to_the_report()
    await t.press("right", "right", "right")


async def keys(t: Theatre) -> None:
    await t.press("question_mark")


async def target(t: Theatre) -> None:
    await t.press("t")
    t.app.screen.query_one(Input).cursor_blink = False
    await t.pilot.pause()


async def microphone(t: Theatre) -> None:
    await t.press("m")
    await t.until(lambda: t.app.screen.query_one(OptionList).option_count)
    await t.until(lambda: t.app.screen.query_one("Meter").peak_dbfs == -14.0)  # type: ignore[attr-defined]
    await t.pilot.pause()


async def recovered(t: Theatre) -> None:
    await t.until(lambda: isinstance(t.app.screen, RecoveredScreen))
    await t.pilot.pause()


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        idle,
        cold,
        countdown,
        speaking,
        over_time,
        asking,
        listening,
        report,
        walked,
        keys,
        target,
        microphone,
        recovered,
    )
}


def behind_the(scene: str) -> FakeBackstage:
    """The backstage that a scene plays before."""
    behind = backstage()
    if scene == "recovered":
        behind.lost = [FakeLost(Path("one.take"), datetime(2026, 11, 23, 18, 5, tzinfo=UTC), 42.0)]
    return behind
