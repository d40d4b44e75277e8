"""A verdict that a person overrules is used from the next take on, kept in their home, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rehearse.facts import Correction, Coverage, Lesson, Report
from rehearse.measures.sentences import split
from rehearse.paths import Home
from rehearse.story.catalog import built_in
from rehearse.wiring import learn, open_store, the_judge, the_lessons
from tests.builders import report, words_in_a_row

pytestmark = pytest.mark.slow
SAID = "Hi, I am Ana Silva, a student of forestry. Could we talk for ten minutes next week?"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, tmp_path)


def judged(home: Home, text: str = SAID) -> Report:
    story = built_in("networking")
    words = words_in_a_row(text)
    made = replace(report(text), story=story)
    return replace(made, coverage=the_judge(home).judge(story, split(words)))


def verdicts(coverage: Coverage) -> dict[str, str]:
    return {item.element: item.verdict for item in coverage.items}


def test_what_was_not_told_is_not_told_the_next_time(home: Home) -> None:
    heard = judged(home)
    assert verdicts(heard.coverage)["ask"] == "covered"
    learn(home, heard, (Correction("element_untold", element="ask"),))
    again = verdicts(judged(home).coverage)
    assert again["ask"] != "covered"
    assert again["introduction"] == "covered"


def test_what_was_told_after_all_is_told_the_next_time(home: Home) -> None:
    heard = judged(home)
    assert verdicts(heard.coverage)["courtesy"] != "covered"
    learn(home, heard, (Correction("element_told", element="courtesy"),))
    assert [lesson.told for lesson in the_lessons(home).list("networking")] == [True]
    assert verdicts(judged(home).coverage)["courtesy"] == "covered"


def test_nothing_is_learned_from_a_take_in_which_no_sentence_comes_near(home: Home) -> None:
    assert learn(home, judged(home), (Correction("element_told", element="connection"),)) == ()
    assert the_lessons(home).list("networking") == ()


def test_a_correction_that_is_taken_back_teaches_nothing(home: Home) -> None:
    heard = judged(home)
    learn(home, heard, (Correction("element_untold", element="ask"),))
    learn(home, heard, ())
    assert the_lessons(home).list("networking") == ()
    assert verdicts(judged(home).coverage)["ask"] == "covered"


def test_what_other_takes_taught_stays(home: Home) -> None:
    other = Lesson("ask", "Point me somewhere, would you?", True)
    the_lessons(home).add("networking", other)
    learn(home, judged(home), (Correction("element_untold", element="ask"),))
    assert other in the_lessons(home).list("networking")


def test_the_lessons_are_their_owner_s_alone(home: Home) -> None:
    learn(home, judged(home), (Correction("element_untold", element="ask"),))
    file = next(home.lessons.iterdir())
    assert file.stat().st_mode & 0o777 == 0o600
    assert home.lessons.stat().st_mode & 0o777 == 0o700


def test_a_deleted_attempt_leaves_no_words_in_the_lessons(home: Home) -> None:
    heard = judged(home)
    with open_store(home) as store:
        kept = store.save(heard, None)
        learn(home, heard, (Correction("element_untold", element="ask"),))
        store.delete([kept.id])
    left = b"".join(file.read_bytes() for file in home.root.rglob("*") if file.is_file())
    assert b"ten minutes next week" not in left
