"""The lessons a person gave, one JSON file for each story in their home, readable and removable by hand."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict
from pathlib import Path

from rehearse.errors import InputError, StoreError
from rehearse.facts import Lesson
from rehearse.measures.coverage_lessons import with_lesson, without_lesson
from rehearse.paths import make_private


class LessonBook:
    """Lessons by story name, in `folder` (made when the first lesson comes)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def list(self, story: str) -> tuple[Lesson, ...]:
        """The lessons of a story, oldest first. StoreError where the file cannot be read."""
        file = self._file(story)
        return _read(file) if file.is_file() else ()

    def check(self) -> None:
        """StoreError where what was taught about any story cannot be read: better told before a take than after."""
        for file in sorted(self.folder.glob("*.json")):
            _read(file)

    def add(self, story: str, lesson: Lesson) -> None:
        """Learn from an overruled verdict; used from the next take on."""
        self._write(story, with_lesson(self.list(story), lesson))

    def remove(self, story: str, number: int) -> None:
        """Forget the lesson with this number (from 1, as listed). InputError where there is none."""
        try:
            kept = without_lesson(self.list(story), number)
        except IndexError as error:
            raise InputError(f"There is no lesson {number} for {story}.", "List them to see their numbers.") from error
        self._write(story, kept)

    def take_in(self, story: str, sentences: tuple[str, ...], lessons: tuple[Lesson, ...]) -> None:
        """What one take taught by now: `lessons` on some of its `sentences`; earlier ones on them are dropped."""
        kept = tuple(one for one in self.list(story) if one.sentence not in sentences)
        for lesson in lessons:
            kept = with_lesson(kept, lesson)
        if kept != self.list(story):
            self._write(story, kept)

    def _file(self, story: str) -> Path:
        return self.folder / f"{re.sub(r'[^A-Za-z0-9_-]+', '-', story).strip('-') or 'story'}.json"

    def _write(self, story: str, lessons: tuple[Lesson, ...]) -> None:
        make_private(self.folder)
        half_written = self._file(story).with_suffix(".new")
        text = json.dumps([asdict(one) for one in lessons], ensure_ascii=False, indent=2)
        half_written.write_text(text + "\n", encoding="utf-8")
        half_written.chmod(0o600)
        os.replace(half_written, self._file(story))


def _read(file: Path) -> tuple[Lesson, ...]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return tuple(Lesson(str(row["element"]), str(row["sentence"]), bool(row["told"])) for row in rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"What you taught about {file.stem} cannot be read: {file}.", "Mend or delete it.") from error
