"""What the diary answers, from its background work to the screens that look back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from rehearse.facts import Attempt, AttemptSummary
from rehearse.ui.diary import Compared, Doomed, Page

if TYPE_CHECKING:
    from rehearse.report.home import HomeLine


class PageRead(Message):
    """A page of the list that was asked for as number `asked`; `first` of it, or a later one."""

    def __init__(self, asked: int, page: Page, first: bool) -> None:
        super().__init__()
        self.asked, self.page, self.first = asked, page, first


class Counted(Message):
    def __init__(self, asked: int, count: int) -> None:
        super().__init__()
        self.asked, self.count = asked, count


class StoriesRead(Message):
    def __init__(self, stories: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self.stories = stories


class RowChanged(Message):
    """A star or a note."""

    def __init__(self, row: AttemptSummary) -> None:
        super().__init__()
        self.row = row


class AttemptRead(Message):
    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self.attempt = attempt


class ComparedRead(Message):
    """`compared` None: there is no usual yet."""

    def __init__(self, compared: Compared | None) -> None:
        super().__init__()
        self.compared = compared


class TakesRead(Message):
    """The takes of one story, oldest first."""

    def __init__(self, story: str, takes: Sequence[AttemptSummary]) -> None:
        super().__init__()
        self.story, self.takes = story, takes


class DoomedRead(Message):
    """What would be deleted."""

    def __init__(self, doomed: Doomed) -> None:
        super().__init__()
        self.doomed = doomed


class Deleted(Message):
    """What was deleted, and what a person should know about it."""

    def __init__(self, told: str) -> None:
        super().__init__()
        self.told = told


class HomeLineRead(Message):
    def __init__(self, home: HomeLine) -> None:
        super().__init__()
        self.home = home
