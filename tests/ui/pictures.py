"""Draws the three pictures of the README: `python -m tests.ui.pictures`. They are SVG, in samples/pictures."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rehearse.ui.app import RehearseApp
from tests.ui.pieces import STORY
from tests.ui.scenes import SCENES, behind_the
from tests.ui.theatre import Theatre

FOLDER = Path(__file__).parents[2] / "samples" / "pictures"
PICTURES = {"stage": ("idle", (100, 28)), "speaking": ("speaking", (100, 28)), "report": ("walked", (132, 38))}
"""Name of the picture -> the scene it shows, and the size of the terminal."""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (scene, size) in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(asyncio.run(drawn(scene, size)), encoding="utf-8")


async def drawn(scene: str, size: tuple[int, int]) -> str:
    """The screen of a scene as SVG."""
    behind = behind_the(scene)
    app = RehearseApp(behind, STORY)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await SCENES[scene](Theatre(app, behind, pilot))
        return app.export_screenshot(title="rehearse")


if __name__ == "__main__":
    main()
