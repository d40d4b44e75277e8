"""Someone's past for the screens that look back: two weeks of practice in a real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from rehearse.diary import RealDiary
from rehearse.facts import Attempt, Correction, Lesson, Story
from rehearse.history.store import Store
from rehearse.story.catalog import find_story
from tests.attempts import MORNING, home_in, noise, practice, said, store_in
from tests.ui.fakes import FakeBackstage
from tests.ui.pieces import backstage

OTHER = "elevator"


def practised(folder: Path, days: int = 13) -> Store:
    """Three takes of the networking call a day, getting better; two short ones of another story; two in three heard."""
    store = store_in(home_in(folder))
    for number, (made_at, report) in enumerate(practice(days)):
        sound = noise(folder / f"{number}.flac", seed=number, seconds=0.1) if number % 3 else None
        store.save(report, str(sound) if sound else None, made_at)
    for number in range(2):
        text = f"Hello, I am Ana. [um] Could we talk for {number + 5} minutes?"
        store.save(said(text, OTHER), None, MORNING - timedelta(days=5, minutes=-60 - 4 * number))
    newest = store.page(limit=4).rows
    store.star(newest[1].id, True)
    store.note(newest[2].id, "told it to Joana, she liked the clinic")
    return store


class PastBackstage(FakeBackstage):
    """The fake stage before a real store: what is corrected on an old report is kept in it."""

    def __init__(self, store: Store) -> None:
        stage = backstage()
        super().__init__(stage.hears, stage.take_file)
        self.the_past = store
        self.the_diary = RealDiary(store, lambda: MORNING)

    def keep_corrections(self, attempt: Attempt, corrections: tuple[Correction, ...]) -> tuple[Lesson, ...]:
        self.the_past.correct(attempt.id, corrections)
        return ()


def story_with_a_call(folder: Path) -> Story:
    """The networking call, in a week."""
    return replace(find_story("networking", home_in(folder)), call_date=MORNING.date() + timedelta(days=7))
