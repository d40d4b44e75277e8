"""A take that is being spoken: no trouble with the listening costs it."""

from __future__ import annotations

import pytest

from rehearse.errors import InputError, MissingPartError
from rehearse.rehearsal import ReportReady, TakeReady
from rehearse.speaking import Fell, speak
from tests.ui.fakes import FakeBackstage, FakeTake
from tests.ui.pieces import STORY, backstage


@pytest.fixture
def behind() -> FakeBackstage:
    return backstage()


def spoken(behind: FakeBackstage, blocks: int = 3) -> FakeTake:
    take = behind.live_take()
    for block in range(blocks):
        take.say(block + 1.0)
    take.stop()
    return take


def kinds(behind: FakeBackstage, take: FakeTake, discarded: bool = False) -> list[object]:
    return list(speak(take, STORY, behind.parts, discarded=lambda: discarded))


def test_all_well(behind: FakeBackstage) -> None:
    events = kinds(behind, spoken(behind))
    assert any(isinstance(event, TakeReady) for event in events)
    assert isinstance(events[-1], ReportReady)


def test_recording_begins_before_the_parts_are_asked_for(behind: FakeBackstage) -> None:
    take = spoken(behind)
    begun: list[bool] = []

    def parts() -> object:
        begun.append(take.begun)
        return behind.parts()

    list(speak(take, STORY, parts))  # type: ignore[arg-type]
    assert begun == [True]


def test_without_a_model_the_take_is_recorded_to_its_end(behind: FakeBackstage) -> None:
    behind.refuses_parts = MissingPartError("no model", "get it")
    (fell,) = kinds(behind, spoken(behind))
    assert isinstance(fell, Fell)
    assert fell.take is not None
    assert fell.take.duration_s == 3.0


def test_a_listener_that_dies_leaves_the_take(behind: FakeBackstage) -> None:
    behind.dies_after_blocks = 1
    *_, fell = kinds(behind, spoken(behind))
    assert isinstance(fell, Fell)
    assert fell.take is not None
    assert fell.report is None


def test_a_silent_take_is_no_take(behind: FakeBackstage) -> None:
    behind.unusable = InputError("The take is silent.", "")
    *_, fell = kinds(behind, spoken(behind))
    assert isinstance(fell, Fell)
    assert (fell.take, fell.error) == (None, behind.unusable)


def test_a_discarded_take_says_nothing_more(behind: FakeBackstage) -> None:
    take = behind.live_take()
    take.say(1.0)
    take.discard()
    assert kinds(behind, take, discarded=True) == []


def test_a_take_discarded_after_its_listener_died(behind: FakeBackstage) -> None:
    behind.dies_after_blocks = 0
    take = behind.live_take()
    take.say(1.0)
    take.say(2.0)
    take.discard()
    assert kinds(behind, take, discarded=True) == []
