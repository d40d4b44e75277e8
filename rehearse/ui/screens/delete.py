"""Deleting: first what, then exactly what will go, then for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.validation import Integer
from textual.widgets import Input, OptionList, Static

from rehearse.facts import AttemptSummary
from rehearse.report.dates import short_day
from rehearse.report.headline import counted
from rehearse.ui.diary import Doomed
from rehearse.ui.widgets.key_line import KeyLine

USUAL_DAYS = 90
SHOWN = 6
"""So many of the doomed are shown line by line."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The attempt at hand, or with `older_than` all that were made more than so many days ago."""

    sound_alone: bool
    older_than: int | None = None


_CHOICES = (
    ("This attempt: report, words and sound", Wish(False)),
    ("Its sound alone; report and numbers stay", Wish(True)),
    ("Every attempt older than so many days", Wish(False, USUAL_DAYS)),
    ("The sound alone of every older attempt", Wish(True, USUAL_DAYS)),
)


class DeleteScreen(ModalScreen[Wish | None]):
    """Dismissed with what shall be deleted. Nothing is deleted here."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Leave everything")]

    def __init__(self, row: AttemptSummary) -> None:
        super().__init__()
        self._row = row
        self._sound_alone = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static(f"Attempt {named(self._row)}: delete what?", classes="question", markup=False)
            yield OptionList(*(text for text, _ in _CHOICES), compact=True)
            yield Input(str(USUAL_DAYS), id="days", type="integer", validators=[Integer(0, 36_500)], compact=True)
            yield KeyLine((("enter", "see what would go"), ("esc", "leave everything")))

    def on_mount(self) -> None:
        self.query_one("#days", Input).display = False

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        wish = _CHOICES[message.option_index][1]
        if wish.older_than is None:
            self.dismiss(wish)
            return
        self._sound_alone = wish.sound_alone
        self.query_one(".question", Static).update("Older than how many days?")
        self.query_one(OptionList).display = False
        field = self.query_one("#days", Input)
        field.display = True
        field.focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        if message.validation_result is None or message.validation_result.is_valid:
            self.dismiss(Wish(self._sound_alone, int(message.value)))


class DoomedScreen(ModalScreen[bool]):
    """Shows what will go, and asks once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Delete it for good"),
        Binding("n,escape", "dismiss(False)", "Leave everything"),
    ]

    def __init__(self, doomed: Doomed) -> None:
        super().__init__()
        self._doomed = doomed

    def compose(self) -> ComposeResult:
        rows = self._doomed.attempts
        lines = [f"{named(row):<22}{row.time_s:>7.1f} s   {row.story}" for row in rows[:SHOWN]]
        if len(rows) > SHOWN:
            lines.append(
                f"and {len(rows) - SHOWN:,} more, back to {short_day(rows[-1].made_at)} {rows[-1].made_at.year}"
            )
        with Vertical(classes="card"):
            yield Static(f"Delete {what(self._doomed)} for good?", classes="question", markup=False)
            yield Static("\n".join(lines), markup=False)
            yield KeyLine((("y", "delete for good"), ("esc", "leave everything")))


def named(row: AttemptSummary) -> str:
    """#12, 24 Nov, 09:30"""
    return f"#{row.id}, {short_day(row.made_at)}, {row.made_at:%H:%M}"


def what(doomed: Doomed) -> str:
    """3 attempts with report, words and sound (3 takes, 2.4 MB)"""
    many = counted(len(doomed.attempts), "attempt")
    takes = f"{counted(doomed.takes, 'take')}, {doomed.bytes / 1e6:.1f} MB"
    return f"the sound of {many} ({takes})" if doomed.sound_alone else f"{many} with report, words and sound ({takes})"


def deleted(doomed: Doomed, swept: bool, set_aside: Sequence[Path]) -> str:
    """What a person should know once it is done."""
    told = [f"Deleted {what(doomed)}."]
    if not swept:
        told.append("Another copy of rehearse is reading: the last bytes go when it is closed.")
    told += [
        f"\u201c{file}\u201d was set aside earlier and may still hold words: remove it yourself." for file in set_aside
    ]
    return " ".join(told)
