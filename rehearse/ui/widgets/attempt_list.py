"""The attempts by session, newest first. Only the lines in sight are drawn, so that any number of them is quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message

from rehearse.facts import AttemptSummary
from rehearse.report.advice import FEWEST_FILLERS
from rehearse.report.dates import long_day
from rehearse.thresholds import DURATION_OF_TARGET, FILLERS_PER_MINUTE, PACE_FLAGGED
from rehearse.ui.widgets.drawn import Drawn, cut, fitted, line

STORY_WIDTH = 14
NEAR_END = 30
"""So many rows before the last the next page is asked for."""

FEWEST = 10
"""With fewer columns a note is not begun: the line below the list shows it whole."""

_FLAG = "\u25b2"
_WHEN = 17


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line of a session; without text, the air above it."""

    text: str
    session: str = ""


class AttemptList(Drawn, can_focus=False):
    """The cursor stands on an attempt. `marked` are the numbers of those to be compared, at most two."""

    class Moved(Message):
        """The cursor stands on another attempt."""

    class NearEnd(Message):
        """The last rows are in sight: more are wanted."""

    class Chosen(Message):
        """An attempt was clicked on."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[AttemptSummary] = []
        self.marked: tuple[int, ...] = ()
        self.show_story = False
        self._entries: list[Heading | int] = []
        self._line_of: list[int] = []
        self._cursor = 0
        self._top = 0

    # -- what is in it ---------------------------------------------------------------------------------------------

    @property
    def at(self) -> AttemptSummary | None:
        return self.rows[self._cursor] if self.rows else None

    def show(self, rows: Sequence[AttemptSummary], keep_place: bool) -> None:
        """Other rows. The cursor stays at its attempt where that is among them, else at its place or at the top."""
        before, place = self.at, self._cursor if keep_place else 0
        self.rows, self._entries, self._line_of = [], [], []
        self._append(rows)
        self.marked = tuple(number for number in self.marked if any(row.id == number for row in rows))
        same = [n for n, row in enumerate(self.rows) if before is not None and row.id == before.id]
        self._cursor = same[0] if same else min(place, max(0, len(self.rows) - 1))
        self._top = 0
        self._moved()

    def extend(self, rows: Sequence[AttemptSummary]) -> None:
        """The rows that follow."""
        self._append(rows)
        self.refresh()

    def change(self, row: AttemptSummary) -> None:
        """An attempt has another star or note."""
        for place, old in enumerate(self.rows):
            if old.id == row.id:
                self.rows[place] = row
        self._moved()

    def mark(self) -> None:
        """Mark the attempt at the cursor for comparing, or take the mark back; a third takes the place of the first."""
        if self.at is not None:
            number = self.at.id
            others = tuple(each for each in self.marked if each != number)
            self.marked = others if number in self.marked else (*others, number)[-2:]
            self.refresh()

    def _append(self, rows: Sequence[AttemptSummary]) -> None:
        for row in rows:
            last = self.rows[-1] if self.rows else None
            if last is None or (last.session, last.made_at.date()) != (row.session, row.made_at.date()):
                self._entries += [Heading("")] if last is not None else []
                self._entries.append(Heading(long_day(row.made_at), f"session {row.session}"))
            self._line_of.append(len(self._entries))
            self._entries.append(len(self.rows))
            self.rows.append(row)

    # -- the cursor ------------------------------------------------------------------------------------------------

    def move(self, step: int) -> None:
        """Up or down by so many attempts, as far as there are any."""
        self._cursor = max(0, min(len(self.rows) - 1, self._cursor + step))
        self._moved()

    def move_page(self, direction: int) -> None:
        """Up or down by what is in sight."""
        height = self._height()
        aim = self._line_of[self._cursor] + direction * height if self.rows else 0
        places = [n for n, at in enumerate(self._line_of) if (at <= aim if direction > 0 else at >= aim)]
        self._cursor = (places[-1] if direction > 0 else places[0]) if places else 0
        self._moved()

    def move_to_end(self, last: bool) -> None:
        """To the newest attempt, or the last one that is here."""
        self._cursor = max(0, len(self.rows) - 1) if last else 0
        self._moved()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.move(-1)

    def on_click(self, event: events.Click) -> None:
        at = self._top + event.y - 1
        entry = self._entries[at] if 0 <= at < len(self._entries) else None
        if isinstance(entry, int):
            again = entry == self._cursor
            self._cursor = entry
            self._moved()
            if again:
                self.post_message(self.Chosen())

    def on_resize(self) -> None:
        self._keep_in_sight()

    def _moved(self) -> None:
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved())
        if len(self.rows) - self._cursor <= NEAR_END:
            self.post_message(self.NearEnd())

    def _keep_in_sight(self) -> None:
        if not self.rows:
            self._top = 0
            return
        at, height = self._line_of[self._cursor], self._height()
        head = at - 1 if isinstance(self._entries[at - 1], Heading) else at
        self._top = max(0, min(self._top, head))
        if height > 0 and at >= self._top + height:
            self._top = at - height + 1

    def _height(self) -> int:
        return self.content_size.height - 1  # the heads of the columns

    # -- drawing ---------------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        if not self.rows:
            return []
        drawn = [self._heads(width)]
        for entry in self._entries[self._top : self._top + self._height()]:
            drawn.append(self._row(entry, width) if isinstance(entry, int) else _heading(entry))
        return drawn

    def _heads(self, width: int) -> Content:
        story = "story".ljust(STORY_WIDTH) if self.show_story else ""
        text = f"{'':{_WHEN}}{story}{'time':>6}   {'wpm':>6}   {'fill/min':>8}   {'told':>9}"
        return line((cut(text, width), "$muted"))

    def _row(self, place: int, width: int) -> Content:
        row = self.rows[place]
        here = place == self._cursor
        pace = f"{row.wpm:.0f}" if row.wpm is not None else "-"
        rate = f"{row.fillers_per_minute:.1f}" if row.fillers_per_minute is not None else "-"
        parts: list[str | tuple[str, str]] = [
            ("\u25b8" if here else " ", "$accent"),
            ("\u25c6 " if row.id in self.marked else "  ", "$accent"),
            f"{row.made_at:%H:%M}  ",
            ("cold" if row.cold else "", "$accent"),
            "" if row.cold else " " * 4,
            "   ",
            (fitted(row.story, STORY_WIDTH - 1) + " " if self.show_story else "", "$muted"),
            *_flagged(f"{row.time_s:.1f}".rjust(6), _off_time(row)),
            *_flagged(pace.rjust(6), row.wpm is not None and not PACE_FLAGGED.low <= row.wpm <= PACE_FLAGGED.high),
            *_flagged(rate.rjust(8), _many_fillers(row)),
            f"{row.covered} of {row.required}".rjust(9),
            "  ",
            ("\u2605 " if row.starred else "  ", "$accent"),
        ]
        used = sum(len(part if isinstance(part, str) else part[0]) for part in parts)
        room = max(0, width - used)
        note = row.note.strip().partition("\n")[0] if room >= FEWEST else ""
        drawn = line(*parts, (fitted(note, room), "$muted"))
        return drawn.stylize("on $panel") if here else drawn


def _off_time(row: AttemptSummary) -> bool:
    share = row.time_s / row.target_s if row.target_s else 1.0
    return not DURATION_OF_TARGET.low <= share <= DURATION_OF_TARGET.high


def _many_fillers(row: AttemptSummary) -> bool:
    rate = row.fillers_per_minute or 0.0
    return rate > FILLERS_PER_MINUTE.high and round(rate * row.time_s / 60) >= FEWEST_FILLERS


def _flagged(value: str, flag: bool) -> tuple[str | tuple[str, str], ...]:
    """A number, and after it a mark where it is worth working on."""
    return (value, (f" {_FLAG} ", "$error")) if flag else (value, "   ")


def _heading(heading: Heading) -> Content:
    return line((heading.text, "bold"), ("   " + heading.session if heading.session else "", "$muted"))
