"""Looking back: every key of the history, compare and trends screens, on a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from rehearse.diary import COLD_TAKES
from rehearse.errors import InputError, StoreError
from rehearse.facts import AttemptSummary
from rehearse.history.listing import Filter
from rehearse.history.store import Store
from rehearse.report.aligned import AlignedRun
from rehearse.report.compare import RULE
from rehearse.report.trends import TREND_RULE
from rehearse.ui.app import RehearseApp
from rehearse.ui.screens.compare import NO_SOUND, NO_USUAL, CompareScreen
from rehearse.ui.screens.delete import DoomedScreen
from rehearse.ui.screens.help import HelpScreen
from rehearse.ui.screens.history import FOUND_NOTHING, NOTHING, PAGE, HistoryScreen
from rehearse.ui.screens.report import ReportScreen
from rehearse.ui.screens.rule import RuleScreen
from rehearse.ui.screens.stage import StageScreen
from rehearse.ui.screens.trends import TrendsScreen
from rehearse.ui.session import Phase
from rehearse.ui.widgets.aligned_words import AlignedWords
from rehearse.ui.widgets.attempt_list import AttemptList
from rehearse.ui.widgets.home_line import HomeLine
from rehearse.ui.widgets.title_line import TitleLine
from rehearse.ui.widgets.trend_plot import TrendPlot
from tests.attempts import home_in, noise, said, store_in
from tests.ui.past import OTHER, PastBackstage, practised, story_with_a_call
from tests.ui.theatre import Theatre


@pytest.fixture
def store(two_weeks: Callable[[Path], Store], tmp_path: Path) -> Iterator[Store]:
    with two_weeks(tmp_path) as store:
        yield store


class Past(Theatre):
    """The theatre with the history open."""

    @property
    def history(self) -> HistoryScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, HistoryScreen))

    @property
    def list(self) -> AttemptList:
        return self.history.query_one(AttemptList)

    @property
    def at(self) -> AttemptSummary:
        assert self.list.at is not None
        return self.list.at

    @property
    def remark(self) -> str:
        return str(self.app.screen.query_one("#remark", Static).render())

    async def do(self, *keys: str) -> None:
        """Press, and wait for what the keys set off."""
        for key in keys:
            await self.press(key)
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()


@asynccontextmanager
async def looking_back(store: Store, folder: Path) -> AsyncIterator[Past]:
    behind = PastBackstage(store)
    app = RehearseApp(behind, story_with_a_call(folder))
    async with app.run_test(size=(80, 24)) as pilot:
        past = Past(app, behind, pilot)
        await app.workers.wait_for_complete()
        await past.do("a")
        yield past


async def test_the_newest_stand_first_and_the_arrows_walk(store: Store, tmp_path: Path) -> None:
    rows = store.page(limit=100).rows
    async with looking_back(store, tmp_path) as t:
        assert [row.id for row in t.list.rows] == [row.id for row in rows]
        assert t.at.id == rows[0].id
        await t.do("down", "down", "up", "j")
        assert t.at.id == rows[2].id
        await t.do("end")
        assert t.at.id == rows[-1].id
        await t.do("pageup")
        assert rows[-1].id != t.at.id != rows[0].id
        await t.do("home")
        assert t.at.id == rows[0].id
        assert t.history.query_one(TitleLine).aside == f"{len(rows)} attempts"


async def test_more_are_read_as_one_walks_on(tmp_path: Path) -> None:
    with practised(tmp_path, days=20) as store:
        everyone = [row.id for row in store.page(limit=1000).rows]
        async with looking_back(store, tmp_path) as t:
            assert len(t.list.rows) == PAGE < len(everyone)
            for _ in range(3):
                await t.do("end")
            assert [row.id for row in t.list.rows] == everyone
            assert t.at.id == everyone[-1]


async def test_enter_opens_the_report_and_its_corrections_are_kept(store: Store, tmp_path: Path) -> None:
    first = store.page(limit=1).rows[0]
    async with looking_back(store, tmp_path) as t:
        await t.do("enter")
        assert t.report.report.take.file == str(store.sound(store.get(first.id)))
        await t.do("9")
        assert len(store.get(first.id).corrections) == 1
        await t.do("u")  # taking it back reaches the store too
        assert store.get(first.id).corrections == ()
        await t.do("9", "escape")
        assert isinstance(t.app.screen, HistoryScreen)
        assert t.at == store.page(limit=1).rows[0]
        await t.do("enter")  # opened again, it stands as it was corrected
        assert t.report._corrections == store.get(first.id).corrections


async def test_r_on_an_old_report_begins_the_next_take(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        await t.do("enter")
        await t.press("r")
        await t.until(lambda: isinstance(t.app.screen, StageScreen) and t.stage.session.phase is Phase.WAITING)


async def test_an_old_report_is_compared_with_the_usual(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        await t.do("enter", "c")
        assert isinstance(t.app.screen, CompareScreen)
        await t.do("escape")
        assert isinstance(t.app.screen, ReportScreen)


async def test_star_and_note(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        number = t.at.id
        await t.do("s")
        assert store.get(number).starred
        assert t.at.starred
        await t.do("s")
        assert not store.get(number).starred
        await t.do("n", *"hot day", "enter")
        assert store.get(number).note == t.at.note == "hot day"
        assert "hot day" in t.remark
        await t.do("n", "x", "escape")
        assert store.get(number).note == "hot day"


async def test_search(store: Store, tmp_path: Path) -> None:
    wanted = [row.id for row in store.page(Filter(search="joana"), limit=100).rows]
    everyone = store.count()
    async with looking_back(store, tmp_path) as t:
        await t.do("slash", *"joana", "enter")
        assert [row.id for row in t.list.rows] == wanted != []
        assert not t.history.query_one("#search", Input).display
        assert t.history.query_one(TitleLine).aside == f"with \u201cjoana\u201d  {len(wanted)} attempts"
        await t.do("down")  # the keys are the list's again
        assert t.at.id == wanted[1]
        await t.do("escape")
        assert len(t.list.rows) == everyone
        await t.do("slash", *"zanzibar")
        assert str(t.history.query_one("#empty", Static).render()) == FOUND_NOTHING
        await t.do("escape")
        assert len(t.list.rows) == everyone
        await t.do("escape")
        assert isinstance(t.app.screen, StageScreen)


async def test_only_one_story(store: Store, tmp_path: Path) -> None:
    everyone = store.count()
    async with looking_back(store, tmp_path) as t:
        assert t.list.show_story
        await t.do("f", "end", "enter")
        assert {row.story for row in t.list.rows} == {OTHER}
        assert not t.list.show_story
        await t.do("escape")
        assert len(t.list.rows) == everyone
        await t.do("f", "escape")
        assert len(t.list.rows) == everyone


async def test_two_marked_attempts_are_compared_the_earlier_first(store: Store, tmp_path: Path) -> None:
    rows = store.page(limit=4).rows
    async with looking_back(store, tmp_path) as t:
        await t.do("space", "down", "space", "space", "down", "space")
        assert t.list.marked == (rows[0].id, rows[2].id)
        await t.do("c")
        assert isinstance(t.app.screen, CompareScreen)
        found = t.app.screen._compared
        assert (found.before.id, found.after.id) == (rows[2].id, rows[0].id)
        assert len(found.comparison.measures) == 9


async def test_a_third_mark_takes_the_place_of_the_first(store: Store, tmp_path: Path) -> None:
    rows = store.page(limit=4).rows
    async with looking_back(store, tmp_path) as t:
        await t.do("space", "down", "space", "down", "space")
        assert t.list.marked == (rows[1].id, rows[2].id)


async def test_without_marks_it_is_the_usual(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        await t.do("c")
        assert isinstance(t.app.screen, CompareScreen)
        assert t.app.screen._compared.comparison.before.startswith("your usual (of 5 takes")
        assert "your usual" in t.app.screen.query_one(TitleLine)._title


async def test_the_first_take_of_a_story_has_no_usual(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        await t.do("end", "c")
        assert isinstance(t.app.screen, HistoryScreen)
        assert t.remark == NO_USUAL


async def test_either_take_can_be_played(store: Store, tmp_path: Path) -> None:
    rows = store.page(limit=4).rows
    sounds = [store.sound(store.get(row.id)) for row in rows]
    assert sounds[2] is None
    async with looking_back(store, tmp_path) as t:
        await t.do("space", "down", "space", "c")  # rows[1] before, rows[0] after
        await t.press("p")
        await t.until(lambda: t.behind.played == [(str(sounds[0]), 0.0)])
        await t.press("p")
        await t.until(lambda: t.behind.playing is not None and t.behind.playing.stopped and t.remark == "")
        await t.press("P")
        await t.until(lambda: t.behind.played[1:] == [(str(sounds[1]), 0.0)])
        await t.do("escape")
        assert t.behind.playing is not None
        assert t.behind.playing.stopped
        await t.do("down", "space", "c", "P")  # the third has no sound
        assert t.remark == NO_SOUND


async def test_the_rule_is_shown_on_demand(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        await t.do("c", "w")
        assert isinstance(t.app.screen, RuleScreen)
        assert t.app.screen._rule[: len(RULE)] == RULE
        await t.do("escape", "escape", "t", "w")
        assert isinstance(t.app.screen, RuleScreen)
        assert t.app.screen._rule == TREND_RULE


async def test_compare_scrolls(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        await t.do("c")
        page = t.app.screen.query_one("#page")
        await t.do("down", "pagedown")
        assert page.scroll_y > 2
        await t.do("pageup", "up")
        assert page.scroll_y == 0


async def test_trends_over_takes_sessions_and_cold_takes(store: Store, tmp_path: Path) -> None:
    takes = store.trend("networking")
    cold = [row.id for row in takes if row.cold]
    async with looking_back(store, tmp_path) as t:
        await t.do("t")
        assert isinstance(t.app.screen, TrendsScreen)
        plots = list(t.app.screen.query(TrendPlot))
        assert [plot._trend.label for plot in plots] == ["Time", "Pace", "Fillers", "Story"]
        assert [point.attempt for point in plots[0]._trend.points] == [row.id for row in takes]
        await t.do("x")
        assert plots[0]._by_session
        assert "median of a session" in t.remark
        await t.do("x", "c")
        assert [point.attempt for point in plots[0]._trend.points] == cold
        assert "warmed up" not in t.remark
        await t.do("escape")
        assert isinstance(t.app.screen, HistoryScreen)


async def test_trends_of_a_story_with_one_take(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        store.save(said("Hello, I am Ana."), None)
        async with looking_back(store, tmp_path) as t:
            await t.do("t")
            assert isinstance(t.app.screen, TrendsScreen)
            assert t.app.screen.query_one(TitleLine).aside == "1 take"


async def test_deleting_shows_first_what_will_go(store: Store, tmp_path: Path) -> None:
    row, following = store.page(limit=2).rows
    sound = store.sound(store.get(row.id))
    async with looking_back(store, tmp_path) as t:
        await t.do("d", "enter")
        assert isinstance(t.app.screen, DoomedScreen)
        assert [each.id for each in t.app.screen._doomed.attempts] == [row.id]
        await t.do("enter")  # enter alone deletes nothing
        await t.do("escape")
        assert store.get(row.id)
        await t.do("d", "enter", "y")
        assert t.at.id == following.id
    assert sound is not None
    assert not sound.exists()
    with pytest.raises(InputError):
        store.get(row.id)


async def test_deleting_the_sound_alone(store: Store, tmp_path: Path) -> None:
    row = store.page(limit=1).rows[0]
    sound = store.sound(store.get(row.id))
    async with looking_back(store, tmp_path) as t:
        await t.do("d", "down", "enter", "y")
        assert t.at.id == row.id
        assert not t.at.has_sound
        assert "no sound" in t.remark
    assert sound is not None
    assert not sound.exists()
    assert store.get(row.id).take_file is None


async def test_deleting_all_that_is_older(store: Store, tmp_path: Path) -> None:
    older = set(store.older_than(3))
    everyone = {row.id for row in store.page(limit=100).rows}
    async with looking_back(store, tmp_path) as t:
        await t.do("d", "down", "down", "enter")
        assert isinstance(t.app.focused, Input)
        await t.do("end", "backspace", "backspace", "3", "enter")
        assert isinstance(t.app.screen, DoomedScreen)
        assert {row.id for row in t.app.screen._doomed.attempts} == older
        await t.do("y")
        assert {row.id for row in t.list.rows} == everyone - older


async def test_nothing_older_there(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        await t.do("d", "down", "down", "down", "enter", "enter")
        assert t.remark == "There is nothing to delete."


async def test_an_empty_history_says_so_and_no_key_hurts(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        async with looking_back(store, tmp_path) as t:
            assert str(t.history.query_one("#empty", Static).render()) == NOTHING
            for key in ("enter", "space", "c", "t", "s", "n", "d", "down", "end", "pageup", "pagedown", "home"):
                await t.do(key)
            assert isinstance(t.app.screen, HistoryScreen)


async def test_a_history_that_cannot_be_read_says_so(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:

        def refuse(*asked: object) -> None:
            raise StoreError("The attempts cannot be read.", "Look at the disk.")

        t.behind.the_diary.page = refuse  # type: ignore[method-assign, assignment]
        await t.do("f", "end", "enter")
        assert t.remark == "The attempts cannot be read. Look at the disk."


async def test_an_attempt_deleted_by_another_copy_says_so(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        store.delete([t.at.id])
        await t.do("enter")
        assert t.remark.startswith("There is no attempt")


async def test_every_key_is_in_the_help(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        await t.do("question_mark")
        assert isinstance(t.app.screen, HelpScreen)
        titles = [title for title, _ in t.app.screen._groups]
        assert {"Looking back", "Comparing", "How it goes"} <= set(titles)


async def test_the_home_line_tells_days_cold_takes_and_what_to_work_on(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        home = t.stage.query_one(HomeLine).home
        assert home is not None
        assert home.standing.startswith(f"7 days to the call. Last {COLD_TAKES} cold takes: ")
        assert home.work_on


async def test_the_home_line_is_out_of_sight_while_one_speaks(store: Store, tmp_path: Path) -> None:
    async with looking_back(store, tmp_path) as t:
        await t.do("escape")
        await t.speak()
        assert t.stage.query_one(HomeLine).styles.visibility == "hidden"


async def test_a_take_without_an_attempt_is_no_attempt(tmp_path: Path) -> None:
    """Beside `test_untold`: the history shows what the store has, and nothing else."""
    home = home_in(tmp_path)
    noise(home.takes / "2026-11-24_09-30-00_ab12.flac")
    with store_in(home) as store:
        async with looking_back(store, tmp_path) as t:
            assert t.list.rows == []


def test_without_colour_every_run_of_words_has_its_brackets() -> None:
    runs = (
        AlignedRun("dropped", "Hi", 0.0, 1),
        AlignedRun("came_in", "Hello, my", 0.0, 2),
        AlignedRun("same", "Ana", 1, 1),
    )
    assert [row.plain for row in AlignedWords(runs, bracketed=True).lines(40)] == ["[-Hi-] {+Hello, my+} Ana"]
    assert [row.plain for row in AlignedWords(runs, bracketed=False).lines(10)] == ["Hi Hello,", "my Ana"]
