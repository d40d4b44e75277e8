"""The screens that look back, at two sizes, as they looked when somebody last looked at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rehearse.history.store import Store
from rehearse.ui.app import RehearseApp
from tests.ui.past import PastBackstage, story_with_a_call

SIZES = [(80, 24), (160, 50)]
SCENES: dict[str, tuple[str, ...]] = {
    "home": (),
    "history": ("a", "down", "down"),
    "marked": ("a", "space", "down", "down", "space"),
    "found": ("a", "slash", *"joana", "enter"),
    "compared": ("a", "c"),
    "words": ("a", "c", "pagedown"),
    "rule": ("a", "c", "w"),
    "trends": ("a", "t"),
    "sessions": ("a", "t", "x"),
    "doomed": ("a", "d", "enter"),
}


@pytest.fixture(scope="module")
def store(two_weeks: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with two_weeks(tmp_path_factory.mktemp("past")) as store:
        yield store


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
def test_screen(
    snap_compare: Callable[..., bool], store: Store, tmp_path: Path, scene: str, size: tuple[int, int]
) -> None:
    assert compared(snap_compare, store, tmp_path, scene, size)


@pytest.mark.parametrize("scene", ["history", "words", "trends"])
def test_light(snap_compare: Callable[..., bool], store: Store, tmp_path: Path, scene: str) -> None:
    assert compared(snap_compare, store, tmp_path, scene, SIZES[0], theme="light")


@pytest.mark.parametrize("scene", ["history", "words", "trends"])
def test_no_colour(
    snap_compare: Callable[..., bool], store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scene: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert compared(snap_compare, store, tmp_path, scene, SIZES[0])


def compared(
    snap_compare: Callable[..., bool],
    store: Store,
    folder: Path,
    scene: str,
    size: tuple[int, int],
    theme: str = "dark",
) -> bool:
    behind = PastBackstage(store)
    behind.settings = replace(behind.settings, theme=theme)
    app = RehearseApp(behind, story_with_a_call(folder))

    async def play(pilot: Pilot[None]) -> None:
        await app.workers.wait_for_complete()
        await pilot.pause()
        for key in SCENES[scene]:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()

    return snap_compare(app, terminal_size=size, run_before=play)
