"""The window rule: the same windows however the sound arrives, nothing voiced is lost, none is too long."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from rehearse.listen.windows import FRAME_S, LONGEST_S, VOICE_STARTS, Window, WindowRule

HEARD_AGAIN = round(8 / FRAME_S)
"""Frames: as the real hearing does, a window goes on from some seconds before its end."""

stretch = st.tuples(st.floats(0, 1), st.integers(1, 400))
voices = st.lists(stretch, max_size=12).map(lambda parts: [p for p, n in parts for _ in range(n)])


def windows_of(voice: list[float], block: int) -> list[Window]:
    rule = WindowRule()
    windows = []
    for at in range(0, len(voice), block):
        for window in rule.feed(voice[at : at + block]):
            windows.append(window)
            if not window.ended:
                rule.go_on_from(window.last - HEARD_AGAIN)
    last = rule.finish()
    return [*windows, last] if last else windows


@given(voices, st.integers(1, 500))
def test_block_size_changes_nothing(voice: list[float], block: int) -> None:
    assert windows_of(voice, block) == windows_of(voice, max(len(voice), 1))


@given(voices)
def test_every_clearly_voiced_frame_is_in_a_window(voice: list[float]) -> None:
    windows = windows_of(voice, 16)
    for frame, probability in enumerate(voice):
        if probability >= VOICE_STARTS:
            assert any(w.first <= frame < w.last for w in windows)


@given(voices)
def test_windows_share_nothing_but_what_is_heard_again(voice: list[float]) -> None:
    for before, after in itertools.pairwise(windows_of(voice, 16)):
        assert after.first >= before.last if before.ended else after.first == before.last - HEARD_AGAIN


@given(voices)
def test_windows_are_in_order_and_short_enough_for_whisper(voice: list[float]) -> None:
    windows = windows_of(voice, 16)
    assert all(a.first < b.first for a, b in itertools.pairwise(windows))
    assert all(0 < (w.last - w.first) * FRAME_S <= LONGEST_S for w in windows)


def test_a_take_without_a_pause_is_heard_as_it_goes_on() -> None:
    voice = [0.9] * round(28 / FRAME_S)
    first, second, last = windows_of(voice, 16)
    assert [w.ended for w in (first, second, last)] == [False, False, True]
    assert first == Window(0, round(LONGEST_S / FRAME_S), (True,) * round(LONGEST_S / FRAME_S), ended=False)
    assert last.last == len(voice)


def test_quiet_gives_no_window() -> None:
    assert windows_of([0.1] * 1000, 16) == []


def test_the_tail_is_known_before_the_take_ends() -> None:
    rule = WindowRule()
    assert list(rule.feed([0.9] * 100)) == []
    assert rule.tail() is None
    assert list(rule.feed([0.05] * 12)) == []
    ahead = rule.tail()
    assert list(rule.feed([0.05] * 5)) == []
    assert ahead == rule.tail() == rule.finish()
