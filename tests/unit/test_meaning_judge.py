from collections.abc import Callable
from dataclasses import replace

import pytest

from rehearse.facts import Element, ElementVerdict, Lesson, Story, Word
from rehearse.meaning.encoder import Encoder
from rehearse.meaning.judge import MeaningJudge
from rehearse.meaning.story_heads import load
from rehearse.measures.coverage_cues import ELEMENTS
from rehearse.measures.sentences import split, split_text
from rehearse.paths import bundled_models
from rehearse.story.catalog import built_in, built_in_names

NINE = Story("nine", "Nine", 30.0, tuple(Element(name, name.capitalize(), "") for name in ELEMENTS))
PITCH = (
    "Hiya, Tomasz, I mend church organs. Your sister sings under the one in Dorset, she sent me over. "
    "Dust, believe it or not, is what I lie awake about. I was nine years with a firm in Kent. "
    "I hear a leak from the street. Last Advent the bellows tore an hour before the service and I held the wind "
    "with a bicycle tube, and they sang. I'd like to have a workshop of my own by then. "
    "Could you let me look at the loft one afternoon? I'll not keep you from your guests."
)


@pytest.fixture(scope="module")
def parts() -> tuple[Encoder, Callable[..., MeaningJudge]]:
    encoder = Encoder(bundled_models() / "minilm")
    learned = load(bundled_models() / "story_heads.npz")
    return encoder, lambda *lessons: MeaningJudge(encoder, learned, lambda story: tuple(lessons))


@pytest.fixture
def judge(parts: tuple[Encoder, Callable[..., MeaningJudge]]) -> MeaningJudge:
    return parts[1]()


def verdict(judge: MeaningJudge, text: str, element: str, story: Story = NINE) -> ElementVerdict:
    return next(item for item in judge.judge(story, split_text(text)).items if item.element == element)


def test_a_pitch_without_a_single_cue_phrase_is_understood(judge: MeaningJudge) -> None:
    coverage = judge.judge(NINE, split_text(PITCH))
    told = {item.element for item in coverage.items if item.verdict == "covered"}
    assert len(told) >= 8
    assert coverage.required == 9


@pytest.mark.parametrize(
    ("element", "near_miss"),
    [
        ("goals", "We lost, but my brother scored the only goal."),
        ("interests", "The interest rate went up again this morning."),
        ("ask", "I always ask my team to write it down."),
        ("ask", "So let me know if anything comes up."),
        ("courtesy", "I'm thankful to my first boss, she was patient."),
        ("example", "There are about forty thousand of those in the country."),
        ("example", "The bus came late."),
        ("example", "My boss won a prize last year for a bridge."),
        ("competency", "I'm not good at much, to be fair."),
        ("goals", "I don't want to become a manager."),
        ("courtesy", "Thanks for nothing."),
        ("competency", "My cousin is really good at drawing."),
        ("experience", "She ran the bakery for ten years."),
    ],
)
def test_near_misses_do_not_count(judge: MeaningJudge, element: str, near_miss: str) -> None:
    text = f"Hi, I'm Jo, I sell paint. {near_miss} It's loud in here."
    assert verdict(judge, text, element).verdict != "covered"


def test_the_same_words_spoken_and_written_give_the_same_verdicts(judge: MeaningJudge) -> None:
    words = tuple(Word(word, at * 0.4, at * 0.4 + 0.35, 0.9) for at, word in enumerate(PITCH.split()))
    heard = judge.judge(NINE, split(words))
    written = judge.judge(NINE, split_text(PITCH))
    assert [(i.verdict, i.score, i.quote, i.why) for i in heard.items] == [
        (i.verdict, i.score, i.quote, i.why) for i in written.items
    ]


def test_fillers_and_stutters_do_not_break_it(judge: MeaningJudge) -> None:
    text = "Um. Hi, I'm, I'm Jo, I sell, uh, paint. So, um, could you, could you, uh, call me tomor- tomorrow?"
    assert verdict(judge, text, "introduction").verdict == "covered"
    assert verdict(judge, text, "ask").verdict == "covered"
    assert judge.judge(NINE, split_text("Um, uh.")).covered == 0


def test_two_sentences_that_were_heard_as_one_say_what_both_say(judge: MeaningJudge) -> None:
    text = "I found you in our alumni book, clean water in big cities fascinates me."
    assert verdict(judge, text, "connection").verdict == "covered"
    assert verdict(judge, text, "interests").verdict != "missing"


def test_a_planned_point_that_did_not_come_is_named_from_the_notes(judge: MeaningJudge) -> None:
    planned = tuple(replace(e, notes="a job in the harbour office") if e.id == "goals" else e for e in NINE.elements)
    item = verdict(judge, "Hi, I'm Jo, I sell paint. Thanks.", "goals", replace(NINE, elements=planned))
    assert item.verdict == "missing"
    assert item.why == "I did not hear what you want next. Your notes say: a job in the harbour office"


def test_told_without_the_planned_number_says_so(judge: MeaningJudge) -> None:
    planned = tuple(replace(e, notes="a call with Marta, 20 minutes") if e.id == "ask" else e for e in NINE.elements)
    item = verdict(judge, "Could I have a call with Martha next week?", "ask", replace(NINE, elements=planned))
    assert item.verdict == "covered"
    assert item.why.endswith("without 20 from your notes")


@pytest.mark.parametrize("name", built_in_names())
def test_what_a_story_shows_as_an_example_is_told(judge: MeaningJudge, name: str) -> None:
    story = built_in(name)
    for element in story.elements:
        for example in element.examples:
            assert verdict(judge, f"Hi, I'm Tom. {example}", element.id, story).verdict == "covered", example


SPEAKS = "I speak four languages: Spanish, French, German, English"


def speaks(judge: MeaningJudge, text: str) -> ElementVerdict:
    story = Story("one", "One", 30.0, (Element("competency", "What you are good at", "", notes=SPEAKS),))
    return verdict(judge, f"Hi, I'm Ana. {text}", "competency", story)


def test_what_the_notes_say_is_told_when_it_is_said(judge: MeaningJudge) -> None:
    assert speaks(judge, f"{SPEAKS}.").verdict == "covered"
    assert speaks(judge, "I can, um, speak four languages: Spanish, French, German and English.").verdict == "covered"
    assert speaks(judge, "I can cook.").verdict == "missing"


def test_what_the_notes_say_is_not_told_when_it_is_denied(judge: MeaningJudge) -> None:
    assert speaks(judge, "I don't speak four languages, Spanish, French, German, English.").verdict != "covered"


def test_one_of_several_notes_is_enough(judge: MeaningJudge) -> None:
    notes = "Repair every bicycle, also e-bikes. Wheels true by hand."
    story = Story("one", "One", 30.0, (Element("competency", "What you are good at", "", notes=notes),))
    for said in notes.split(". "):
        assert verdict(judge, f"Hi, I'm Tom. {said}.", "competency", story).verdict == "covered", said


def test_a_story_of_ones_own_works_from_question_and_examples(judge: MeaningJudge) -> None:
    story = Story(
        "vet",
        "A vet's handover",
        30.0,
        (
            Element("animal", "The animal", "Which animal is it?", examples=("It's a grey cat, four years old.",)),
            Element("food", "Food", "What has it eaten?", examples=("She had half a bowl of rice this morning.",)),
            Element("wound", "The wound", "Where is it hurt?", examples=("There is a cut on the left hind leg.",)),
        ),
    )
    items = judge.judge(story, split_text("This one's a brown dog, maybe six. He's bleeding from the right ear.")).items
    assert {item.element: item.verdict == "covered" for item in items} == {
        "animal": True,
        "food": False,
        "wound": True,
    }


def test_a_lesson_overrules_the_same_words_and_their_like(
    parts: tuple[Encoder, Callable[..., MeaningJudge]],
) -> None:
    text = "Hi, I'm Jo, I sell paint. Mondays the parrot stays at home. It's loud in here."
    assert verdict(parts[1](), text, "competency").verdict != "covered"
    told = Lesson("competency", "Mondays the parrot stays at home.", True)
    assert verdict(parts[1](told), text, "competency").verdict == "covered"
    again = text.replace("stays at home", "just stays home")
    assert verdict(parts[1](told), again, "competency").verdict == "covered"
    assert verdict(parts[1](told), "Hi, I'm Jo. It's loud in here.", "competency").verdict != "covered"


def test_a_counter_lesson_takes_a_verdict_back(parts: tuple[Encoder, Callable[..., MeaningJudge]]) -> None:
    text = "Hi, I'm Jo, I sell paint. Could you pass me the bread?"
    assert verdict(parts[1](), text, "ask").verdict == "covered"
    untold = Lesson("ask", "Could you pass me the bread?", False)
    assert verdict(parts[1](untold), text, "ask").verdict == "missing"


def test_a_counter_lesson_stands_against_the_notes(parts: tuple[Encoder, Callable[..., MeaningJudge]]) -> None:
    untold = Lesson("competency", f"{SPEAKS}.", False)
    assert speaks(parts[1](untold), f"{SPEAKS}.").verdict == "missing"


def test_a_lesson_does_not_teach_its_denial(parts: tuple[Encoder, Callable[..., MeaningJudge]]) -> None:
    told = Lesson("competency", "Mondays the parrot stays at home.", True)
    denied = "Hi, I'm Jo, I sell paint. Mondays the parrot never stays at home. It's loud in here."
    assert verdict(parts[1](told), denied, "competency").verdict != "covered"
