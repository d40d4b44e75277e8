import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.facts import Span, Word
from rehearse.measures.sentences import LONGEST_WORDS, split, split_text
from tests.builders import words_in_a_row


def spoken(text: str, gaps: dict[int, float] | None = None) -> tuple[Word, ...]:
    """Words of 0.3 s, 0.05 s apart, with longer gaps after the given words."""
    words, now = [], 0.0
    for index, word in enumerate(text.split()):
        words.append(Word(word, round(now, 3), round(now + 0.3, 3), 0.9))
        now += 0.35 + (gaps or {}).get(index, 0.0)
    return tuple(words)


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split_text(text)]


def test_punctuation_cuts() -> None:
    assert texts("Hi, I'm Sara. I draw maps! Could we talk?") == ["Hi, I'm Sara.", "I draw maps!", "Could we talk?"]


def test_titles_initials_and_numbers_do_not_cut() -> None:
    assert texts("I met Dr. Lane and J. Smith. We grew 2.5 times.") == [
        "I met Dr. Lane and J. Smith.",
        "We grew 2.5 times.",
    ]


def test_a_full_stop_that_the_recogniser_invented_is_not_believed() -> None:
    assert texts("I worked at the. Bank in Lyon for two years.") == ["I worked at the. Bank in Lyon for two years."]
    assert texts("I worked. for two years.") == ["I worked. for two years."]


def test_a_lead_in_belongs_to_what_comes_next() -> None:
    assert texts("So. Um. I want to teach.") == ["So. Um. I want to teach."]


def test_a_thinking_pause_does_not_cut_an_ordinary_sentence() -> None:
    words = spoken("I am looking for a job in banking.", {4: 2.0})
    assert len(split(words)) == 1


def test_a_stretch_without_punctuation_is_cut_where_the_speaker_paused() -> None:
    text = " ".join(["word"] * 25 + ["and"] + ["more"] * 24)
    words = spoken(text, {24: 1.2})
    voice = (Span(0.0, words[24].end), Span(words[25].start, words[-1].end))
    one, two = split(words, voice)
    assert (one.first, one.last, two.first, two.last) == (0, 25, 25, 50)


def test_offsets_point_into_the_text() -> None:
    text = "Hi, I'm Sara.\n  I draw maps."
    assert [text[int(s.start) : int(s.end)] for s in split_text(text)] == ["Hi, I'm Sara.", "I draw maps."]


def test_nothing_said_gives_no_sentences() -> None:
    assert split(()) == ()
    assert split_text("  ") == ()


ODD_WORDS = ["I", "work.", "um,", "Dr.", "the", "and", "so.", "you?", "ten", "...", "-"]


@given(st.lists(st.sampled_from(ODD_WORDS), max_size=120))
def test_every_word_lands_in_exactly_one_sentence(words: list[str]) -> None:
    sentences = split(spoken(" ".join(words)))
    assert [index for s in sentences for index in range(s.first, s.last)] == list(range(len(words)))
    written = split_text(" ".join(words))
    assert [(s.first, s.last) for s in written] == [(s.first, s.last) for s in sentences] or len(words) > LONGEST_WORDS


def test_a_filler_sound_after_a_full_stop_does_not_hide_it() -> None:
    words = words_in_a_row("I turned a parking lot into a garden. [um] After school I hope to design parks.")
    assert [sentence.text for sentence in split(words)] == [
        "I turned a parking lot into a garden.",
        "After school I hope to design parks.",
    ]


def test_a_greeting_on_its_own_belongs_to_what_comes_after_it() -> None:
    said = [sentence.text for sentence in split(words_in_a_row("Good afternoon, sir. My name is Anton. Thanks."))]
    assert said == ["Good afternoon, sir. My name is Anton.", "Thanks."]


def test_a_few_words_right_behind_a_statement_are_its_end() -> None:
    said = "You taught it too. You said. So you get it. Not now."
    assert texts(said) == ["You taught it too. You said.", "So you get it. Not now."]


@pytest.mark.parametrize("stands", ["Could we talk?", "I draw maps!", "Thanks so much."])
def test_a_question_a_cry_and_thanks_stand_for_themselves(stands: str) -> None:
    assert texts(f"I work at a lab in town. {stands}") == ["I work at a lab in town.", stands]


def test_a_pause_parts_even_a_few_words() -> None:
    words = (*words_in_a_row("I work in a lab."), *words_in_a_row("Not in town.", start=3.1))
    assert [sentence.text for sentence in split(words)] == ["I work in a lab.", "Not in town."]


def test_a_line_or_a_list_item_is_a_sentence() -> None:
    assert texts("I study law\nI love courts\nCould we talk") == ["I study law", "I love courts", "Could we talk"]
    assert texts("- I study law in Lyon\n- I love courts\n1) could we talk") == [
        "I study law in Lyon",
        "I love courts",
        "could we talk",
    ]
    assert texts("I study law in Lyon\n\nand I love courts") == ["I study law in Lyon", "and I love courts"]


def test_wrapped_text_is_not_cut_at_its_line_ends() -> None:
    assert texts("I study law in the\ncity of Lyon, where\nI love courts.") == [
        "I study law in the city of Lyon, where I love courts."
    ]


@pytest.mark.parametrize("greeting", ["Hello, Mrs. Carter.", "Hi, Judge.", "Good morning, Professor Lee."])
def test_a_greeting_with_a_name_belongs_to_what_comes_after_it(greeting: str) -> None:
    assert texts(f"{greeting} This is Laura Stone.") == [f"{greeting} This is Laura Stone."]


def test_an_introduction_that_begins_with_a_greeting_stands_for_itself() -> None:
    assert texts("Hi, I'm Laura. I grow plants in Lyon.") == ["Hi, I'm Laura.", "I grow plants in Lyon."]
