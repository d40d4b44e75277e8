"""What is said to be no English, and what never is."""

from __future__ import annotations

import pytest

from rehearse.measures.language import looks_english

OTHERS = (
    "Guten Tag, ich heiße Anna Berg und studiere Forstwirtschaft in Freiburg. Ich habe drei Jahre in einem Sägewerk"
    " gearbeitet. Könnten wir nächste Woche zwanzig Minuten sprechen?",
    "Hola, me llamo Ana y estudio ingeniería en Madrid. He trabajado tres años en una fábrica. ¿Podríamos hablar"
    " veinte minutos la próxima semana? Gracias por su tiempo.",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore"
    " magna aliqua, ut enim ad minim veniam.",
    "您好，我是陈丽，我在大学学习法律。下周我们能谈二十分钟吗？",
)
LEARNERS = (
    "Ten year camp, five year chicken factory, line three. Chicken never finish. Teacher say me, you have head for"
    " number, go to school. Now evening I study, the college, the accounting.",
    "Hello, I Minsu, cook, Korean food. Today very many people. Seoul, army kitchen, six year, then here. I want own"
    " place, small. You can show me the landlord?",
)


@pytest.mark.parametrize("text", OTHERS)
def test_other_languages_are_told(text: str) -> None:
    assert not looks_english(text)


@pytest.mark.parametrize("text", [*LEARNERS, "Danke.", "", "Gracias por su tiempo."])
def test_a_learner_s_english_and_a_few_words_never_are(text: str) -> None:
    assert looks_english(text)
