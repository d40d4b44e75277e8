"""The measures, held to the contract's definitions."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rehearse.facts import Contour, Filler, Pauses, Span, Word
from rehearse.lexicon import Lexicon
from rehearse.measures.duration import measure_duration, speaking_span
from rehearse.measures.fillers import mark_filler_words, measure_fillers
from rehearse.measures.measure import measure
from rehearse.measures.pace import count_words, measure_pace
from rehearse.measures.pauses import measure_pauses
from rehearse.measures.syllables import by_spelling, syllables
from rehearse.measures.voice import measure_voice
from tests.builders import heard, words_in_a_row


def no_dictionary(word: str) -> None:
    return None


def test_speaking_time_runs_from_first_sound_to_last_and_includes_filled_pauses() -> None:
    words = words_in_a_row("[um] hello there", start=1.0)
    assert speaking_span(words, (Span(0.9, 1.5), Span(1.8, 2.35))) == Span(0.9, 2.35)


def test_voice_far_from_any_word_is_not_the_pitch() -> None:
    words = words_in_a_row("hello there", start=5.0)
    assert speaking_span(words, (Span(0.2, 0.5), Span(4.9, 5.8), Span(9.0, 9.4))) == Span(4.9, 5.8)


def test_without_words_nothing_was_spoken() -> None:
    assert speaking_span((), (Span(0, 1),)) is None


@pytest.mark.parametrize(
    ("speaking_s", "verdict"), [(19.9, "short"), (20.1, "on_time"), (30, "on_time"), (33, "on_time"), (33.1, "over")]
)
def test_duration_is_held_against_the_target(speaking_s: float, verdict: str) -> None:
    duration = measure_duration(40, Span(1, 1 + speaking_s), 30)
    assert duration.verdict == verdict
    assert duration.difference_s == pytest.approx(speaking_s - 30)
    assert duration.lead_in_s + duration.speaking_s + duration.tail_s == pytest.approx(40)


def test_a_pause_is_at_least_a_quarter_second_and_inside_the_speaking_time() -> None:
    words = words_in_a_row("one two. three four", start=1.0)
    voice = (Span(0.0, 0.2), Span(1.0, 1.4), Span(1.64, 1.8), Span(2.05, 2.2), Span(2.5, 2.6))
    pauses = measure_pauses(words, voice, Span(1.0, 2.6))
    assert [(p.start, p.end) for p in pauses.items] == [(1.8, 2.05), (2.2, 2.5)]
    assert pauses.longest_s == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("text", "at"),
    [("one. two", "boundary"), ("one, two", "boundary"), ("one two", "inside"), ("one because", "boundary")],
)
def test_a_pause_is_inside_a_clause_or_at_its_boundary(text: str, at: str) -> None:
    words = words_in_a_row(text, start=0.0, each_s=0.5, gap_s=0.5)
    pauses = measure_pauses(words, (Span(0.0, 0.5), Span(1.0, 1.5)), Span(0.0, 1.5))
    assert [p.at for p in pauses.items] == [at]


def test_a_filled_pause_does_not_part_a_clause() -> None:
    words = words_in_a_row("the [um] bank", start=0.0, each_s=0.5, gap_s=0.5)
    voice = (Span(0.0, 0.5), Span(1.0, 1.5), Span(2.0, 2.5))
    assert [p.at for p in measure_pauses(words, voice, Span(0, 2.5)).items] == ["inside", "inside"]


def test_words_count_as_said_and_filler_sounds_do_not() -> None:
    assert count_words(words_in_a_row("We grew 12% [um] last year")) == 6


def test_pace_is_words_a_minute_of_speaking_time() -> None:
    words = words_in_a_row("one two three four five six", start=0.0, each_s=0.4)
    pauses = measure_pauses(words, (Span(0.0, 1.0), Span(2.0, 3.0)), Span(0.0, 3.0))
    pace = measure_pace(words, Span(0.0, 3.0), pauses, {"seven": 2}.get)
    assert pace.wpm == pytest.approx(120)
    assert pace.articulation_sps == pytest.approx(6 / 2.0)
    assert pace.verdict == "slow"
    assert sum(third or 0 for third in pace.thirds) / 3 == pytest.approx(120)


def test_the_pace_of_a_few_words_is_not_known() -> None:
    result = measure(heard("Hello there"), 2.0, 30.0, (), no_dictionary)
    assert result.pace.wpm is None
    assert any(note.startswith("Pace is not known") for note in result.notes)


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(finite, finite), min_size=5, max_size=8), finite, finite)
@example([(1.0, 0.0)] * 4 + [(0.0, 1e308)], 1.0, 1.0000001)
def test_any_times_give_a_pace_that_is_a_number_or_not_known(
    times: list[tuple[float, float]], start: float, end: float
) -> None:
    words = tuple(Word("word", begin, stop, 1.0) for begin, stop in times)
    pace = measure_pace(words, Span(start, end), Pauses(0, None, 0.0, 0.0, ()), no_dictionary)
    known = [n for n in (pace.wpm, pace.articulation_sps, *pace.thirds) if n is not None]
    assert all(math.isfinite(n) for n in known)


@example([(1 / 3, 0.25), (1.0, 0.0)])
@given(st.lists(st.tuples(st.floats(0.1, 1.0), st.floats(0.0, 1.5)), min_size=1, max_size=40))
def test_pauses_and_voice_fill_the_speaking_time(lengths: list[tuple[float, float]]) -> None:
    voice, at = [], 0.0
    for sound, silence in lengths:
        voice.append(Span(at, at + sound))
        at += sound + silence
    speaking = Span(0.0, voice[-1].end)
    pauses = measure_pauses((Word("a", 0, 0.1, 1),), tuple(voice), speaking)
    assert pauses.total_s <= speaking.length_s + 1e-9
    assert pauses.longest_s <= pauses.total_s + 1e-9
    assert all(p.end - p.start >= 0.25 - 1e-6 for p in pauses.items)  # times are floats


@pytest.mark.parametrize(
    ("word", "count"),
    [("engineer", 3), ("the", 1), ("business", 2), ("graduated", 4), ("i'm", 1), ("alumni", 3), ("co-founder", 3)],
)
def test_syllables_come_from_the_dictionary(word: str, count: int) -> None:
    assert syllables(word, Lexicon()) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("linh", 1), ("fintech", 2), ("jumped", 1), ("wanted", 2), ("table", 2)],
)
def test_unknown_words_are_counted_by_their_spelling(word: str, count: int) -> None:
    assert by_spelling(word) == count


@given(st.text())
def test_every_word_has_a_syllable(word: str) -> None:
    assert syllables(word, no_dictionary) >= 1


def test_fillers_keep_sounds_and_words_apart_and_say_their_range() -> None:
    take = heard("[um] I like, you know, [uh] boats")
    likely = Filler("you know", "filler_word", 1.6, 2.4, "likely", "set off by commas")
    fillers = measure_fillers(take, (likely,), 6, Span(0.5, 60.5))
    assert (fillers.sounds, fillers.words) == (2, 1)
    assert fillers.per_minute == pytest.approx(3)
    assert [item.text for item in fillers.items] == ["um", "you know", "uh"]


def test_words_inside_a_filler_are_marked() -> None:
    take = heard("so you know boats")
    marked = mark_filler_words(take.transcript, (Filler("you know", "filler_word", 0.9, 1.7, "likely", ""),))
    assert [word.kind for word in marked.words] == ["word", "filler_word", "filler_word", "word"]


def test_a_word_that_lasts_no_time_beside_a_filler_is_not_marked() -> None:
    """The ear gives such words: the next one began where it did."""
    words = (Word("meet", 1.0, 1.0, 0.9), Word("like,", 1.0, 1.3, 0.9), Word("me", 1.3, 1.3, 0.9))
    said = replace(heard("Hello").transcript, words=words)
    marked = mark_filler_words(said, (Filler("like", "filler_word", 1.0, 1.3, "certain", ""),))
    assert [word.kind for word in marked.words] == ["word", "filler_word", "word"]


@given(st.floats(80, 300), st.floats(0.0, 5.0))
def test_pitch_spread_is_in_semitones_whatever_the_voice(base_hz: float, spread: float) -> None:
    times = np.arange(0, 5, 0.016)
    pitch = base_hz * 2 ** (spread * np.sqrt(2) * np.sin(times * 7) / 12)
    contour = Contour(0.016, tuple(float(p) for p in pitch), tuple(-20.0 for _ in pitch))
    voice = measure_voice(contour, Span(0, 5))
    assert voice.pitch_sd_semitones == pytest.approx(spread, abs=0.1)
    assert voice.loudness_range_db == pytest.approx(0)


def test_little_voice_gives_no_spread() -> None:
    contour = Contour(0.016, (120.0,) * 50, (-20.0,) * 50)
    assert measure_voice(contour, Span(0, 5)).pitch_sd_semitones is None


@pytest.mark.parametrize(("probability", "doubtful"), [(0.4, True), (0.75, False)])
def test_doubtful_words_are_said_to_be_doubtful(probability: float, doubtful: bool) -> None:
    take = heard("and Zeeam student in vatasa vatraan")
    words = tuple(replace(word, probability=probability) for word in take.transcript.words)
    take = replace(take, transcript=replace(take.transcript, words=words))
    notes = measure(take, 3.0, 30.0, (), no_dictionary).notes
    assert any("doubtful" in note for note in notes) is doubtful
