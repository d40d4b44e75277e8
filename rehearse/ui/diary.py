"""What the screens that look back need, as Protocols. `rehearse.diary` is the real one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rehearse.facts import Attempt, AttemptSummary, Story

if TYPE_CHECKING:
    from rehearse.report.compare import Comparison
    from rehearse.report.home import HomeLine
    from rehearse.report.wordings import Wordings


class Page(Protocol):
    """Some attempts, newest first. `next` is what to give as `after` for those that follow, None at the end."""

    @property
    def rows(self) -> tuple[AttemptSummary, ...]: ...
    @property
    def next(self) -> int | None: ...


class Doomed(Protocol):
    """What a deletion takes away: these attempts (or their sound alone), so many takes of so many bytes."""

    @property
    def attempts(self) -> tuple[AttemptSummary, ...]: ...
    @property
    def sound_alone(self) -> bool: ...
    @property
    def takes(self) -> int: ...
    @property
    def bytes(self) -> int: ...


class Compared(Protocol):
    """Two attempts held against each other, corrections applied. `report.take.file` is the sound, None for none."""

    @property
    def comparison(self) -> Comparison: ...
    @property
    def wordings(self) -> Wordings: ...
    @property
    def before(self) -> Attempt: ...
    @property
    def after(self) -> Attempt: ...


class Diary(Protocol):
    """The attempts that were kept. All of it may be slow, and raises RehearseErrors: call it off the main thread."""

    def page(self, story: str | None, search: str, after: int | None, limit: int) -> Page: ...

    def count(self, story: str | None, search: str) -> int: ...

    def stories(self) -> Sequence[tuple[str, int]]:
        """Each story that has attempts, with how many, the most practised first."""
        ...

    def attempt(self, number: int) -> Attempt:
        """As it was heard, its corrections beside it."""
        ...

    def star(self, number: int, starred: bool) -> AttemptSummary: ...

    def note(self, number: int, text: str) -> AttemptSummary: ...

    def older_than(self, days: int) -> Sequence[int]: ...

    def doomed(self, ids: Iterable[int], sound_alone: bool) -> Doomed:
        """What `delete` would take away."""
        ...

    def delete(self, ids: Iterable[int], sound_alone: bool) -> bool:
        """Delete for good. False where another copy of the app is reading: the last bytes go when it is closed."""
        ...

    def set_aside(self) -> Sequence[Path]:
        """Damaged databases that deleting cannot reach into."""
        ...

    def takes_of(self, story: str) -> Sequence[AttemptSummary]:
        """The last takes of a story, oldest first."""
        ...

    def compared(self, number: int, other: int | None) -> Compared | None:
        """Two attempts, or one against the usual before it; None where there is no usual yet."""
        ...

    def home_line(self, story: Story) -> HomeLine:
        """Days to the call, how the cold takes went, what to work on."""
        ...
