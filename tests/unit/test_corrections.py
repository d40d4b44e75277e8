"""What the person sets right: every number follows, and taking it back gives the same report again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.corrections import corrected, element_correction, filler_correction, places, toggled
from rehearse.facts import Correction, CorrectionKind, Report
from rehearse.measures.coverage import CueJudge
from rehearse.report.marked import marked
from rehearse.ui.widgets.mark_line import told
from tests.builders import reported, take
from tests.ui.pieces import STORY, heard

REPORT = reported(heard(), take(32.0), STORY, CueJudge())
COUNT = len(REPORT.transcript.words)


def after(*corrections: Correction) -> Report:
    return corrected(REPORT, corrections, CueJudge(), lambda word: None)


def place_of(text: str) -> int:
    return [word.text for word in REPORT.transcript.words].index(text)


def test_no_correction_is_the_report_itself() -> None:
    assert after() is REPORT


def test_measuring_again_from_the_report_alone_gives_the_same_numbers() -> None:
    """What was heard (voice, contour) is gone by then; the report must hold enough."""
    same = after(Correction("element_told", element="ask"))
    assert same.transcript == REPORT.transcript
    assert same.fillers == REPORT.fillers
    assert same.duration.speaking_s == pytest.approx(REPORT.duration.speaking_s)
    assert same.pace.wpm == pytest.approx(REPORT.pace.wpm)
    assert same.pace.articulation_sps == pytest.approx(REPORT.pace.articulation_sps)
    assert [pause.at for pause in same.pauses.items] == [pause.at for pause in REPORT.pauses.items]


def test_a_struck_sound_leaves_the_transcript_and_the_range() -> None:
    report = after(Correction("filler_struck", word=place_of("um")))
    assert report.fillers.sounds == REPORT.fillers.sounds - 1
    assert report.fillers.confidence == (1, 1)
    assert "um" not in [word.text for word in report.transcript.words]
    assert report.pace.words == REPORT.pace.words


def test_a_struck_filler_word_stays_as_a_word() -> None:
    report = after(Correction("filler_struck", word=place_of("know,")))
    assert report.fillers.words == REPORT.fillers.words - 1
    assert report.pace.words == REPORT.pace.words
    assert {word.kind for word in report.transcript.words} == {"word", "filler_sound"}


def test_an_added_filler_is_marked_where_it_was_said() -> None:
    report = after(Correction("filler_added", word=place_of("Hello")))
    assert report.fillers.words == REPORT.fillers.words + 1
    assert marked(report)[0].kind == "filler_word"
    assert report.fillers.items[0].reason == "you said so"


def test_a_word_that_a_filler_sound_lies_over_is_a_word_of_its_own() -> None:
    um, beside = place_of("um"), place_of("um") + 1
    words = list(REPORT.transcript.words)
    words[um] = replace(words[um], end=words[beside].end)
    said = heard()
    report = reported(
        replace(said, transcript=replace(said.transcript, words=tuple(words))), take(32.0), STORY, CueJudge()
    )
    assert filler_correction(report, report, beside) == Correction("filler_added", word=beside)
    assert filler_correction(report, report, um) == Correction("filler_struck", word=um)
    sound, word = (piece for piece in marked(report) if piece.index in (um, beside))
    assert "a filler sound" in told(sound, report)
    assert "filler" not in told(word, report)


def test_advice_on_a_part_that_the_person_took_away_is_a_sentence() -> None:
    story = replace(STORY, elements=tuple(replace(e, notes="the class of 2019") for e in STORY.elements))
    report = corrected(
        replace(REPORT, story=story), [Correction("element_untold", element="ask")], CueJudge(), lambda word: None
    )
    assert report.advice[0].message == "“The ask” was not told: you said so. Your notes say: the class of 2019"


def test_a_verdict_on_a_part_that_the_story_does_not_have_is_left_alone() -> None:
    """An import may hold such a report; hypothesis found it."""
    report = replace(REPORT, story=replace(STORY, elements=()))
    struck = corrected(report, [Correction("filler_struck", word=place_of("um"))], CueJudge(), lambda word: None)
    assert struck.coverage.items == REPORT.coverage.items


def test_a_corrected_word_has_the_story_judged_again() -> None:
    place = place_of("matters")
    report = after(Correction("word", word=place, text="keeps me curious, I am curious about it, it fascinates me"))
    assert report.pace.words > REPORT.pace.words
    verdicts = {item.element: item.verdict for item in report.coverage.items}
    assert verdicts["interests"] == "covered"


def test_a_word_that_was_never_said_goes() -> None:
    report = after(Correction("word", word=0, text=""))
    assert report.pace.words == REPORT.pace.words - 1
    assert report.transcript.text.startswith("Mrs. Carter")


def test_told_and_untold() -> None:
    told = after(Correction("element_told", element="interests"))
    assert told.coverage.covered == REPORT.coverage.covered + 1
    untold = after(Correction("element_untold", element="ask"))
    assert untold.coverage.covered == REPORT.coverage.covered - 1
    assert untold.advice[0].about == "ask"
    assert element_correction(untold, "ask").kind == "element_told"


def test_a_second_time_takes_it_back() -> None:
    place = place_of("um")
    strike = filler_correction(REPORT, REPORT, place)
    once = toggled((), strike)
    assert once == (Correction("filler_struck", word=place),)
    assert toggled(once, filler_correction(REPORT, after(*once), place)) == ()
    first, second = (Correction("word", word=2, text=text) for text in ("one", "two"))
    assert toggled((first,), second) == (second,)


kinds: st.SearchStrategy[CorrectionKind] = st.sampled_from(
    ["filler_struck", "filler_added", "element_told", "element_untold", "word"]
)
anything = st.builds(
    Correction,
    kind=kinds,
    word=st.none() | st.integers(-2, COUNT + 2),
    element=st.none() | st.sampled_from(["ask", "interests", "nothing"]),
    text=st.sampled_from(["", "um", "two words"]),
)


@given(st.lists(anything, max_size=12))
def test_any_corrections_leave_a_report_whose_numbers_agree(corrections: list[Correction]) -> None:
    report = after(*corrections)
    assert report.fillers.sounds + report.fillers.words == len(report.fillers.items)
    assert sum(word.kind == "filler_sound" for word in report.transcript.words) == report.fillers.sounds
    assert 0 <= report.fillers.confidence[0] <= report.fillers.confidence[1]
    required = {element.id for element in STORY.elements if element.required}
    told = sum(item.verdict == "covered" and item.element in required for item in report.coverage.items)
    assert report.coverage.covered == told
    assert len(places(REPORT, corrections)) == len(report.transcript.words)
