"""The stage's state machine, its signals, and the shapes that are drawn from them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rehearse.ui.session import COUNTDOWN, Phase, Session
from rehearse.ui.signals import WORDS, lights
from rehearse.ui.widgets.clock import LARGE, SMALL, drawn
from rehearse.ui.widgets.meter import FLOOR_DBFS, column
from rehearse.ui.widgets.transcript import lay_out


def test_a_take_with_its_countdown() -> None:
    session = Session().begin(countdown=True)
    shown = []
    while session.phase is Phase.COUNTDOWN:
        shown.append(session.count)
        session = session.tick()
    assert shown == list(range(COUNTDOWN, 0, -1))
    assert session.phase is Phase.WAITING
    assert not session.begins_now  # the microphone still sleeps
    session = session.microphone_awake()
    assert session.begins_now
    session = session.signal()
    assert session.phase is Phase.SPEAKING
    assert session.stop().phase is Phase.LISTENING


def test_a_microphone_that_wakes_during_the_countdown_waits_for_it() -> None:
    session = Session().begin(countdown=True).microphone_awake()
    assert not session.begins_now
    for _ in range(COUNTDOWN):
        session = session.tick()
    assert session.begins_now


STEPS = ("begin", "begin_now", "hear", "tick", "microphone_awake", "signal", "stop", "rest")


@given(st.lists(st.sampled_from(STEPS), max_size=40))
def test_whatever_happens_in_whatever_order(steps: list[str]) -> None:
    session = Session()
    for step in steps:
        before = session
        if step in ("begin", "begin_now"):
            session = session.begin(countdown=step == "begin")
        else:
            session = getattr(session, step)()
        assert session.run - before.run in (0, 1)
        if session.run != before.run:
            assert before.phase is Phase.IDLE  # a take never starts on top of another
        if session.phase is Phase.LISTENING and before.phase not in (Phase.LISTENING, Phase.IDLE):
            assert before.on_air  # only what was on the air can end
        assert session.phase is not Phase.COUNTDOWN or 1 <= session.count <= COUNTDOWN


@given(st.floats(0, 1000), st.floats(5, 600))
def test_lights_only_ever_go_on(seconds: float, target_s: float) -> None:
    assert 0 <= lights(seconds, target_s) <= lights(seconds + 1, target_s) < len(WORDS)


def test_the_lights_of_half_a_minute() -> None:
    assert [lights(s, 30) for s in (0, 19.9, 20, 29.9, 30, 32.9, 33)] == [0, 0, 1, 1, 2, 2, 3]


@given(st.from_regex(r"[0-9]{1,2}:[0-9]{2}", fullmatch=True), st.sampled_from([SMALL, LARGE]))
def test_every_time_is_drawn_in_a_box(text: str, size: tuple[int, int]) -> None:
    rows = drawn(text, *size)
    assert len(rows) == size[1]
    assert len({len(row) for row in rows}) == 1


def test_every_digit_has_its_own_shape() -> None:
    for size in (SMALL, LARGE):
        assert len({tuple(drawn(digit, *size)) for digit in "0123456789"}) == 10


def test_the_digit_two() -> None:
    assert drawn("2", *SMALL) == ["██████", "    ██", "██████", "██    ", "██████"]


@given(st.floats(-200, 20), st.integers(10, 200))
def test_a_level_stands_on_the_line(dbfs: float, width: int) -> None:
    assert 0 <= column(dbfs, width) <= width
    assert column(FLOOR_DBFS, width) == 0
    assert column(0, width) == width


@given(st.lists(st.integers(1, 30), max_size=60), st.integers(8, 100))
def test_lines_hold_every_piece_once_in_order_and_fit(lengths: list[int], width: int) -> None:
    rows = lay_out(lengths, width)
    assert [place for row in rows for place in row] == list(range(len(lengths)))
    for row in rows:
        used = sum(lengths[place] for place in row) + len(row) - 1
        assert used <= width or len(row) == 1
