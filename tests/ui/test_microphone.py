"""Choosing and testing a microphone."""

from __future__ import annotations

from textual.widgets import OptionList

from rehearse.ui.screens.microphone import MicrophoneScreen
from rehearse.ui.screens.stage import StageScreen
from rehearse.ui.widgets.meter import Meter
from tests.ui.conftest import Open
from tests.ui.fakes import FakeBackstage, FakeCheck
from tests.ui.theatre import Theatre


async def open_screen(t: Theatre) -> MicrophoneScreen:
    await t.press("m")
    screen = t.app.screen
    assert isinstance(screen, MicrophoneScreen)
    await t.until(lambda: screen.query_one(OptionList).option_count == len(t.behind.names))
    return screen


def verdict(screen: MicrophoneScreen) -> str:
    return str(screen.query_one("#verdict").render())


async def test_the_meter_is_live_before_anything_is_chosen(theatre: Open) -> None:
    async with theatre() as t:
        screen = await open_screen(t)
        await t.until(lambda: screen._monitor.peak_dbfs is not None)
        screen._pulse()
        assert screen.query_one(Meter).peak_dbfs == -14.0
        assert screen.query_one(Meter).microphone == "Built-in microphone"


async def test_a_choice_is_remembered_by_name(theatre: Open) -> None:
    async with theatre() as t:
        await open_screen(t)
        await t.press("down", "enter")
        assert isinstance(t.app.screen, StageScreen)
        assert t.behind.settings.microphone == "USB microphone"
        assert t.stage.query_one(Meter).microphone == "USB microphone"
        screen = await open_screen(t)
        assert screen.query_one(OptionList).highlighted == 1
        await t.press("up", "escape")
        assert t.behind.settings.microphone == "USB microphone"


async def test_a_microphone_with_brackets_in_its_name_is_listed_whole(theatre: Open, behind: FakeBackstage) -> None:
    behind.names = ["USB [Realtek] [/2]"]
    async with theatre() as t:
        screen = await open_screen(t)
        assert screen.query_one(OptionList).render_line(0).text.strip() == "USB [Realtek] [/2]"


async def test_two_seconds_tell_what_is_wrong(theatre: Open, behind: FakeBackstage) -> None:
    zeros = FakeCheck("no_signal", "“USB microphone” sends nothing but zeros.", "Allow your terminal.")
    behind.checks = {"USB microphone": zeros}
    async with theatre() as t:
        screen = await open_screen(t)
        await t.press("c")
        await t.until(lambda: verdict(screen) == "● You are heard well.")
        await t.press("down", "c")
        await t.until(lambda: verdict(screen) == "▲ “USB microphone” sends nothing but zeros. Allow your terminal.")


async def test_one_that_is_plugged_in_later_is_found(theatre: Open, behind: FakeBackstage) -> None:
    behind.names = []
    async with theatre() as t:
        await t.press("m")
        screen = t.app.screen
        assert isinstance(screen, MicrophoneScreen)
        await t.until(lambda: "There is no microphone" in verdict(screen))
        behind.names = ["USB microphone"]
        await t.press("r")
        await t.until(lambda: screen.query_one(OptionList).option_count == 1)
        assert behind.rescans == 1


async def test_the_microphone_is_let_go_when_the_screen_closes(theatre: Open) -> None:
    async with theatre() as t:
        screen = await open_screen(t)
        await t.until(lambda: screen._monitor.peak_dbfs is not None)
        await t.press("escape")
        await t.until(lambda: screen._monitor.peak_dbfs is None)
