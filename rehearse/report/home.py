"""The line a person comes home to: days to the call, how the cold takes went, what to work on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rehearse.facts import Attempt, Story

LAST_COLD = 3
"""What to work on is what comes first most often in the advice of so many cold takes: the call is a cold take too."""


@dataclass(frozen=True, slots=True)
class HomeLine:
    """`days_left` is negative once the call is over, None without a date. `work_on` is a piece of advice, or None.

    `standing` is all but the advice in words.
    """

    days_left: int | None
    cold_takes: int
    on_time: int
    whole_story: int
    work_on: str | None
    standing: str

    @property
    def text(self) -> str:
        return f"{self.standing} Work on: {self.work_on}" if self.work_on else self.standing


def home_line(story: Story, cold: Sequence[Attempt], today: date) -> HomeLine:
    """`cold` are the cold takes of the story, oldest first, corrections applied: as many as should count."""
    days = (story.call_date - today).days if story.call_date else None
    reports = [attempt.report for attempt in cold]
    on_time = sum(report.duration.verdict == "on_time" for report in reports)
    whole = sum(report.coverage.covered == report.coverage.required for report in reports)
    advice = [report.advice[0] for report in reports[-LAST_COLD:] if report.advice]
    # the most frequent; among equals the one of the latest take
    about = Counter(each.about for each in reversed(advice)).most_common(1)
    work_on = next((each.message for each in reversed(advice) if about and each.about == about[0][0]), None)
    standing = f"{_days(days)} {_cold(len(reports), on_time, whole)}".strip()
    return HomeLine(days, len(reports), on_time, whole, work_on, standing)


def _days(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return "The day of the call is over: how did it go?"
    return {0: "The call is today.", 1: "The call is tomorrow."}.get(days, f"{days} days to the call.")


def _cold(takes: int, on_time: int, whole: int) -> str:
    if not takes:
        return "No cold take yet: the first of a day tells how the call would go."
    if takes == 1:
        time, story = "on time" if on_time else "not on time", "with" if whole else "without"
        return f"1 cold take so far, {time}, {story} the whole story."
    return f"Last {takes} cold takes: {on_time or 'none'} on time, {whole or 'none'} told in full."
