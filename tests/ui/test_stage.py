"""The stage: every key, and every way a take can go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rehearse.config import Settings, save_settings
from rehearse.errors import InputError, MissingPartError, StoreError
from rehearse.ui.screens.ask import AskScreen
from rehearse.ui.screens.help import HelpScreen, keys_of
from rehearse.ui.screens.microphone import MicrophoneScreen
from rehearse.ui.screens.report import ReportScreen
from rehearse.ui.screens.stage import NO_SIGNAL_S, PULSE_S, StageScreen
from rehearse.ui.screens.target import TargetScreen
from rehearse.ui.session import Phase
from rehearse.ui.widgets.clock import Clock
from rehearse.ui.widgets.footlights import Footlights
from rehearse.ui.widgets.meter import Meter
from tests.ui.conftest import Open
from tests.ui.fakes import FakeBackstage


async def test_the_microphone_is_named_and_the_listener_warm_before_anyone_speaks(theatre: Open) -> None:
    async with theatre() as t:
        assert t.stage.query_one(Meter).microphone == "Built-in microphone"
        assert t.behind.takes == []  # nothing is recorded before the person begins


async def test_space_begins_and_space_ends_and_the_report_comes(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        assert t.take.stopped
        assert t.report.report.duration.target_s == 30
        assert t.behind.listener.fed > 0
        await t.until(lambda: [attempt.take_file for attempt in t.behind.kept] == ["take.flac"])


async def test_the_clock_waits_for_signal(theatre: Open) -> None:
    async with theatre() as t:
        await t.press("space")
        await t.until(lambda: t.behind.takes and t.take.begun)
        t.stage.pulse()
        assert t.stage.session.phase is Phase.WAITING
        t.take.say(1.2)
        t.stage.pulse()
        assert t.stage.session.phase is Phase.SPEAKING
        assert t.stage.query_one(Clock).text == "0:01"


async def test_the_countdown_runs_while_the_microphone_wakes(theatre: Open, behind: FakeBackstage) -> None:
    behind.settings = replace(behind.settings, countdown=True)
    async with theatre() as t:
        await t.press("space")
        await t.until(lambda: t.behind.takes and t.take.opened)
        shown = []
        for _ in range(3):
            shown.append(t.stage.query_one(Clock).text)
            assert not t.take.begun
            t.stage.tick()
        assert shown == ["3", "2", "1"]
        await t.until(lambda: t.take.begun)
        assert t.stage.session.phase is Phase.WAITING


@pytest.mark.parametrize("key", ["space", "escape"])
async def test_a_countdown_can_be_broken_off(theatre: Open, behind: FakeBackstage, key: str) -> None:
    behind.settings = replace(behind.settings, countdown=True)
    async with theatre() as t:
        await t.press("space")
        await t.until(lambda: t.behind.takes and t.take.opened)
        await t.press(key)
        assert t.stage.session.phase is Phase.IDLE
        await t.until(lambda: t.take.discarded)
        assert not t.take.begun


@pytest.mark.parametrize(("seconds", "lit"), [(19.9, 0), (20.0, 1), (29.9, 1), (30.0, 2), (32.9, 2), (33.0, 3)])
async def test_the_footlights_come_on_one_by_one(theatre: Open, seconds: float, lit: int) -> None:
    async with theatre() as t:
        await t.speak(seconds)
        assert t.stage.query_one(Footlights).lit == lit


async def test_escape_discards_only_after_asking(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak()
        await t.press("escape")
        assert isinstance(t.app.screen, AskScreen)
        await t.press("escape")  # go on speaking
        assert t.stage.session.phase is Phase.SPEAKING
        assert not t.take.discarded
        await t.press("escape", "y")
        await t.until(lambda: t.take.discarded)
        assert t.stage.session.phase is Phase.IDLE
        await t.app.workers.wait_for_complete()
        assert t.notice == "Discarded."
        assert isinstance(t.app.screen, StageScreen)


async def test_a_take_ends_while_the_question_is_open(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak()
        await t.press("escape")
        t.take.break_off("The microphone “USB” stopped sending: the take up to there is kept.")
        await t.until(lambda: isinstance(t.app.screen_stack[-1], ReportScreen))
        assert not t.take.discarded


async def test_the_next_take_starts_from_the_report(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak_to_the_report()
        await t.press("r")
        await t.until(lambda: len(t.behind.takes) == 2 and t.take.begun)
        assert isinstance(t.app.screen, StageScreen)
        assert t.stage.query_one(Clock).text == "0:00"


async def test_h_hides_the_story_card(theatre: Open) -> None:
    async with theatre() as t:
        wing = t.stage.query_one("#wing")
        assert wing.display
        await t.press("h")
        assert not wing.display
        await t.press("h")
        assert wing.display


async def test_t_sets_the_target(theatre: Open) -> None:
    async with theatre() as t:
        await t.press("t")
        assert isinstance(t.app.screen, TargetScreen)
        await t.press("up", "up", "up", "enter")
        assert t.stage.story.target_s == 45
        await t.press("t", "down", "escape")
        assert t.stage.story.target_s == 45
        await t.press("t", "ctrl+u", "3", "enter")  # three seconds is no target
        assert isinstance(t.app.screen, TargetScreen)
        await t.press("7", "enter")
        assert t.stage.story.target_s == 37


async def test_c_and_d_are_remembered(theatre: Open) -> None:
    async with theatre() as t:
        await t.press("c")
        assert t.behind.settings.countdown
        await t.press("d")
        assert (t.behind.settings.theme, t.app.theme) == ("light", "rehearse-light")
        await t.press("d")
        assert (t.behind.settings.theme, t.app.theme) == ("dark", "rehearse-dark")


async def test_settings_that_cannot_be_written_are_told_and_hold_until_the_end(
    theatre: Open, behind: FakeBackstage, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written") as refused:
        save_settings(tmp_path / "file" / "config.toml", Settings())
    behind.refuses_settings = refused.value
    async with theatre() as t:
        await t.press("c", "d", "m")
        await t.until(lambda: isinstance(t.app.screen, MicrophoneScreen))
        await t.press("enter")
        await t.until(lambda: isinstance(t.app.screen, StageScreen))
        assert (t.app.theme, t.behind.settings.countdown) == ("rehearse-light", True)


async def test_the_question_mark_shows_every_key(theatre: Open) -> None:
    async with theatre(size=(120, 80)) as t:
        await t.press("question_mark")
        assert isinstance(t.app.screen, HelpScreen)
        shown = str(t.app.screen.query_one("Keys").render())
        for screen in (StageScreen, ReportScreen, MicrophoneScreen, type(t.app)):
            for _, does in keys_of(screen):
                assert does.split()[0] in shown
        await t.press("escape")
        assert isinstance(t.app.screen, StageScreen)


async def test_keys_that_belong_to_a_quiet_stage_do_nothing_while_someone_speaks(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak()
        await t.press("t", "m", "c", "l")
        assert isinstance(t.app.screen, StageScreen)
        assert t.stage.session.phase is Phase.SPEAKING


# -- bad cases ---------------------------------------------------------------------------------------------------------


async def test_no_microphone(theatre: Open, behind: FakeBackstage) -> None:
    behind.names = []
    behind.refuses_to_open = MissingPartError("There is no microphone.", "Plug one in.")
    async with theatre() as t:
        assert t.notice == "There is no microphone. Plug one in."
        await t.press("space")
        await t.until_phase(Phase.IDLE)
        await t.app.workers.wait_for_complete()
        await t.until(lambda: t.notice == "There is no microphone. Plug one in.")


async def test_a_busy_microphone_ends_the_countdown_with_a_sentence(theatre: Open, behind: FakeBackstage) -> None:
    behind.settings = replace(behind.settings, countdown=True)
    behind.refuses_to_open = MissingPartError("“USB” is in use by another program.", "Close the other program.")
    async with theatre() as t:
        await t.press("space")
        await t.until(lambda: "in use" in t.notice)
        assert t.stage.session.phase is Phase.IDLE


async def test_a_microphone_with_brackets_in_its_name_is_named_whole(theatre: Open, behind: FakeBackstage) -> None:
    behind.refuses_to_open = MissingPartError("“USB [Realtek] [/2]” is in use.", "Close the other program.")
    async with theatre() as t:
        await t.press("space")
        await t.until_phase(Phase.IDLE)
        assert t.notice == "“USB [Realtek] [/2]” is in use. Close the other program."


async def test_silence(theatre: Open, behind: FakeBackstage) -> None:
    behind.unusable = InputError("The take is silent.", "Look whether it is muted.")
    async with theatre() as t:
        await t.speak()
        await t.press("space")
        await t.until(lambda: t.notice == "The take is silent. Look whether it is muted.")
        assert t.stage.session.phase is Phase.IDLE


async def test_zeros_are_noticed_while_the_person_still_waits(theatre: Open) -> None:
    async with theatre() as t:
        await t.press("space")
        await t.until(lambda: t.behind.takes and t.take.begun)
        t.stage._pulse.pause()
        for _ in range(round(NO_SIGNAL_S / PULSE_S) + 1):
            t.stage.pulse()
        assert "is the microphone muted?" in str(t.stage.query_one("#caption").render())
        t.take.say(0.5)
        t.stage.pulse()
        assert t.stage.session.phase is Phase.SPEAKING
        assert str(t.stage.query_one("#caption").render()) == ""


async def test_too_loud_is_said_at_the_meter(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak()
        t.take.say(5.0, peak_dbfs=-0.5)
        t.stage.pulse()
        await t.pilot.pause()
        assert "too loud" in str(t.stage.query_one(Meter).render())


async def test_a_lost_microphone_keeps_the_take_and_says_so(theatre: Open) -> None:
    async with theatre() as t:
        await t.speak()
        t.take.break_off("The microphone “USB” stopped sending: the take up to there is kept.")
        await t.until(lambda: isinstance(t.app.screen, ReportScreen))
        assert any("stopped sending" in note for note in t.report.report.notes)


async def test_a_full_disk_is_told_and_the_report_still_comes(theatre: Open, behind: FakeBackstage) -> None:
    behind.take_file = None
    async with theatre() as t:
        await t.speak()
        t.take.break_off("The disk is full: what was spoken so far is kept. Free some space.")
        await t.until(lambda: isinstance(t.app.screen, ReportScreen))
        assert any("disk is full" in note for note in t.report.report.notes)
        await t.press("p")
        assert t.behind.played == []


async def test_a_missing_model_costs_the_report_not_the_take(theatre: Open, behind: FakeBackstage) -> None:
    behind.refuses_parts = MissingPartError("The model is not on this machine.", "Fetch it.")
    async with theatre() as t:
        assert t.notice == "The model is not on this machine. Fetch it."
        await t.speak()
        assert t.stage.session.phase is Phase.SPEAKING
        await t.press("space")
        await t.until_phase(Phase.IDLE)
        assert t.take.stopped
        assert "The take is kept" in t.notice
        t.behind.refuses_parts = None
        await t.press("l")
        await t.until(lambda: isinstance(t.app.screen, ReportScreen))


async def test_a_listener_that_dies_in_mid_take_costs_the_report_not_the_take(
    theatre: Open, behind: FakeBackstage
) -> None:
    behind.dies_after_blocks = 1
    async with theatre() as t:
        await t.speak()
        t.take.say(12.0)
        t.take.say(20.0)
        t.stage.pulse()
        await t.pilot.pause()
        assert t.stage.session.phase is Phase.SPEAKING  # the person is not interrupted
        await t.press("space")
        await t.until_phase(Phase.IDLE)
        assert "listening process has ended" in t.notice
        assert "The take is kept" in t.notice


async def test_escape_while_listening_keeps_the_take(theatre: Open, behind: FakeBackstage) -> None:
    behind.hold = True
    async with theatre() as t:
        await t.speak()
        await t.press("space")
        await t.until_phase(Phase.LISTENING)
        await t.press("escape")
        await t.until_phase(Phase.IDLE)
        assert t.notice.startswith("The take is kept")
        behind.hold = False
        await t.press("l")
        await t.until(lambda: isinstance(t.app.screen, ReportScreen))


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_quitting_while_listening_ends_the_listener_at_once(
    theatre: Open, behind: FakeBackstage, key: str
) -> None:
    behind.hold = True
    async with theatre() as t:
        await t.speak()
        await t.press("space")
        await t.until_phase(Phase.LISTENING)
        await t.pilot.press(key)
        await t.until(lambda: t.behind.closed)
        assert t.app._exit


async def test_a_store_that_cannot_be_used_does_not_hide_the_report(theatre: Open, behind: FakeBackstage) -> None:
    behind.refuses_store = StoreError("The attempts cannot be kept.", "Free some space.")
    async with theatre() as t:
        await t.speak_to_the_report()
        await t.until(lambda: t.app._notifications)
        assert [note.title for note in t.app._notifications] == ["The attempts cannot be kept."]


async def test_an_error_of_our_own_ends_the_app_and_is_not_swallowed(theatre: Open, behind: FakeBackstage) -> None:
    async with theatre() as t:
        await t.speak()
        behind.hears = None  # type: ignore[assignment]
        t.behind.listener.finish = lambda: 1 / 0  # type: ignore[method-assign, assignment, return-value]
        await t.pilot.press("space")
        await t.until(lambda: t.app.broke is not None)
        assert isinstance(t.app.broke, ZeroDivisionError)
