"""Whatever the window and the words: nothing that matters is cut off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from rehearse.ui.app import RehearseApp
from rehearse.ui.screens.help import HelpScreen
from rehearse.ui.screens.stage import NO_ROOM
from rehearse.ui.widgets.clock import Clock
from rehearse.ui.widgets.drawn import cut, fitted, folded
from rehearse.ui.widgets.home_line import whole_sentences
from rehearse.ui.widgets.key_line import KeyLine
from rehearse.ui.widgets.mark_line import MarkLine
from rehearse.ui.widgets.story_card import StoryCard
from tests.ui.conftest import Open
from tests.ui.fakes import FakeBackstage
from tests.ui.pieces import STORY

LONG = "I found you through the alumni book, and Professor Þórðarson told me of the water project that you lead in Łódź"
CHINESE = "面谈 at the waterworks"


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_however_long_the_notes_every_part_is_on_the_card(behind: FakeBackstage, size: tuple[int, int]) -> None:
    story = replace(STORY, elements=tuple(replace(element, notes=LONG) for element in STORY.elements))
    app = RehearseApp(behind, story)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        card = app.screen.query_one(StoryCard)
        assert card.size.height <= card.parent.size.height  # type: ignore[union-attr]
        drawn = str(card.render())
        assert all(f"{number} " in drawn for number in range(1, len(STORY.elements) + 1))
        assert "\u2026" in drawn


async def test_a_small_window_shows_the_clock_and_the_way_out(theatre: Open) -> None:
    async with theatre((40, 12)) as t:
        await t.speak(23.0)
        assert "0:23" in str(t.stage.query_one(Clock).render())
        assert t.stage.query_one(Clock).region.right <= 40
        await t.press("h")
        assert t.notice == NO_ROOM
        await t.press("space")
        await t.until(lambda: t.app.screen is not t.stage)
        assert str(t.app.screen.query_one(KeyLine).render()).endswith("esc back")


async def test_the_window_may_change_while_a_person_speaks(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak(23.0)
        for size in ((40, 12), (160, 50), (80, 24)):
            await t.pilot.resize_terminal(*size)
            await t.pilot.pause()
        assert t.stage.query_one(StoryCard).region.height == 10
        assert not t.take.stopped


async def test_the_keys_of_this_screen_come_first(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        await t.press("question_mark")
        assert isinstance(t.app.screen, HelpScreen)
        assert str(t.app.screen.query_one("Keys").render()).startswith("On a report")


async def test_enter_does_not_discard_a_take(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak(12.0)
        await t.press("escape", "enter")
        assert not t.take.discarded
        await t.press("y")
        assert t.take.discarded


async def test_what_befell_the_take_stands_above_its_words(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak(12.0)
        t.take.break_off("The microphone stopped sending: the take up to there is kept.")
        await t.until(lambda: t.app.screen is not t.stage)
        await t.pilot.pause()
        notes = t.report.query_one("#notes", Static)
        assert "stopped sending" in str(notes.render())
        assert notes.region.bottom < 24


def test_letters_of_two_columns_are_counted_as_two() -> None:
    assert cell_len(cut(CHINESE * 3, 20)) <= 20
    assert cell_len(fitted(CHINESE, 10)) == cell_len(fitted(CHINESE, 40)) - 30 == 10
    assert all(cell_len(row) <= 9 for row in folded(CHINESE * 3, 9))


def test_of_too_many_lines_the_last_says_that_there_is_more() -> None:
    assert folded("one two three four", 9, most=1) == ["one two\u2026"]
    assert folded("one two", 9, most=1) == ["one two"]
    assert folded("", 9) == []


def test_advice_is_cut_after_a_sentence() -> None:
    assert whole_sentences("I did not hear an ask. Ask for one thing. Ask it now.", 45) == (
        "I did not hear an ask. Ask for one thing."
    )
    assert whole_sentences("One long sentence without end", 5) == "One long sentence without end"


async def test_what_is_said_of_a_mark_is_said_to_its_end(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        below = t.report.query_one(MarkLine)
        below.text = "“The loudspeaker” cannot be opened. Choose another device, or look whether it is in use."
        await t.pilot.pause()
        assert (below.size.height, below.region.bottom) == (2, 23)
        assert str(below.render()).endswith("in use.")
        assert t.report.query_one("#page").region.bottom <= below.region.y
