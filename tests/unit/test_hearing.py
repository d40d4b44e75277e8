"""What the listening room concludes from decodes and sounds, without a model."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.facts import Word
from rehearse.listen.agreement import insertion_points
from rehearse.listen.ear import honest_range
from rehearse.listen.filled_pauses import STATE_S, Stretch, Worth, stretches
from rehearse.listen.filler_text import is_filler_sound
from rehearse.listen.fusion import fuse
from rehearse.listen.hearing import head_for, widest_gap
from rehearse.listen.names import with_names
from rehearse.listen.recogniser import RATE, TimedWord, TokenStep
from rehearse.listen.restarts import find_restarts
from rehearse.listen.verbatim import Claim, Said, tokens_between
from rehearse.listen.word_times import corrected, in_time_order

PLAIN = [TimedWord("I", 0.2, 0.4, 0.9), TimedWord("work", 1.4, 1.8, 0.9), TimedWord("here.", 1.8, 2.2, 0.9)]
WHOLE_S = 3.0
WORTH = Worth(base=2.5, per_odds=0.3, per_doubling=0.8, absence=-3.0)


@pytest.mark.parametrize("text", ["um", "Uh,", "uhm", "ummm", "er", "erm", "Ah!", "eh", "hm", "Hmm..."])
def test_filled_pauses_are_known_by_their_spelling(text: str) -> None:
    assert is_filler_sound(text)


@pytest.mark.parametrize("text", ["uh-huh", "mhm", "her", "am", "hum", "a", "", "Mr.", "or", "oh"])
def test_answers_and_words_are_not_filled_pauses(text: str) -> None:
    assert not is_filler_sound(text)


def test_claimed_and_heard_is_a_filler_with_the_times_of_the_sound() -> None:
    (found,) = fuse([Claim("um", 1, 0.8)], [Stretch(0.7, 1.1, 0.9)], PLAIN, WHOLE_S, WORTH)
    assert (found.start, found.end, found.after_words, found.certainty) == (0.7, 1.1, 1, "certain")


def test_the_head_vetoes_what_it_does_not_hear() -> None:
    assert fuse([Claim("um", 1, 0.7)], [], PLAIN, WHOLE_S, WORTH) == []


def test_a_sound_alone_is_no_filler_but_beside_a_certain_one_it_is() -> None:
    sounds = [Stretch(0.5, 0.8, 0.95), Stretch(0.95, 1.3, 0.96)]
    assert fuse([], sounds, PLAIN, WHOLE_S, WORTH) == []
    assert len(fuse([Claim("uh", 1, 0.9)], sounds, PLAIN, WHOLE_S, WORTH)) == 2


def test_an_unwritten_filler_stands_behind_the_word_that_parts_it_from_the_written_one() -> None:
    first, second = fuse(
        [Claim("um", 1, 0.9)], [Stretch(0.7, 1.1, 0.95), Stretch(1.8, 2.0, 0.95)], PLAIN, WHOLE_S, WORTH
    )
    assert (first.start, first.after_words, second.start, second.after_words) == (0.7, 1, 1.8, 2)


def test_fillers_that_run_together_share_one_long_stretch() -> None:
    claims = [Claim("uh", 1, 0.9), Claim("uh", 1, 0.9)]
    first, second = fuse(claims, [Stretch(0.5, 1.3, 0.99)], PLAIN, WHOLE_S, WORTH)
    assert (first.start, first.end, second.end) == (0.5, pytest.approx(0.9), pytest.approx(1.3))


def test_one_drawn_out_filler_is_one() -> None:
    claims = [Claim("um", 1, 0.9), Claim("um", 1, 0.42)]
    assert len(fuse(claims, [Stretch(0.5, 1.3, 0.99)], PLAIN, WHOLE_S, WORTH)) == 1


@given(st.floats(0.08, 2), st.floats(0.08, 2), st.floats(0, 1), st.floats(0, 1))
def test_a_longer_and_surer_sound_is_worth_no_less(short: float, long: float, faint: float, sure: float) -> None:
    short, long = sorted((short, long))
    faint, sure = sorted((faint, sure))
    assert WORTH.of(Stretch(0, short, faint)) <= WORTH.of(Stretch(0, long, sure)) + 1e-9


def test_a_claim_without_a_sound_must_be_nearly_sure() -> None:
    (found,) = fuse([Claim("um", 1, 0.99)], [], PLAIN, WHOLE_S, WORTH)
    assert found.certainty == "likely"
    assert (found.start, found.end) == (pytest.approx(0.4), pytest.approx(1.8))


def test_a_drawn_out_word_before_may_have_swallowed_the_filler() -> None:
    plain = [TimedWord("but", 0.2, 1.9, 0.9), TimedWord("we", 1.9, 2.2, 0.9)]
    (found,) = fuse([Claim("um", 1, 0.9)], [Stretch(0.8, 1.4, 0.95)], plain, WHOLE_S, WORTH)
    assert (found.start, found.end) == (0.8, 1.4)


def test_a_loop_of_fillers_is_not_believed() -> None:
    claims = [Claim("uh", 3, 0.9)] * 9
    assert fuse(claims, [Stretch(2.4, 2.8, 0.99)], PLAIN, WHOLE_S, WORTH) == []


def test_without_a_head_only_what_was_probably_said_counts() -> None:
    claims = [Claim("um", 0, 0.7), Claim("um", 2, 0.45)]
    assert [f.after_words for f in fuse(claims, None, PLAIN, WHOLE_S, None)] == [0]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1)), max_size=5),
    st.lists(st.tuples(st.floats(0, 3), st.floats(0.08, 1), st.floats(0.1, 1)), max_size=5),
)
def test_fusion_is_ordered_and_probable(claims: list[tuple[int, float]], sounds: list[tuple[float, ...]]) -> None:
    made = [Claim("um", *claim) for claim in sorted(claims)]
    heard = [Stretch(start, start + length, p) for start, length, p in sorted(sounds)]
    found = fuse(made, heard, PLAIN, WHOLE_S, WORTH)
    assert [f.after_words for f in found] == sorted(f.after_words for f in found)
    assert all(0.5 <= f.probability <= 1 and f.start <= f.end for f in found)


def test_stretches_are_smoothed_and_long_enough() -> None:
    probabilities = np.zeros(100, np.float32)
    probabilities[10] = 1.0
    probabilities[40:60] = 0.95
    (only,) = stretches(probabilities, 0.5)
    assert only.start == pytest.approx(40 * STATE_S)
    assert only.end == pytest.approx(60 * STATE_S)
    assert stretches(np.zeros(0, np.float32), 0.5) == []


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_insertion_points_never_go_back(base: list[str], other: list[str]) -> None:
    before, distance = insertion_points(base, other)
    assert before == sorted(before)
    assert abs(len(base) - len(other)) <= distance <= max(len(base), len(other))


def test_an_inserted_word_is_placed_between_its_neighbours() -> None:
    assert insertion_points(["i", "work", "here"], ["i", "um", "work", "here"]) == ([0, 1, 1, 2], 1)


def test_the_head_of_the_embedded_model_is_found_by_its_digest() -> None:
    head = head_for("1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a")
    assert head is not None
    assert head.probabilities(np.zeros((7, 384), np.float32)).shape == (7,)
    assert head_for("0" * 64) is None


def voiced(*spans: tuple[float, float]) -> np.ndarray:
    samples = np.random.default_rng(0).standard_normal(round(WHOLE_S * RATE)).astype(np.float32) * 1e-4
    for start, end in spans:
        at = np.arange(round(start * RATE), round(end * RATE))
        samples[at] += 0.3 * np.sin(2 * np.pi * 150 * at / RATE).astype(np.float32)
    return samples


def test_a_word_does_not_swallow_the_pause_before_it() -> None:
    words = [TimedWord("I", 0.2, 0.4, 0.9), TimedWord("work", 0.4, 1.8, 0.9)]
    first, second = corrected(words, voiced((0.2, 0.4), (1.4, 1.8)), [])
    assert (first.end, second.start) == (pytest.approx(0.4, abs=0.03), pytest.approx(1.4, abs=0.03))


def test_a_word_does_not_swallow_the_filler_before_it() -> None:
    words = [TimedWord("this", 0.4, 1.8, 0.9)]
    (word,) = corrected(words, voiced((0.5, 0.9), (1.3, 1.8)), [Stretch(0.5, 0.9, 0.9)])
    assert word.start == pytest.approx(1.3, abs=0.03)


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0, 1)), max_size=6))
def test_corrected_words_stay_in_order(times: list[tuple[float, float]]) -> None:
    words = [TimedWord("a", s, s + n, 0.5) for s, n in sorted(times)]
    settled = corrected(words, voiced((0.5, 1.0), (1.5, 2.5)), [])
    assert all(w.start <= w.end for w in settled)
    assert all(a.start <= b.start for a, b in itertools.pairwise(settled))


def spoken(text: str) -> tuple[Word, ...]:
    return tuple(
        Word(t, i * 0.3, i * 0.3 + 0.2, 1.0, "filler_sound" if t in {"um", "uh"} else "word")
        for i, t in enumerate(text.split())
    )


@pytest.mark.parametrize(
    ("text", "kind", "marked"),
    [
        ("I, I worked at Oracle.", "repeat", "I,"),
        ("We will, um we will call you.", "repeat", "We will,"),
        ("I was in the sal- sales team.", "cut_off", "sal-"),
        ("We ali, aligned the teams.", "cut_off", "ali,"),
        ("I was, I am an engineer.", "restart", "I was,"),
    ],
)
def test_repeats_restarts_and_cut_offs(text: str, kind: str, marked: str) -> None:
    (restart,) = find_restarts(spoken(text))
    assert (restart.kind, restart.text) == (kind, marked)


@pytest.mark.parametrize(
    "text", ["It was very very good.", "I know that that works.", "He had had enough.", "In interesting times."]
)
def test_doubling_on_purpose_is_no_repeat(text: str) -> None:
    assert find_restarts(spoken(text)) == ()


@given(st.lists(st.floats(0.5, 1), max_size=30))
def test_the_range_holds_the_count(probabilities: list[float]) -> None:
    low, high = honest_range(probabilities)
    assert 0 <= low <= len(probabilities) <= high


def test_the_range_of_sure_fillers_is_narrow() -> None:
    assert honest_range([]) == (0, 0)
    assert honest_range([0.999] * 3) == (3, 4)


def sure(text: str, probability: float) -> tuple[Word, ...]:
    return tuple(Word(t, i * 0.3, i * 0.3 + 0.2, probability) for i, t in enumerate(text.split()))


def test_an_unsure_word_that_sounds_like_a_name_on_the_card_becomes_it() -> None:
    heard = with_names(sure("Please call Stila, today.", 0.3), ("Stella Kessler",))
    assert [w.text for w in heard] == ["Please", "call", "Stella,", "today."]


def test_a_name_is_not_invented() -> None:
    names = ("Stella", "Oracle", "Deloitte")
    sure_words = sure("We still call at the store.", 0.9)
    assert with_names(sure_words, names) == sure_words
    unlike = sure("We ask about the weather.", 0.2)
    assert with_names(unlike, names) == unlike
    assert with_names(unlike, ()) == unlike


@pytest.mark.parametrize(
    "note", ["Fifteen minutes next week", "To meet again. Fifteen minutes!", "- Fifteen minutes", "a\nFifteen b"]
)
def test_a_word_that_opens_a_note_is_no_name_for_its_capital(note: str) -> None:
    unsure = sure("Could we have fifty minutes?", 0.3)
    assert with_names(unsure, (note,)) == unsure


@pytest.mark.parametrize(
    "note", ["Stella, my aunt", "Stella Kessler", "I work with Stella for a year", "Ask Mrs. Stella for it"]
)
def test_a_name_may_open_a_note(note: str) -> None:
    assert with_names(sure("Stila", 0.3), (note,))[0].text == "Stella"


def gapped(*words: tuple[str, float, float]) -> list[TimedWord]:
    return [TimedWord(text, start, end, 0.9) for text, start, end in words]


def test_a_window_goes_on_from_its_widest_gap_and_a_sentence_s_end_counts_for_more() -> None:
    words = gapped(("I", 0.0, 0.2), ("worked", 0.3, 0.7), ("there.", 1.0, 1.4), ("Then", 1.6, 1.9), ("I", 2.0, 2.1))
    assert widest_gap(words, 1, 0.0, 3.0) == 3
    assert widest_gap(words, 1, 0.0, 1.5) == 2
    assert widest_gap(words, 1, 3.0, 4.0) == 4
    assert widest_gap(words, 3, 0.0, 1.5) == 0


def test_the_verbatim_words_heard_again_begin_and_end_with_the_plain_ones() -> None:
    said = [Said("um", 0, 0.9, True, 0), Said("i", 0, 0.0, False, 1), Said("uh", 1, 0.9, True, 2)]
    said += [Said("worked", 1, 0.0, False, 3), Said("um", 2, 0.9, True, 5), Said("there", 2, 0.0, False, 6)]
    steps = [TokenStep(100 + step, 0.0) for step in range(8)]
    assert tokens_between(said, steps, 0, 2) == (101, 102, 103, 104)
    assert tokens_between(said, steps, 1, 2) == (103, 104)
    assert tokens_between([], [], 1, 2) == ()


timed_words = st.lists(
    st.tuples(st.floats(0, 60), st.floats(0, 2), st.sampled_from(["word", "filler_sound"])), max_size=12
).map(lambda parts: [Word(f"w{i}", at, at + long, 0.9, kind) for i, (at, long, kind) in enumerate(parts)])


@given(timed_words)
def test_no_word_begins_before_the_one_before_it_has_ended(words: list[Word]) -> None:
    ordered = in_time_order(words)
    assert [word.text for word in ordered] == [word.text for word in words]
    assert all(0 <= word.start <= word.end for word in ordered)
    assert all(a.end <= b.start for a, b in itertools.pairwise(ordered))


def test_a_word_makes_way_for_the_filler_sound_behind_it() -> None:
    but, um = in_time_order([Word("but", 6.7, 6.9, 0.9), Word("um", 5.75, 6.6, 0.9, "filler_sound")])
    assert (um.start, um.end) == (5.75, 6.6)
    assert (but.start, but.end) == (pytest.approx(5.55), 5.75)
