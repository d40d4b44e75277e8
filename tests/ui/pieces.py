"""A story, what was heard of it, and a backstage that hears it: small real facts for the screens."""

from __future__ import annotations

from rehearse.facts import Contour, Element, Heard, ModelUsed, Span, Story, Transcript, Word
from tests.ui.fakes import FakeBackstage

STORY = Story(
    name="networking",
    title="A networking call",
    target_s=30,
    elements=(
        Element("introduction", "Who you are", "Who are you: your name, and what you do or study?"),
        Element(
            "connection", "Why this person", "Why are you talking to this person?", notes="alumni book, class of 2019"
        ),
        Element("interests", "What holds you", "What are you curious about?"),
        Element("experience", "What you have done", "What have you done, where, and for how long?"),
        Element("competency", "What you are good at", "What are you good at?", notes="making messy data clear"),
        Element(
            "example", "The proof", "Which one event or result proves it?", notes="the map, the leaking pipe, June"
        ),
        Element("goals", "What you want next", "What do you want next?"),
        Element("ask", "The ask", "What do you want from this person, directly?", notes="fifteen minutes next week"),
        Element("courtesy", "Their time respected", "How do you respect this person's time?", required=False),
    ),
)

_SAID = (
    "Hello Mrs. Carter, [um] this is Laura Stone, a biology student at Lakeside College. "
    "| I found you in our alumni book. | Clean water in big cities, you know, matters much. "
    "| [uh] Last summer I tested river samples for the county. "
    "| I'm good at making messy data clear. || A map of mine helped the town find a leaking pipe in June. "
    "| My goal is a job at a water company after college. | Could we talk for fifteen minutes next week?"
)
"""Filler sounds in brackets; a bar is half a second of silence."""

WORD_S, PAUSE_S = 0.3, 0.55


def heard() -> Heard:
    words: list[Word] = []
    voice: list[Span] = []
    at = began = 0.6
    for token in _SAID.split():
        if token.startswith("|"):
            voice.append(Span(began, at))
            at = began = at + PAUSE_S * len(token)
        elif token.startswith("["):
            words.append(
                Word(token.strip("[]"), at, at + WORD_S, 0.6, "filler_sound", "certain", "heard and written down")
            )
            at += WORD_S
        else:
            words.append(Word(token, at, at + WORD_S, 0.9))
            at += WORD_S
    voice.append(Span(began, at))
    text = " ".join(word.text for word in words if word.kind == "word")
    steps = int(at / 0.1)
    contour = Contour(
        0.1, tuple(180.0 + 30 * (i % 7) for i in range(steps)), tuple(-20.0 - i % 9 for i in range(steps))
    )
    model = ModelUsed("tiny.en", "0" * 64, "en")
    return Heard(Transcript(text, tuple(words)), tuple(voice), contour, model, filler_range=(2, 2))


def backstage() -> FakeBackstage:
    return FakeBackstage(heard())
