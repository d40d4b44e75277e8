import json
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.errors import InputError, StoreError
from rehearse.facts import Lesson
from rehearse.meaning.lessons import LessonBook
from rehearse.measures.coverage_lessons import with_lesson, without_lesson
from rehearse.measures.coverage_text import as_sentence, clauses, denies, details_left_out, numbers_in, plainly

ONE = Lesson("ask", "Who would I call?", True)
TWO = Lesson("goals", "We had one goal.", False)


def test_fillers_stutters_and_cut_off_words_go() -> None:
    assert plainly("Um, I, I was, uh, I was at the, um, har- harbour.") == "I was, I was at the, harbour."
    assert plainly("It was very very long.") == "It was very very long."
    assert plainly("Um, uh...") in ("", ".", "...")


@given(st.text(max_size=200))
def test_plain_text_is_never_longer(text: str) -> None:
    assert len(plainly(text)) <= len(text)


def test_numbers_are_read_however_they_are_said() -> None:
    assert numbers_in("twenty-one people, 2,000 boxes, fifteen minutes") == {21, 2000, 15}
    assert numbers_in("twenty minutes") == numbers_in("20 minutes")


def test_a_misheard_name_counts_and_a_missing_number_is_named() -> None:
    assert details_left_out("met Okonkwo in Leeds", "I met a conquo over in Leeds") == ["Okonkwo"]
    assert details_left_out("call with Marta, 20 minutes", "a call with Martha, twenty minutes") == []
    assert details_left_out("call with Marta, 20 minutes", "a call with Martha") == ["20"]


def test_a_denial_is_known_by_its_words() -> None:
    assert all(map(denies, ("I don't speak it.", "I do not.", "Nobody asked.", "I can’t swim.", "Not any more.")))
    assert not any(map(denies, ("I know it.", "A notable knot.", "Another nod, now.", "No rush.")))


def test_the_newest_word_on_a_sentence_wins() -> None:
    changed = Lesson(ONE.element, ONE.sentence, False)
    assert with_lesson((ONE, TWO), changed) == (TWO, changed)
    assert without_lesson((ONE, TWO), 1) == (TWO,)


def test_lessons_are_kept_listed_and_removed(tmp_path: Path) -> None:
    book = LessonBook(tmp_path / "lessons")
    assert book.list("my pitch") == ()
    book.add("my pitch", ONE)
    book.add("my pitch", TWO)
    assert book.list("my pitch") == (ONE, TWO)
    assert book.list("other") == ()
    (file,) = (tmp_path / "lessons").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())[0]["element"] == "ask"
    book.remove("my pitch", 1)
    assert book.list("my pitch") == (TWO,)
    with pytest.raises(InputError):
        book.remove("my pitch", 2)


def test_a_broken_lesson_file_is_said_not_swallowed(tmp_path: Path) -> None:
    book = LessonBook(tmp_path)
    (tmp_path / "x.json").write_text("{oops")
    with pytest.raises(StoreError):
        book.list("x")
    with pytest.raises(StoreError):
        book.check()
    LessonBook(tmp_path / "none").check()


@pytest.mark.parametrize(("said", "judged"), [("Bananas.", ""), ("Um, hello.", ""), ("Thanks!", "Thanks!")])
def test_a_single_word_tells_nothing_but_thanks(said: str, judged: str) -> None:
    assert as_sentence(said) == judged


def test_what_is_judged_ends_as_a_sentence_does() -> None:
    assert as_sentence("I study law") == "I study law."
    assert as_sentence("Could we talk?") == "Could we talk?"


def test_a_sentence_is_cut_at_its_commas_into_sentences() -> None:
    assert clauses("I found you in our alumni book, clean water fascinates me.") == [
        "I found you in our alumni book.",
        "Clean water fascinates me.",
    ]
    assert clauses("Well, yes, could you help me?") == []


@given(st.text(alphabet="ab ,", max_size=40))
def test_no_word_is_lost_in_the_cutting(text: str) -> None:
    pieces = clauses(f"x {text} y.")
    words = re.findall(r"\w+", f"x {text} y".lower())
    assert pieces == [] or re.findall(r"\w+", " ".join(pieces).lower()) == words
