"""Whether the story was told: the learned heads, the speaker's own notes and the lessons they gave, one verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rehearse.facts import Coverage, Element, Lesson, Sentence, Story
from rehearse.meaning.encoder import Encoder, Vectors
from rehearse.meaning.looks import look_at
from rehearse.meaning.story_heads import Learned, load
from rehearse.measures.coverage import own_cue, verdicts
from rehearse.measures.coverage_cues import ELEMENTS
from rehearse.measures.coverage_denials import DENIED, denied
from rehearse.measures.coverage_heads import logit, sigmoid
from rehearse.measures.coverage_lessons import lesson_weight
from rehearse.measures.coverage_likeness import Views, own_features, views
from rehearse.measures.coverage_notes import planned_wording
from rehearse.measures.coverage_text import as_sentence, denies, plainly
from rehearse.measures.sentences import split_text

Floats = npt.NDArray[np.float32]


NEAR = -7.0
"""Log-odds from which a sentence may have told an element whose person says that it was told."""


def no_lessons(story: str) -> tuple[Lesson, ...]:
    return ()


class MeaningJudge:
    """Implements StoryJudge. `lessons` gives what the speaker taught about a story, by its name, at every judging."""

    def __init__(
        self, encoder: Encoder, learned: Learned, lessons: Callable[[str], tuple[Lesson, ...]] = no_lessons
    ) -> None:
        self._encoder = encoder
        self._learned = learned
        self._lessons = lessons
        self._remembered: dict[str, tuple[Floats, Floats]] = {}

    @classmethod
    def from_folder(cls, models: Path, lessons: Callable[[str], tuple[Lesson, ...]] = no_lessons) -> MeaningJudge:
        """The judge from the bundled `models/` folder. MissingPartError where a file is not there."""
        return cls(Encoder(models / "minilm"), load(models / "story_heads.npz"), lessons)

    def judge(self, story: Story, sentences: tuple[Sentence, ...]) -> Coverage:
        """The coverage of `story` in `sentences`; one of nothing but fillers, or of a single word, is left out."""
        plain = [as_sentence(sentence.text) for sentence in sentences]
        kept = [index for index, text in enumerate(plain) if text]
        if not kept:
            return verdicts(story, (), [])
        said = tuple(sentences[index] for index in kept)
        texts = [plain[index] for index in kept]
        vectors = self._encoder.encode(texts)
        odds, whole = self._weigh(story, texts, vectors)
        coverage = verdicts(story, said, sigmoid(odds).tolist(), whole=whole.tolist())
        everything = " ".join(texts)
        items = [
            replace(item, why=planned_wording(element, item.verdict, everything))
            for item, element in zip(coverage.items, story.elements, strict=True)
        ]
        return replace(coverage, items=tuple(items))

    def nearest(self, story: Story, sentences: tuple[Sentence, ...], element: str) -> Sentence | None:
        """The sentence that comes nearest to telling the element with this id; None where none comes near."""
        column = next((i for i, one in enumerate(story.elements) if one.id == element), None)
        said = [(sentence, text) for sentence in sentences if (text := as_sentence(sentence.text))]
        if column is None or not said:
            return None
        texts = [text for _, text in said]
        odds, _ = self._weigh(story, texts, self._encoder.encode(texts))
        best = int(odds[:, column].argmax())
        return said[best][0] if odds[best, column] >= NEAR else None

    def _weigh(self, story: Story, texts: Sequence[str], vectors: Vectors) -> tuple[Floats, Floats]:
        """Log-odds (sentences x elements), and the calibrated chance of each element in the whole pitch."""
        heads, own = self._learned.heads, self._learned.own
        said = views(vectors.sentence, vectors.layers)
        known = logit(heads.chances(look_at(self._encoder, texts, vectors)))
        lessons = self._lessons(story.name)
        odds = np.zeros((len(texts), len(story.elements)), dtype=np.float32)
        whole = np.zeros(len(story.elements), dtype=np.float32)
        for column, element in enumerate(story.elements):
            calibration = own.calibration
            if element.id in heads.elements:
                place = heads.elements.index(element.id)
                calibration = heads.calibration.only(place)
                odds[:, column] = known[:, place]
                if element.notes:
                    likeness = said.alike(self._views([element.notes]))[0]
                    worth = self._learned.note.log_odds(likeness)
                    alike = [denies(text) is denies(element.notes) for text in texts]
                    odds[:, column] += np.where(alike, worth, np.minimum(worth, 0))
            else:
                odds[:, column] = own.log_odds(self._own_features(story, element, texts, said))
            for row, text in enumerate(texts):
                if denied(element.id, text):
                    odds[row, column] = min(odds[row, column], DENIED)
            odds[:, column] += self._by_word(element, texts, said, lessons)
            whole[column] = calibration.of(sigmoid(odds[:, column : column + 1]))[0]
        return odds, whole

    def _by_word(self, element: Element, texts: Sequence[str], said: Views, lessons: Sequence[Lesson]) -> Floats:
        """Log-odds for each sentence from what the person wrote and taught; what they overruled is not told."""
        taught = [one for one in lessons if one.element == element.id]
        so = self._as_shown(texts, said, [*planned(element), *(one.sentence for one in taught if one.told)])
        not_so = self._as_shown(texts, said, [one.sentence for one in taught if not one.told])
        return np.asarray(np.where(so > not_so, so, 0) - not_so, dtype=np.float32)

    def _as_shown(self, texts: Sequence[str], said: Views, shown: Sequence[str]) -> Floats:
        """Log-odds for each sentence from being what was shown, or nearly so."""
        plain = [plainly(text) for text in shown]
        alike = np.array([[denies(text) is denies(other) for other in plain] for text in texts], dtype=bool)
        return lesson_weight(said, self._views(plain), alike)

    def _own_features(self, story: Story, element: Element, texts: Sequence[str], said: Views) -> Floats:
        others = [one for one in story.elements if one.id != element.id]
        rivals = [self._views(anchors(one)) for one in others]
        if not rivals:
            rivals = [self._views(known.examples) for known in ELEMENTS.values()]
        return own_features(
            said,
            self._views(anchors(element)),
            self._views([question(element)]),
            rivals,
            [self._views([question(one)]) for one in others],
            [bool(own_cue(element, text)) for text in texts],
        )

    def _views(self, texts: Sequence[str]) -> Views:
        """Views of the story's own texts, which come back at every take."""
        new = [text for text in dict.fromkeys(texts) if text not in self._remembered]
        if new:
            coded = self._encoder.encode(new)
            self._remembered.update(zip(new, zip(coded.sentence, coded.layers, strict=True), strict=True))
        if not texts:
            empty = self._encoder.encode([])
            return Views(empty.sentence, empty.sentence, empty.sentence)
        pairs = [self._remembered[text] for text in texts]
        return views(np.stack([one for one, _ in pairs]), np.stack([two for _, two in pairs]))


def planned(element: Element) -> tuple[str, ...]:
    """What the story says that telling the element could sound like, sentence by sentence."""
    notes = (element.notes, *(sentence.text for sentence in split_text(element.notes))) if element.notes else ()
    return (*element.examples, *notes)


def anchors(element: Element) -> tuple[str, ...]:
    """What the element sounds like: its examples and notes, what is known of it, else its question or title alone."""
    known = ELEMENTS[element.id].examples if element.id in ELEMENTS else ()
    own = (*element.examples, *([element.notes] if element.notes else []))
    return own or known or (question(element),)


def question(element: Element) -> str:
    return element.question or element.title or element.id
