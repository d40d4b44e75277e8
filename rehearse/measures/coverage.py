"""Which elements of a story were told: from a score for every sentence and element to verdicts a person can read.

`CueJudge` scores by cue phrases and example sentences alone and needs no model. Whoever scores better (the meaning
room) hands its own scores to `verdicts`, so that the words, the quotes and the counting are the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rehearse.facts import Coverage, CoverageVerdict, Element, ElementVerdict, Sentence, Story
from rehearse.measures.coverage_cues import ELEMENTS, strongest_cue

COVERED_FROM = 0.5
"""A calibrated score is the chance that a careful listener says "yes, told": covered where yes is likelier than no."""
PARTIAL_FROM = 0.35
"""Between here and `COVERED_FROM` something like it was said: it is shown with its words for the person to decide."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PLAIN = _set_of(
    "a an the and or but so to of in on at for with from by as is am are was were be been it its this that these those"
    " i me my we our you your he she they them his her their do does did have has had not no just like um uh yes yeah"
    " well very really can could would will what who which how when where there here if than then about into out up"
    " i'm i'd i've it's"
)


class CueJudge:
    """Judges by cue phrases and examples: the element's own, and what is generally known of the usual nine."""

    def judge(self, story: Story, sentences: tuple[Sentence, ...]) -> Coverage:
        """The coverage of `story` in `sentences`. No sentences: everything is missing."""
        scores = [[cue_score(element, sentence.text) for element in story.elements] for sentence in sentences]
        return verdicts(story, sentences, scores)


def cue_score(element: Element, text: str) -> float:
    """How much a sentence looks like an element, 0 to 1: cues, look-alikes, words shared with examples and notes."""
    general = strongest_cue(element.id, text)
    own = 0.9 if own_cue(element, text) else 0.0
    known = ELEMENTS[element.id].examples if element.id in ELEMENTS else ()
    alike = max((_shared(text, other) for other in (*element.examples, *known)), default=0.0)
    planned = 1.2 * _shared(text, element.notes) if element.notes else 0.0
    by_cue = general.weight * (0.4 if general.vetoed else 1.0)
    return min(1.0, max(own, by_cue, 0.8 * alike, planned))


def own_cue(element: Element, text: str) -> str:
    """The story's own cue for this element that the sentence holds, or nothing."""
    spoken = " ".join(content_and_plain_words(text))
    for cue in element.cues:
        if f" {' '.join(content_and_plain_words(cue))} " in f" {spoken} ":
            return cue
    return ""


def content_and_plain_words(text: str) -> list[str]:
    """The words, in lower case, without punctuation."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, cut to a crude stem of six letters ("manage", "manager", "managed")."""
    return frozenset(word[:6] for word in content_and_plain_words(text) if word not in _PLAIN)


def _shared(one: str, other: str) -> float:
    left, right = content_words(one), content_words(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def verdicts(
    story: Story,
    sentences: tuple[Sentence, ...],
    scores: Sequence[Sequence[float]],
    *,
    whole: Sequence[float] | None = None,
    why: Sequence[str] | None = None,
) -> Coverage:
    """Verdicts from scores.

    `scores[s][e]` is the calibrated chance, 0 to 1, that sentence s carries element e. `whole[e]` is the same for the
    whole pitch; where it is left out, the best sentence speaks for the pitch. `why[e]` replaces the wording.
    """
    items = []
    for index, element in enumerate(story.elements):
        best = max(range(len(sentences)), key=lambda one: scores[one][index], default=None)
        chance = whole[index] if whole is not None else (scores[best][index] if best is not None else 0.0)
        verdict = verdict_of(chance) if best is not None else "missing"
        shown = best is not None and verdict != "missing"
        carriers = [s for s, row in zip(sentences, scores, strict=True) if row[index] >= COVERED_FROM]
        sentence = sentences[best] if best is not None and shown else None
        items.append(
            ElementVerdict(
                element=element.id,
                verdict=verdict,
                score=round(chance, 3),
                quote=sentence.text if sentence else None,
                start=sentence.start if sentence else None,
                end=sentence.end if sentence else None,
                seconds=round(sum(s.end - s.start for s in carriers or [sentence]), 2) if sentence else None,
                why=why[index] if why and why[index] else wording(element, verdict),
            )
        )
    required = [item for item, element in zip(items, story.elements, strict=True) if element.required]
    return Coverage(sum(item.verdict == "covered" for item in required), len(required), tuple(items))


def verdict_of(chance: float) -> CoverageVerdict:
    if chance >= COVERED_FROM:
        return "covered"
    return "partial" if chance >= PARTIAL_FROM else "missing"


def wording(element: Element, verdict: CoverageVerdict) -> str:
    """For the person: what was heard or not, and what to say next, from their own notes where there are any."""
    known = ELEMENTS.get(element.id)
    title = element.title or element.id
    if verdict == "covered":
        return f"Heard: {title.lower()}"
    unheard = known.unheard if known else f"I did not hear this: {element.question or title}"
    if verdict == "partial":
        unheard = f"I am not sure that I heard this: {title.lower()}"
    if element.notes:
        return f"{unheard}. Your notes say: {element.notes}"
    return f"{unheard}. {known.next_words}." if known else unheard
