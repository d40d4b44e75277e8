"""The attempts as the screens ask for them: what they need of the store, read into frozen facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.facts import Attempt, AttemptSummary, Story

if TYPE_CHECKING:
    from rehearse.history.deletion import Doomed
    from rehearse.history.listing import Page
    from rehearse.history.store import Store
    from rehearse.report.compare import Comparison
    from rehearse.report.home import HomeLine
    from rehearse.report.wordings import Wordings

COLD_TAKES = 10
"""The home line speaks of so many cold takes, the last: what was a month ago says little about the call."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two attempts held against each other, both with corrections applied, and how fixed the wording is by now.

    Against one's usual, `before` is the last take in it.
    """

    comparison: Comparison
    wordings: Wordings
    before: Attempt
    after: Attempt


class RealDiary:
    """May be used from several threads. Everything raises StoreError, and InputError for an attempt that is gone."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def page(self, story: str | None, search: str, after: int | None, limit: int) -> Page:
        from rehearse.history.listing import Filter

        return self._store.page(Filter(story=story, search=search), after, limit)

    def count(self, story: str | None, search: str) -> int:
        from rehearse.history.listing import Filter

        return self._store.count(Filter(story=story, search=search))

    def stories(self) -> Sequence[tuple[str, int]]:
        return self._store.stories()

    def attempt(self, number: int) -> Attempt:
        """As it was heard, its corrections beside it. `report.take.file` is where its sound lies now."""
        return self._with_sound(self._store.get(number))

    def star(self, number: int, starred: bool) -> AttemptSummary:
        return self._store.star(number, starred)

    def note(self, number: int, text: str) -> AttemptSummary:
        return self._store.note(number, text)

    def older_than(self, days: int) -> Sequence[int]:
        return self._store.older_than(days)

    def doomed(self, ids: Iterable[int], sound_alone: bool) -> Doomed:
        return self._store.preview(ids, sound_alone)

    def delete(self, ids: Iterable[int], sound_alone: bool) -> bool:
        return self._store.delete(ids, sound_alone)

    def set_aside(self) -> Sequence[Path]:
        return self._store.set_aside()

    def takes_of(self, story: str) -> Sequence[AttemptSummary]:
        return self._store.trend(story)

    def compared(self, number: int, other: int | None) -> Compared | None:
        """Two attempts, the earlier one first, or one against the usual before it; None where there is no usual."""
        from rehearse.report.compare import SPREAD_TAKES, compare, compare_with_usual
        from rehearse.report.wordings import LAST_TAKES, wordings

        pair = [self._corrected(each) for each in (number, other) if each is not None]
        pair.sort(key=lambda attempt: (attempt.made_at, attempt.id))
        after = pair[-1]
        story = after.report.story.name
        # two more than the spread needs: the two that are compared are left out of it
        last = self._store.latest(story, max(SPREAD_TAKES + 2, LAST_TAKES), before=after)
        earlier = [self._store.as_corrected(attempt) for attempt in last]
        found = compare(pair[0], after, earlier) if len(pair) == 2 else compare_with_usual(after, earlier)
        if found is None:
            return None
        before = pair[0] if len(pair) == 2 else self._with_sound(earlier[-1])
        return Compared(found, wordings([each.report for each in (*earlier, after)]), before, after)

    def home_line(self, story: Story) -> HomeLine:
        from rehearse.report.home import home_line

        cold = self._store.latest(story.name, COLD_TAKES, cold=True)
        return home_line(story, [self._store.as_corrected(each) for each in cold], self._now().date())

    def _corrected(self, number: int) -> Attempt:
        return self._with_sound(self._store.as_corrected(self._store.get(number)))

    def _with_sound(self, attempt: Attempt) -> Attempt:
        """The report remembers the file it was made of; what is kept of it lies among the takes."""
        sound = self._store.sound(attempt)
        take = replace(attempt.report.take, file=str(sound) if sound is not None else None)
        return replace(attempt, report=replace(attempt.report, take=take))
