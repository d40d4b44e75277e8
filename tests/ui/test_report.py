"""The report screen: walked, played, set right."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.events import Key

from rehearse.facts import Attempt, Correction, Lesson, Report
from rehearse.report.headline import headlines
from rehearse.ui.screens.report import ReportScreen
from rehearse.ui.screens.stage import StageScreen
from rehearse.ui.screens.word import WordScreen
from rehearse.ui.widgets.mark_line import MarkLine
from rehearse.ui.widgets.transcript import Transcript
from tests.ui.conftest import Open
from tests.ui.fakes import FakeBackstage, FakePlaying
from tests.ui.pieces import STORY
from tests.ui.theatre import Theatre


def line(t: Theatre) -> str:
    return t.report.query_one(MarkLine).text


def at(t: Theatre) -> str | None:
    piece = t.report.query_one(Transcript).at
    return piece.text if piece is not None else None


def shown(t: Theatre, widget: str) -> str:
    return str(t.report.query_one(widget).render())


async def walk_to(t: Theatre, text: str) -> None:
    """To the next word or mark of that text."""
    await t.press("full_stop")
    while at(t) != text:
        before = t.report.query_one(Transcript).cursor
        await t.press("full_stop")
        assert t.report.query_one(Transcript).cursor != before, f"{text} is not there"


async def quickly(t: Theatre, *keys: str) -> None:
    """All of them before the screen is drawn again, as a held key sends them to a busy machine."""
    for key in keys:
        t.app.post_message(Key(key, None))
    await t.pilot.pause()


class OneTake:
    """The store of a single take, which is one attempt however often it is heard."""

    def __init__(self, behind: FakeBackstage) -> None:
        self._behind = behind

    def save(self, report: Report, take_file: str | None) -> Attempt:
        self._behind.save(report, take_file)
        return replace(self._behind.kept[0], corrections=(self._behind.saved_corrections or [()])[-1])


async def test_the_first_lines_are_those_of_every_form(theatre: Open) -> None:
    async with theatre(size=(160, 50)) as t:
        await t.speak_to_the_report()
        for headline in headlines(t.report.report):
            assert headline.value in shown(t, "Headlines")
        assert "What holds you" in shown(t, "StoryMap")
        assert t.report.report.advice[0].message[:30] in shown(t, "AdviceCard")
        assert "130 to 165" in shown(t, "PaceStrip")


async def test_arrows_walk_fillers_and_pauses_and_say_what_they_are(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        await t.press("right")
        assert at(t) == "um"
        assert line(t) == "“um” at 0:01, a filler sound, certain: heard and written down"
        await t.press("right")
        assert line(t) == "0.5 s of silence at 0:04, between thoughts"
        await t.press("left", "left", "left")
        assert at(t) == "um"  # the first one; there is nothing before it
        await t.press("full_stop")
        assert at(t) == "this"
        await t.press("shift+left", "comma")
        assert at(t) == "Carter,"


def mark_in_sight(t: Theatre) -> bool:
    page, transcript = t.report.query_one("#page"), t.report.query_one(Transcript)
    row = transcript.region.y + transcript.cursor_region().y + 1
    return page.region.y <= row < page.region.bottom


async def test_a_mark_out_of_sight_comes_into_sight(theatre: Open) -> None:
    async with theatre(size=(80, 16)) as t:
        await t.speak_to_the_report()
        page = t.report.query_one("#page")
        assert page.scroll_offset.y == 0
        await t.press(*["right"] * 12)
        await t.until(lambda: page.scroll_offset.y > 0 and mark_in_sight(t))


async def test_a_mark_comes_into_sight_on_a_page_that_was_just_scrolled(theatre: Open) -> None:
    async with theatre(size=(80, 16)) as t:
        await t.speak_to_the_report()
        for keys in (["end", "right"], ["home", "right"], ["down"] * 8 + ["right"] * 3, ["pagedown", "left"]):
            await quickly(t, *keys)
            await t.until(lambda: mark_in_sight(t))


async def test_a_mark_comes_into_sight_before_the_scrolled_page_is_drawn(theatre: Open) -> None:
    async with theatre(size=(80, 16)) as t:
        await t.speak_to_the_report()
        transcript = t.report.query_one(Transcript)
        t.report.action_end(1)
        with transcript.prevent(Transcript.Walked):  # told by hand, before there is time to draw
            transcript.walk(1, marks_only=True)
        assert transcript.at is not None
        t.report.on_transcript_walked(Transcript.Walked(transcript.at, 0))
        await t.until(lambda: mark_in_sight(t))


async def test_up_and_down_scroll(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        page = t.report.query_one("#page")
        await t.press("down")
        await t.until(lambda: page.scroll_offset.y == 2)
        await t.press("up")
        await t.until(lambda: page.scroll_offset.y == 0)


async def test_no_press_of_a_quick_finger_is_lost(theatre: Open) -> None:
    async with theatre(size=(80, 16)) as t:
        await t.speak_to_the_report()
        page = t.report.query_one("#page")
        assert page.max_scroll_y > 16
        await quickly(t, *["down"] * 8)
        assert page.scroll_offset.y == 16
        await quickly(t, *["up"] * 3)
        assert page.scroll_offset.y == 10


async def test_the_page_keys_scroll_by_a_page_and_to_the_ends(theatre: Open) -> None:
    async with theatre(size=(80, 16)) as t:
        await t.speak_to_the_report()
        page = t.report.query_one("#page")
        await quickly(t, "pagedown", "pagedown", "pageup")
        assert page.scroll_offset.y == page.size.height - 2  # two lines of the last page stay, to read on from
        await quickly(t, "end")
        assert page.scroll_offset.y == page.max_scroll_y
        await quickly(t, "home")
        assert page.scroll_offset.y == 0


async def test_p_plays_from_the_mark_and_p_stops(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        await t.press("right", "right")
        await t.press("p")
        await t.until(lambda: t.behind.playing is not None)
        pause = t.report.query_one(Transcript).at
        assert pause is not None
        ((file, start),) = t.behind.played
        assert file == "take.flac"
        assert start == pytest.approx(pause.start - 0.3)
        assert line(t).startswith("Playing")
        await t.press("p")
        await t.until(lambda: t.behind.playing is not None and t.behind.playing.stopped)
        await t.until(lambda: line(t).startswith("0.5 s of silence"))


async def test_an_impatient_finger_does_not_play_it_twice_at_once(
    theatre: Open, behind: FakeBackstage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, open_at_last = threading.Event(), behind.play
    playing: list[FakePlaying] = []

    def play(path: str, start_s: float, end_s: float | None, on_done: Callable[[], None]) -> FakePlaying:
        opened.wait(10)
        playing.append(open_at_last(path, start_s, end_s, on_done))
        return playing[-1]

    monkeypatch.setattr(behind, "play", play)
    async with theatre() as t:
        await t.speak_to_the_report()
        await t.press("p", "p", "p")
        opened.set()
        await t.until(lambda: len(playing) == 2 and sum(one.stopped for one in playing) == 1)
        assert "p stops" in line(t)
        await t.press("p")
        await t.until(lambda: all(one.stopped for one in playing))


async def test_leaving_the_report_stops_the_playing(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        await t.press("p")
        await t.until(lambda: t.behind.playing is not None)
        await t.press("escape")
        assert isinstance(t.app.screen, StageScreen)
        assert t.behind.playing is not None
        assert t.behind.playing.stopped


async def test_a_filler_is_struck_and_taken_back(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        before = t.report.report
        await t.press("right", "f")
        after = t.report.report
        assert after.fillers.sounds == before.fillers.sounds - 1
        assert after.fillers.per_minute < before.fillers.per_minute  # type: ignore[operator]
        assert "[um]" not in shown(t, "Transcript")
        assert f"{after.fillers.per_minute:.1f} a minute" in shown(t, "Headlines")
        await t.press("u")
        assert t.report.report == before


async def test_a_word_becomes_a_filler_and_back(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        before = t.report.report
        await walk_to(t, "Hello")
        await t.press("f")
        assert t.report.report.fillers.words == before.fillers.words + 1
        assert "[Hello]" in shown(t, "Transcript")
        await t.press("f")
        assert t.report.report == before


async def test_an_unheard_um_is_added(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        before = t.report.report
        await walk_to(t, "Laura")
        await t.press("a")
        after = t.report.report
        assert after.fillers.sounds == before.fillers.sounds + 1
        assert after.pace.words == before.pace.words
        assert "Laura [um] Stone," in shown(t, "Transcript")


async def test_a_wrong_word_is_corrected_and_the_story_judged_again(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        before = t.report.report
        await walk_to(t, "matters")
        await t.press("e")
        assert isinstance(t.app.screen, WordScreen)
        await t.press("ctrl+u", *"keeps", "space", *"fascinating", "enter")
        after = t.report.report
        assert "keeps fascinating much." in after.transcript.text
        assert after.pace.words == before.pace.words + 1
        # what comes after the corrected words is still itself
        await walk_to(t, "uh")
        await t.press("f")
        assert t.report.report.fillers.sounds == before.fillers.sounds - 1
        await t.press("u", "u")
        assert t.report.report == before


async def test_a_digit_says_whether_a_part_was_told(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        covered = t.report.report.coverage.covered
        assert t.report.report.coverage.items[2].verdict == "missing"
        await t.press("3")
        assert t.report.report.coverage.covered == covered + 1
        await t.press("8")
        assert t.report.report.coverage.covered == covered
        assert t.report.report.advice[0].about == "ask"
        await t.press("3", "8")
        assert t.report.report.coverage.covered == covered


async def test_a_digit_says_which_sentence_was_learned(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        await t.until(lambda: t.report._attempt is not None)
        element = t.report.report.coverage.items[2]
        title = t.report.report.story.elements[2].title
        t.behind.teaches = (Lesson(element.element, "I fix bikes.", True),)
        await t.press("3")
        await t.until(lambda: line(t) == f"From now on “I fix bikes.” counts as “{title}”. u takes it back.")
        t.behind.teaches = ()
        await t.press("4")
        await t.until(lambda: line(t).startswith("As you say. No sentence here comes near"))


async def test_a_pause_cannot_be_a_filler(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        before = t.report.report
        await t.press("right", "right", "f")
        assert t.report.report == before
        assert line(t).startswith("Walk to a word first")


async def test_corrections_are_kept_with_the_attempt(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        await t.until(lambda: t.report._attempt is not None)
        await t.press("right", "f")
        await t.until(lambda: t.behind.saved_corrections)
        assert t.behind.saved_corrections == [(Correction("filler_struck", word=3),)]


async def test_a_take_that_is_heard_again_keeps_what_was_set_right(theatre: Open) -> None:
    async with theatre() as t:
        t.behind.the_store = OneTake(t.behind)
        await t.speak_to_the_report()
        await t.press("right", "f")
        strike = (Correction("filler_struck", word=3),)
        await t.until(lambda: t.behind.saved_corrections == [strike])
        await t.press("escape", "l")
        await t.until(lambda: len(t.behind.kept) == 2 and isinstance(t.app.screen, ReportScreen))
        await t.until(lambda: t.report.report.fillers.sounds == 1)
        assert t.behind.saved_corrections == [strike]


async def test_the_story_map_names_all_parts_of_the_story(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        for element in STORY.elements:
            assert element.title in shown(t, "StoryMap")
