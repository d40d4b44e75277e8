"""A judge that loads when it is first needed, or beforehand in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from rehearse.errors import RehearseError
from rehearse.facts import Coverage, Sentence, Story

if TYPE_CHECKING:
    from rehearse.meaning.judge import MeaningJudge


class LateJudge:
    """Implements StoryJudge with the judge that `load` makes, once. Raises at the first verdict what `load` raises."""

    def __init__(self, load: Callable[[], MeaningJudge]) -> None:
        self._load = load
        self._loading = threading.Lock()
        self._loaded: MeaningJudge | None = None
        self._warming: threading.Thread | None = None

    def judge(self, story: Story, sentences: tuple[Sentence, ...]) -> Coverage:
        return self._ready().judge(story, sentences)

    def nearest(self, story: Story, sentences: tuple[Sentence, ...], element: str) -> Sentence | None:
        return self._ready().nearest(story, sentences, element)

    def warm(self) -> None:
        """Load while something else is waited for. What goes wrong is told by the first verdict."""
        self._warming = threading.Thread(target=self._try, daemon=True)
        self._warming.start()

    def settle(self) -> None:
        """Wait for the warming to end: a process that exits inside onnxruntime's loading is aborted by it."""
        if self._warming is not None:
            self._warming.join()

    def _try(self) -> None:
        with suppress(RehearseError):
            self._ready()

    def _ready(self) -> MeaningJudge:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded
