"""Words are counted as they are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.measures.spoken import spoken_words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12%", "twelve percent"),
        ("don't", "don't"),
        ("Hello,", "hello"),
        ("-", ""),
        ("—", ""),
        ("...", ""),
        ("$5,000", "five thousand dollars"),
        ("$2.5m", "two point five million dollars"),
        ("2019", "twenty nineteen"),
        ("2,019", "two thousand and nineteen"),
        ("30", "thirty"),
        ("21st", "twenty first"),
        ("10:30", "ten thirty"),
        ("9:00am", "nine am"),
        ("24/7", "twenty four seven"),
        ("20-minute", "twenty minute"),
        ("well-known", "well-known"),
        ("3.5", "three point five"),
        ("&", "and"),
        ("B2B", "b two b"),
        ("C++", "c++"),
        ("I'd", "i'd"),
        ("50k", "fifty thousand"),
        ("(maybe)", "maybe"),
        ("90s", "ninety"),
        ("50,000+", "fifty thousand plus"),
        ("10+,", "ten plus"),
    ],
)
def test_a_token_is_read_out(written: str, said: str) -> None:
    assert " ".join(spoken_words(written)) == said


@given(st.text())
def test_any_text_is_read_without_fail_and_without_blanks(token: str) -> None:
    for word in spoken_words(token):
        assert word
        assert word == word.strip()


@given(st.integers(0, 10**12))
def test_a_number_is_said_in_letters(number: int) -> None:
    assert all(word.isalpha() for word in spoken_words(str(number)))


@given(st.from_regex(r"[a-z]{1,12}('[a-z]{1,2})?", fullmatch=True))
def test_an_ordinary_word_is_one_word(word: str) -> None:
    assert spoken_words(word.capitalize() + ",") == (word,)
