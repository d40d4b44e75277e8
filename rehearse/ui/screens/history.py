"""Looking back: every attempt by session, newest first; open, compare, star, note, delete."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from rehearse.facts import AttemptSummary
from rehearse.ui.background import in_background
from rehearse.ui.backstage import Backstage
from rehearse.ui.diary import Diary
from rehearse.ui.diary_messages import (
    AttemptRead,
    ComparedRead,
    Counted,
    Deleted,
    DoomedRead,
    PageRead,
    RowChanged,
    StoriesRead,
    TakesRead,
)
from rehearse.ui.messages import Refused
from rehearse.ui.screens.compare import NO_USUAL, CompareScreen
from rehearse.ui.screens.delete import DeleteScreen, DoomedScreen, Wish, deleted
from rehearse.ui.screens.note import NoteScreen
from rehearse.ui.screens.report import ReportScreen
from rehearse.ui.screens.story import StoryScreen
from rehearse.ui.widgets.attempt_list import AttemptList
from rehearse.ui.widgets.key_line import KeyLine
from rehearse.ui.widgets.title_line import TitleLine

PAGE = 60
"""So many attempts are read at once: more than the highest screen shows."""

KEYS = (
    ("enter", "open"),
    ("space", "mark"),
    ("c", "compare"),
    ("t", "trend"),
    ("/", "find"),
    ("f", "story"),
    ("d", "delete"),
    ("?", "keys"),
    ("esc", "back"),
)
SEARCH_KEYS = (("enter", "stay with these"), ("esc", "all of them again"))
NOTHING = "Nothing here yet. Your first take will be."
FOUND_NOTHING = "Nothing was found."
DELETING = "Deleting for good: this may take a moment."


class HistoryScreen(Screen[str | None]):
    """Dismissed with "next" where the next take shall begin at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open the report of this attempt"),
        Binding("space", "mark", "Mark it, to compare two"),
        Binding("c", "compare", "Compare the two that are marked, or this one with your usual"),
        Binding("t", "trends", "How this story goes over time"),
        Binding("f", "story", "Only one story"),
        Binding("slash", "search", "Find words that you said"),
        Binding("s", "star", "Star, or take the star away"),
        Binding("n", "note", "Write a note"),
        Binding("d", "delete", "Delete: this attempt, its sound, or all that is older"),
        Binding("down,j", "move(1)", "Down"),
        Binding("up,k", "move(-1)", "Up"),
        Binding("pagedown", "page(1)", "A page down"),
        Binding("pageup", "page(-1)", "A page up"),
        Binding("home", "end(False)", "To the newest"),
        Binding("end", "end(True)", "To the oldest that has been read"),
        Binding("escape", "leave", "Back: from the search, the story, then to the stage"),
    ]

    AUTO_FOCUS = ""  # the search takes keys only when it was asked for

    def __init__(self, backstage: Backstage) -> None:
        super().__init__()
        self._backstage = backstage
        self._asked = 0
        self._next: int | None = None
        self._reading = False
        self._story: str | None = None
        self._search = ""
        self._stories: Sequence[tuple[str, int]] = ()
        self._count: int | None = None

    def compose(self) -> ComposeResult:
        yield TitleLine("Your attempts")
        yield AttemptList()
        yield Static(id="empty", markup=False)
        yield Static(id="remark", markup=False)
        yield Input(placeholder="words you said", id="search", compact=True)
        yield KeyLine(KEYS)

    def on_mount(self) -> None:
        self.query_one("#search", Input).display = False
        self._read(PAGE, keep_place=False)

    @property
    def _list(self) -> AttemptList:
        return self.query_one(AttemptList)

    # -- reading ---------------------------------------------------------------------------------------------------

    def _read(self, limit: int, keep_place: bool) -> None:
        """The first `limit` attempts that are wanted, then how many there are."""
        self._asked += 1
        self._reading, self._keep_place = True, keep_place
        asked, story, search = self._asked, self._story, self._search

        def work() -> Iterator[Message]:
            diary = self._backstage.diary()
            yield PageRead(asked, diary.page(story, search, None, limit), first=True)
            if asked == self._asked:  # else another search was typed meanwhile
                yield StoriesRead(diary.stories())
                yield Counted(asked, diary.count(story, search))

        in_background(self, "attempts", work())

    def _read_again(self) -> None:
        self._read(max(PAGE, len(self._list.rows)), keep_place=True)

    def on_attempt_list_near_end(self) -> None:
        if self._reading or self._next is None:
            return
        self._reading = True
        asked, story, search, after = self._asked, self._story, self._search, self._next

        def work() -> Iterator[Message]:
            yield PageRead(asked, self._backstage.diary().page(story, search, after, PAGE), first=False)

        in_background(self, "attempts", work())

    def on_page_read(self, message: PageRead) -> None:
        if message.asked != self._asked:
            return
        self._reading, self._next = False, message.page.next
        if message.first:
            self._list.show(message.page.rows, self._keep_place)
            self._list.display = bool(message.page.rows)
            filtered = self._search or self._story is not None
            empty = "" if message.page.rows else FOUND_NOTHING if filtered else NOTHING
            self.query_one("#empty", Static).update(empty)
            if empty:
                self._say("")
        else:
            self._list.extend(message.page.rows)

    def on_stories_read(self, message: StoriesRead) -> None:
        self._stories = message.stories
        self._list.show_story = len(message.stories) > 1 and self._story is None
        self._list.refresh()

    def on_counted(self, message: Counted) -> None:
        if message.asked == self._asked:
            self._count = message.count
            self._tell_title()

    def _tell_title(self) -> None:
        many = "" if self._count is None else f"{self._count:,} attempt{'s' * (self._count != 1)}"
        said = f"with \u201c{self._search}\u201d" if self._search else ""
        self.query_one(TitleLine).aside = "  ".join(filter(None, [self._story or "", said, many]))

    def on_attempt_list_moved(self) -> None:
        row = self._list.at
        if row is not None:
            self._say("   ".join(filter(None, [f"#{row.id}", "" if row.has_sound else "no sound", row.note])))

    def on_refused(self, message: Refused) -> None:
        self._reading = False
        self._say(f"{message.error.message} {message.error.hint}".strip())

    def _say(self, text: str) -> None:
        self.query_one("#remark", Static).update(text)

    # -- moving ----------------------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        self._list.move(step)

    def action_page(self, direction: int) -> None:
        self._list.move_page(direction)

    def action_end(self, last: bool) -> None:
        self._list.move_to_end(last)

    def action_mark(self) -> None:
        self._list.mark()
        count = len(self._list.marked)
        self._say(("", "Marked. Mark another, or press c for your usual.", "Press c to compare the two.")[count])

    # -- which attempts --------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        field = self.query_one("#search", Input)
        field.display = True
        field.value = self._search
        field.focus()
        self.query_one(KeyLine).show(SEARCH_KEYS)

    def on_input_changed(self, message: Input.Changed) -> None:
        if message.value.strip() != self._search:
            self._search = message.value.strip()
            self._want()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self._end_search()

    def _end_search(self) -> None:
        field = self.query_one("#search", Input)
        field.display = False
        self.set_focus(None)
        self.query_one(KeyLine).show(KEYS)

    def action_story(self) -> None:
        def chosen(answer: tuple[str | None] | None) -> None:
            if answer is not None:
                (self._story,) = answer
                self._want()

        self.app.push_screen(StoryScreen(self._stories, self._story), chosen)

    def _want(self) -> None:
        self._count = None
        self._tell_title()
        self._read(PAGE, keep_place=False)

    def action_leave(self) -> None:
        typing = self.query_one("#search", Input).display
        if typing:
            self._end_search()
        if self._search:
            self._search = ""
            self._want()
        elif not typing and self._story is not None:
            self._story = None
            self._want()
        elif not typing:
            self.dismiss(None)

    # -- one attempt -----------------------------------------------------------------------------------------------

    def on_attempt_list_chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        row = self._list.at
        if row is not None:
            self._ask(lambda diary: AttemptRead(diary.attempt(row.id)))

    def on_attempt_read(self, message: AttemptRead) -> None:
        screen = ReportScreen(self._backstage, message.attempt.report, message.attempt)
        self.app.push_screen(screen, self._after_report)

    def _after_report(self, wish: str | None) -> None:
        if wish is not None:
            self.dismiss(wish)
        else:
            self._read_again()  # corrections move the numbers

    def action_star(self) -> None:
        row = self._list.at
        if row is not None:
            self._ask(lambda diary: RowChanged(diary.star(row.id, not row.starred)))

    def action_note(self) -> None:
        row = self._list.at
        if row is None:
            return

        def written(text: str | None) -> None:
            if text is not None:
                self._ask(lambda diary: RowChanged(diary.note(row.id, text)))

        self.app.push_screen(NoteScreen(row.note), written)

    def on_row_changed(self, message: RowChanged) -> None:
        self._list.change(message.row)

    # -- several attempts ------------------------------------------------------------------------------------------

    def action_compare(self) -> None:
        row, marked = self._list.at, self._list.marked
        if row is None:
            return
        first, second = (marked[0], marked[1]) if len(marked) == 2 else (marked[0] if marked else row.id, None)
        self._ask(lambda diary: ComparedRead(diary.compared(first, second)))

    def on_compared_read(self, message: ComparedRead) -> None:
        if message.compared is None:
            self._say(NO_USUAL)
        else:
            self.app.push_screen(CompareScreen(self._backstage, message.compared))

    def action_trends(self) -> None:
        row = self._list.at
        if row is not None:
            self._ask(lambda diary: TakesRead(row.story, diary.takes_of(row.story)))

    def on_takes_read(self, message: TakesRead) -> None:
        from rehearse.ui.screens.trends import TrendsScreen  # plotext is needed nowhere else

        self.app.push_screen(TrendsScreen(message.story, message.takes))

    # -- deleting --------------------------------------------------------------------------------------------------

    def action_delete(self) -> None:
        row = self._list.at
        if row is not None:
            self.app.push_screen(DeleteScreen(row), lambda wish: self._show_doomed(row, wish))

    def _show_doomed(self, row: AttemptSummary, wish: Wish | None) -> None:
        if wish is None:
            return

        def doomed(diary: Diary) -> Message:
            ids = (row.id,) if wish.older_than is None else diary.older_than(wish.older_than)
            return DoomedRead(diary.doomed(ids, wish.sound_alone))

        self._ask(doomed)

    def on_doomed_read(self, message: DoomedRead) -> None:
        doomed = message.doomed
        if not doomed.attempts:
            self._say("There is nothing to delete.")
            return

        def delete(diary: Diary) -> Message:
            swept = diary.delete([row.id for row in doomed.attempts], doomed.sound_alone)
            return Deleted(deleted(doomed, swept, diary.set_aside()))

        def answered(yes: bool | None) -> None:
            if yes:
                self._say(DELETING)
                self._ask(delete)

        self.app.push_screen(DoomedScreen(doomed), answered)

    def on_deleted(self, message: Deleted) -> None:
        self._read_again()
        self.notify(message.told, timeout=8, markup=False)

    def _ask(self, question: Callable[[Diary], Message]) -> None:
        """One question to the diary, off the main thread."""

        def work() -> Iterator[Message]:
            yield question(self._backstage.diary())

        in_background(self, "diary", work())
