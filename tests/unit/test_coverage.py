from rehearse.facts import Coverage, Element, Story
from rehearse.measures.coverage import CueJudge
from rehearse.measures.coverage_cues import ELEMENTS
from rehearse.measures.sentences import split_text

NINE = Story("nine", "Nine", 30.0, tuple(Element(name, name.capitalize(), "") for name in ELEMENTS))


def judged(text: str, story: Story = NINE) -> Coverage:
    return CueJudge().judge(story, split_text(text))


def covered(text: str) -> set[str]:
    return {item.element for item in judged(text).items if item.verdict == "covered"}


def test_a_plain_pitch_is_heard() -> None:
    text = (
        "Hi, my name is Sara, I'm a nursing student. Professor Lane gave me your name. I am fascinated by sleep. "
        "I worked for two years in a clinic. I'm good at calming people down. I want to become a researcher. "
        "Could we talk for ten minutes next week? Thank you for your time."
    )
    assert covered(text) == set(ELEMENTS) - {"example"}


def test_look_alikes_do_not_count() -> None:
    assert "goals" not in covered("We scored one goal all season.")
    assert "interests" not in covered("Everybody is interested in the interest rate today.")
    assert "experience" not in covered("User experience is everywhere now.")
    assert "ask" not in covered("I always ask my team to call first.")
    assert "ask" not in covered("Let me know if anything comes up.")
    assert "courtesy" not in covered("I have to thank my old teacher for that.")


def test_an_own_element_lives_from_its_cues_and_examples() -> None:
    pets = Element("pets", "Animals", "Which do you keep?", cues=("my parrot",), examples=("I keep two goats.",))
    story = Story("own", "Own", 30.0, (pets,))
    assert judged("I live with my parrot.", story).covered == 1
    assert judged("I keep goats, two of them.", story).covered == 1
    assert judged("I play chess.", story).covered == 0


def test_what_was_not_heard_is_said_gently_and_from_the_persons_notes() -> None:
    ask = Element("ask", "The ask", "What do you want?", notes="twenty minutes by phone")
    (item,) = judged("I sell bread.", Story("own", "Own", 30.0, (ask,))).items
    assert item.verdict == "missing"
    assert item.quote is None
    assert item.why == "I did not hear an ask. Your notes say: twenty minutes by phone"


def test_optional_elements_are_judged_but_not_counted() -> None:
    story = Story("own", "Own", 30.0, (Element("ask", "Ask", "", required=False), Element("courtesy", "Thanks", "")))
    coverage = judged("Could you help me? Thank you very much.", story)
    assert (coverage.covered, coverage.required, len(coverage.items)) == (1, 1, 2)


def test_the_quote_points_at_the_words() -> None:
    text = "I sell bread. Could we talk next week?"
    item = next(item for item in judged(text).items if item.element == "ask")
    assert item.quote == "Could we talk next week?"
    assert item.start is not None
    assert item.end is not None
    assert text[int(item.start) : int(item.end)] == item.quote


def test_silence_misses_everything() -> None:
    coverage = CueJudge().judge(NINE, ())
    assert coverage.covered == 0
    assert {item.verdict for item in coverage.items} == {"missing"}
