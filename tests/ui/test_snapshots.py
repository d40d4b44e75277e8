"""Every screen at two sizes, as it looked when somebody last looked. (`pytest --snapshot-update` keeps a change.)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from rehearse.ui.app import RehearseApp
from tests.ui.pieces import STORY
from tests.ui.scenes import SCENES, behind_the
from tests.ui.theatre import Theatre

SIZES = [(80, 24), (160, 50)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
def test_screen(snap_compare: Callable[..., bool], scene: str, size: tuple[int, int]) -> None:
    assert compared(snap_compare, scene, size)


@pytest.mark.parametrize("scene", ["speaking", "report"])
def test_light(snap_compare: Callable[..., bool], scene: str) -> None:
    assert compared(snap_compare, scene, SIZES[0], theme="light")


@pytest.mark.parametrize("scene", ["speaking", "report"])
def test_no_colour(snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch, scene: str) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert compared(snap_compare, scene, SIZES[0])


def compared(snap_compare: Callable[..., bool], scene: str, size: tuple[int, int], theme: str = "dark") -> bool:
    behind = behind_the(scene)
    behind.settings = replace(behind.settings, theme=theme)
    app = RehearseApp(behind, STORY)

    async def play(pilot: Pilot[None]) -> None:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await SCENES[scene](Theatre(app, behind, pilot))

    return snap_compare(app, terminal_size=size, run_before=play)
