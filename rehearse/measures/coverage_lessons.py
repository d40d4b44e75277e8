"""What a person taught us about their own story, and how far that reaches, as their notes and examples do."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from rehearse.facts import Lesson
from rehearse.measures.coverage_likeness import Views

Floats = npt.NDArray[np.float32]

REACH_FROM = 0.7
"""Likeness (0 to 1) from which a lesson speaks: paraphrases of a sentence lie above, other sentences below."""
FULL_SAY = 12.0
"""Log-odds that a lesson adds to (or takes from) the very sentence it was given on: more than any verdict holds."""


def lesson_weight(said: Views, taught: Views, alike: npt.NDArray[np.bool_]) -> Floats:
    """Log-odds for each sentence from examples that were taught: 0 where none is near, `FULL_SAY` for the same.

    `alike`: sentences x examples, whether both deny something or neither does; else one says nothing of the other.
    """
    if not len(taught):
        return np.zeros(len(said), dtype=np.float32)
    # meaning and wording together: the meaning alone takes "I want to teach" and "I taught" for the same
    nearest = np.where(alike, (said.sense @ taught.sense.T + said.second @ taught.second.T) / 2, 0)
    reach = (nearest.max(axis=1) - REACH_FROM) / (1 - REACH_FROM)
    return np.asarray(FULL_SAY * np.clip(reach, 0, 1), dtype=np.float32)


def with_lesson(lessons: Iterable[Lesson], new: Lesson) -> tuple[Lesson, ...]:
    """The lessons with a new one; the newest word on the same sentence and element wins."""
    kept = tuple(one for one in lessons if (one.element, one.sentence) != (new.element, new.sentence))
    return (*kept, new)


def without_lesson(lessons: Iterable[Lesson], number: int) -> tuple[Lesson, ...]:
    """The lessons without the one at `number` (from 1, as they are listed). IndexError where there is none."""
    listed = tuple(lessons)
    if not 1 <= number <= len(listed):
        raise IndexError(number)
    return listed[: number - 1] + listed[number:]
