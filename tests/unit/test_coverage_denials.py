"""What a sentence denies is not told, and a turn after a denial is heard."""

from __future__ import annotations

import pytest

from rehearse.measures.coverage_denials import denied

DENIALS = (
    ("goals", "I don't want to become a manager."),
    ("goals", "I have no idea what comes next."),
    ("goals", "I’m not looking for a job."),
    ("goals", "I used to dream of the sea."),
    ("goals", "You want to grow your firm."),
    ("competency", "I'm not very good with numbers."),
    ("competency", "I'm hopeless at selling."),
    ("interests", "I'm no longer interested in law."),
    ("courtesy", "Thanks for nothing."),
    ("courtesy", "I don't care whether you are busy."),
    ("connection", "I have never heard of your company."),
    ("ask", "I won't ask you for anything."),
)
TURNS = (
    ("goals", "I don't want to be a manager, I want to weld."),
    ("goals", "I'm not looking for a job but I hope to join your course."),
    ("goals", "I want to open a shop."),
    ("goals", "hi i'm tom a welder i want to lead a yard of my own and i don't want to take your time so can we talk"),
    ("competency", "I'm not bad at sums."),
    ("competency", "I'm hopeless with money, but give me a hinge and I can make it carry anything."),
    ("interests", "Boring documents are what interests me."),
    ("courtesy", "I don't want to take your time."),
    ("courtesy", "Thank you for everything."),
    ("introduction", "I'm not from here, I'm Tom."),
    ("an-element-of-ones-own", "I don't want to."),
)


@pytest.mark.parametrize(("element", "sentence"), DENIALS)
def test_what_is_denied_is_known(element: str, sentence: str) -> None:
    assert denied(element, sentence)


@pytest.mark.parametrize(("element", "sentence"), TURNS)
def test_what_is_said_after_all_is_not_taken_for_a_denial(element: str, sentence: str) -> None:
    assert not denied(element, sentence)
