"""Someone's past for the screens that look back: weeks of practice in a real store."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from rehearse.diary import RealDiary
from rehearse.history.store import Store
from rehearse.story.catalog import find_story
from tests.attempts import MORNING, home_in, noise, practice, said, store_in
from tests.ui.fakes import FakeBackstage
from tests.ui.pieces import backstage


def practised(folder: Path, days: int = 13) -> Store:
    """Three takes of the networking call a day, getting better; two short ones of another story; some have sound."""
    store = store_in(home_in(folder))
    for number, (made_at, report) in enumerate(practice(days)):
        sound = noise(folder / f"{number}.flac", seed=number) if number % 3 else None
        store.save(report, str(sound) if sound else None, made_at)
    for number in range(2):
        text = f"Hello, I am Ana. [um] Could we talk for {number + 5} minutes?"
        store.save(said(text, "elevator"), None, MORNING - timedelta(days=5, minutes=-60 - 4 * number))
    newest = store.page(limit=4).rows
    store.star(newest[1].id, True)
    store.note(newest[2].id, "told it to Joana, she liked the clinic")
    return store


def behind(store: Store) -> FakeBackstage:
    stage = backstage()
    stage.the_diary = RealDiary(store, lambda: MORNING)
    return stage


def story_with_a_call(folder: Path, days: int = 7) -> object:
    from dataclasses import replace

    return replace(find_story("networking", home_in(folder)), call_date=MORNING.date() + timedelta(days=days))


NEXT_WEEK: date = MORNING.date() + timedelta(days=7)
