"""Comparing: exact tests held against known values, and simulated people who improve, or do not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rehearse.facts import Attempt, AttemptSummary, Story
from rehearse.report.aligned import align
from rehearse.report.chance import counts_p, student_p, trend_p
from rehearse.report.compare import Comparison, MeasureChange, compare, compare_with_usual
from rehearse.report.home import home_line
from rehearse.report.trends import trends
from rehearse.report.wordings import wordings
from rehearse.thresholds import CHANGE_P
from tests.attempts import MORNING, said
from tests.builders import STORY, coverage
from tests.builders import report as built

BASE = said("Hello, I am Ana. Could we talk?")


def take(number: int = 1, seconds: float = 45.0, wpm: float | None = 150.0, fillers: int = 4, told: int = 5) -> Attempt:
    """An attempt with these numbers and no more truth than that."""
    rate = fillers / seconds * 60
    made = replace(
        BASE,
        duration=replace(BASE.duration, speaking_s=seconds, target_s=45.0),
        pace=replace(BASE.pace, wpm=wpm),
        fillers=replace(BASE.fillers, sounds=fillers, words=0, per_minute=rate),
        coverage=replace(BASE.coverage, covered=told, required=7),
    )
    return Attempt(number, MORNING + timedelta(days=number), made, number, True, None)


def summary(attempt: Attempt) -> AttemptSummary:
    r = attempt.report
    return AttemptSummary(
        attempt.id, attempt.made_at, attempt.session, attempt.cold, r.story.name, False, "", r.duration.speaking_s,
        r.duration.target_s, r.pace.wpm, r.fillers.sounds, r.fillers.per_minute, r.coverage.covered, 7, False,
    )  # fmt: skip


def row(comparison: Comparison | None, key: str) -> MeasureChange:
    assert comparison is not None
    return next(each for each in comparison.measures if each.key == key)


class TestChance:
    @given(st.integers(0, 60), st.integers(0, 60), st.floats(1, 600), st.floats(1, 600))
    def test_counts_agree_with_scipy(self, a: int, b: int, time_a: float, time_b: float) -> None:
        expected = stats.binomtest(a, a + b, time_a / (time_a + time_b)).pvalue if a + b else 1.0
        assert counts_p(a, time_a, b, time_b) == pytest.approx(expected, rel=1e-6, abs=1e-12)

    @given(st.floats(-50, 50), st.integers(1, 60))
    def test_student_agrees_with_scipy(self, t: float, degrees: int) -> None:
        assert student_p(t, degrees) == pytest.approx(2 * stats.t.sf(abs(t), degrees), rel=1e-6, abs=1e-12)

    @given(st.permutations(range(8)))
    def test_trend_agrees_with_scipy(self, order: list[int]) -> None:
        expected = stats.kendalltau(range(8), order, method="exact").pvalue
        assert trend_p(order) == pytest.approx(expected, rel=1e-9)

    def test_four_fillers_against_three_are_chance(self) -> None:
        assert counts_p(4, 45, 3, 45) == 1.0


class TestCompare:
    def test_four_fillers_against_three_are_no_change(self) -> None:
        fillers = row(compare(take(1, fillers=4), take(2, fillers=3), ()), "fillers")
        assert (fillers.verdict, fillers.better) == ("noise", True)
        assert fillers.why == "3 in 45 s against 4 in 45 s"

    def test_fifteen_against_two_are(self) -> None:
        assert row(compare(take(1, fillers=15), take(2, fillers=2), ()), "fillers").verdict == "change"

    def test_with_few_takes_nothing_else_is_a_change(self) -> None:
        earlier = [take(n, 45 + n / 10) for n in range(1, 5)]
        time = row(compare_with_usual(take(9, 300), earlier), "time")
        assert (time.verdict, time.p) == ("noise", None)
        assert "too few takes" in time.why
        assert row(compare(take(1, 45), take(9, 300), earlier), "time").verdict == "noise"

    def test_outside_what_the_takes_vary_by(self) -> None:
        earlier = [take(n, 50 + seconds) for n, seconds in enumerate([0.0, 2, -2, 1, -1, 3, -3, 0.5], 1)]
        slower = row(compare_with_usual(take(9, 65), earlier), "time")
        assert (slower.before, slower.after, slower.verdict, slower.better) == (50.5, 65, "change", False)
        assert slower.change == 14.5
        assert row(compare_with_usual(take(9, 54), earlier), "time").verdict == "noise"

    def test_the_usual_is_the_median_of_the_last_five(self) -> None:
        earlier = [take(n, seconds) for n, seconds in enumerate([10.0, 10, 50, 40, 60, 30, 45], 1)]
        assert row(compare_with_usual(take(9, 45), earlier), "time").before == 45

    def test_what_was_not_measured_stays_unknown(self) -> None:
        pace = row(compare(take(1, wpm=None), take(2), ()), "pace")
        assert (pace.verdict, pace.change) == ("unknown", None)

    def test_nothing_to_hold_it_against(self) -> None:
        assert compare_with_usual(take(1), [take(1)]) is None

    def test_takes_without_any_spread_do_not_make_every_trifle_a_change(self) -> None:
        earlier = [take(n) for n in range(1, 11)]
        assert row(compare_with_usual(take(11, told=6), earlier), "story").verdict == "noise"
        assert row(compare_with_usual(take(11, told=2), earlier), "story").verdict == "change"

    def test_the_story_side_by_side(self) -> None:
        a = replace(take(1), report=built(told=coverage(ask="missing")))
        b = replace(take(2), report=built(told=coverage(introduction="partial")))
        pairs = [(p.title, p.before, p.after) for p in compare(a, b, ()).story]
        assert pairs == [
            ("Who you are", "covered", "partial"),
            ("The ask", "missing", "covered"),
            ("Their time", "covered", "covered"),
        ]


class TestSimulation:
    """People who are noise alone, and people who improve by a known amount. Seeded."""

    PEOPLE = 1_000

    def person(self, chance: np.random.Generator, number: int, gain: float = 0.0) -> Attempt:
        """`gain` is how far they have come, 0 to 1.

        From 60 to 45 s, from 195 to 155 wpm, from 10 to 2 fillers a minute, from 4 to 7 elements told.
        """
        seconds = max(chance.normal(60 - 15 * gain, 2.5), 10)
        return take(
            number, seconds, chance.normal(195 - 40 * gain, 7),
            int(chance.poisson((10 - 8 * gain) * seconds / 60)), int(chance.binomial(7, 0.55 + 0.43 * gain)),
        )  # fmt: skip

    def alarms(self, gain: float) -> dict[str, float]:
        """How often each measure of the eleventh take is called changed against ten takes of noise."""
        chance = np.random.default_rng(20261124)
        found: Counter[str] = Counter()
        for _ in range(self.PEOPLE):
            earlier = [self.person(chance, n) for n in range(1, 11)]
            against = compare_with_usual(self.person(chance, 11, gain), earlier)
            two = compare(earlier[-1], self.person(chance, 12, gain), earlier)
            for key in ("time", "pace", "fillers", "story"):
                found[f"usual {key}"] += row(against, key).verdict == "change"
                found[f"two {key}"] += row(two, key).verdict == "change"
        return {key: number / self.PEOPLE for key, number in found.items()}

    def test_noise_is_called_a_change_no_more_often_than_stated(self) -> None:
        # three standard errors of a share of 1 in 100 over so many people
        most = CHANGE_P.high + 3 * (CHANGE_P.high * (1 - CHANGE_P.high) / self.PEOPLE) ** 0.5
        assert {key: share for key, share in self.alarms(0.0).items() if share > most} == {}

    def test_someone_who_has_come_all_the_way_is_told_so(self) -> None:
        told = self.alarms(1.0)
        assert told["usual time"] > 0.95
        assert told["usual pace"] > 0.95
        assert told["two time"] > 0.7
        assert told["two pace"] > 0.6

    def trend_verdicts(self, takes: int, gain: float) -> dict[str, float]:
        chance = np.random.default_rng(6)
        found: Counter[str] = Counter()
        people = self.PEOPLE
        for _ in range(people):
            sequence = [self.person(chance, n, gain * n / (takes - 1)) for n in range(takes)]
            for trend in trends([summary(each) for each in sequence]):
                found[trend.key] += trend.verdict == "change"
                found[f"{trend.key} better"] += trend.verdict == "change" and trend.better is True
        return {key: number / people for key, number in found.items()}

    @pytest.mark.parametrize("takes", [6, 12, 30])
    def test_noise_is_called_a_trend_no_more_often_than_stated(self, takes: int) -> None:
        most = CHANGE_P.high + 3 * (CHANGE_P.high * (1 - CHANGE_P.high) / self.PEOPLE) ** 0.5
        shares = self.trend_verdicts(takes, 0.0)
        assert {key: share for key, share in shares.items() if share > most} == {}

    def test_twenty_takes_that_improve_by_a_known_amount_are_called_so(self) -> None:
        told = self.trend_verdicts(20, 1.0)
        assert told["time better"] > 0.99
        assert told["pace better"] > 0.99
        assert told["fillers better"] > 0.85
        assert told["story better"] > 0.7

    def test_ten_takes_are_enough_for_time_and_pace(self) -> None:
        told = self.trend_verdicts(10, 1.0)
        assert told["time better"] > 0.9
        assert told["pace better"] > 0.9


class TestTrends:
    def test_fewer_than_six_takes_are_no_trend(self) -> None:
        rows = [summary(take(n, 100 - 10 * n, fillers=1)) for n in range(5)]
        assert {each.verdict for each in trends(rows)} == {"noise"}

    def test_sessions_are_medians_and_unmeasured_takes_are_left_out(self) -> None:
        rows = [replace(summary(take(n, 40 + n)), session=n // 3) for n in range(6)]
        rows[1] = replace(rows[1], wpm=None)
        time, pace, *_ = trends(rows)
        assert [(s.takes, s.value) for s in time.sessions] == [(3, 41), (3, 44)]
        assert len(pace.points) == 5

    def test_nothing_at_all(self) -> None:
        assert [each.points for each in trends([])] == [(), (), (), ()]


class TestAligned:
    def test_dropped_and_came_in(self) -> None:
        before, after = said("Hello, I am [um] Ana. Could we talk?"), said("Hello I am Ana. Could we please talk")
        runs = [(run.kind, run.text) for run in align(before, after)]
        assert runs == [
            ("same", "Hello I am"),
            ("dropped", "um"),
            ("same", "Ana. Could we"),
            ("came_in", "please"),
            ("same", "talk"),
        ]

    @given(
        st.lists(st.sampled_from("abcd"), min_size=1),
        st.lists(st.sampled_from("abcd"), min_size=1),
    )
    def test_both_transcripts_can_be_read_off(self, a: list[str], b: list[str]) -> None:
        runs = align(said(" ".join(a)), said(" ".join(b)))
        assert " ".join(run.text for run in runs if run.kind != "came_in").split() == a
        assert " ".join(run.text for run in runs if run.kind != "dropped").split() == b


class TestWordings:
    PITCH = "I am Ana and I study physics in Graz could we talk for ten minutes next week"

    def test_recited(self) -> None:
        found = wordings([said(self.PITCH)] * 4)
        assert (found.share, found.verdict, found.takes) == (1.0, "recited", 4)
        assert found.phrases == (self.PITCH,)
        assert found.told == ("introduction", "ask", "courtesy")

    def test_fresh(self) -> None:
        others = ["My name is Ana", "Physics is what I study", "In Graz they call me Ana, hello"]
        found = wordings([said(text) for text in others])
        assert (found.share, found.verdict, found.phrases) == (0.0, "fresh", ())

    def test_a_filler_does_not_make_the_wording_another(self) -> None:
        assert wordings([said(self.PITCH), said(self.PITCH.replace("and", "and [um]")), said(self.PITCH)]).share == 1.0

    def test_a_phrase_that_always_comes_back(self) -> None:
        takes = [
            f"{opening} could we talk for ten minutes {end}" for opening, end in [("a b", "x"), ("c", "y"), ("d", "")]
        ]
        found = wordings([said(text) for text in takes])
        assert found.phrases == ("could we talk for ten minutes",)

    @pytest.mark.parametrize("before", ["", "there. ", "from there. ", "Well, hello there. ", "Mrs. "])
    @pytest.mark.parametrize("behind", ["", " I", " I know", " I know you"])
    def test_a_phrase_ends_where_its_sentence_does(self, before: str, behind: str) -> None:
        sentence = "Could we talk for ten minutes?"
        takes = [f"{other} {before}{sentence}{behind} {other}" for other in "xyz"]
        whole = before if before in ("Well, hello there. ", "Mrs. ") else ""
        phrase = f"{whole}{sentence}{behind}" if behind == " I know you" else f"{whole}{sentence[:-1]}"
        assert wordings([said(text) for text in takes]).phrases == (phrase,)

    @pytest.mark.parametrize(
        "phrase", ["I work with Dr. Smith", "we open at 10 a.m. every day", "so... we help small firms"]
    )
    def test_an_abbreviation_ends_no_sentence(self, phrase: str) -> None:
        assert wordings([said(f"{other} {phrase} {other}") for other in "xyz"]).phrases == (phrase,)

    def test_a_phrase_is_quoted_once(self) -> None:
        sentence = "Could we talk for ten minutes?"
        takes = [f"{other} there. {sentence} {other} {sentence} I {other}" for other in "xyz"]
        assert wordings([said(text) for text in takes]).phrases == (sentence[:-1],)

    def test_two_takes_give_no_verdict(self) -> None:
        found = wordings([said(self.PITCH)] * 2)
        assert (found.share, found.verdict, found.phrases) == (1.0, None, ())
        assert wordings([]).share is None


class TestHome:
    STORY: Story = replace(STORY, call_date=date(2026, 12, 1))

    @pytest.mark.parametrize(
        ("today", "begins"),
        [
            (date(2026, 11, 24), "7 days to the call. No cold take yet"),
            (date(2026, 11, 30), "The call is tomorrow."),
            (date(2026, 12, 1), "The call is today."),
            (date(2026, 12, 2), "The day of the call is over"),
        ],
    )
    def test_days(self, today: date, begins: str) -> None:
        assert home_line(self.STORY, (), today).text.startswith(begins)

    def test_what_the_last_cold_takes_lack_most_often(self) -> None:
        texts = [coverage(), coverage(ask="missing"), coverage(ask="missing"), coverage(introduction="missing")]
        cold = [replace(take(n), report=built(told=told)) for n, told in enumerate(texts)]
        line = home_line(replace(STORY, call_date=None), cold, date(2026, 11, 24))
        assert (line.days_left, line.cold_takes, line.whole_story) == (None, 4, 1)
        assert line.work_on is not None
        assert line.work_on.startswith("I did not hear “The ask”")
        assert line.text.startswith("Last 4 cold takes: ")
