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
