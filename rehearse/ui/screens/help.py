"""Every key, made from the screens' own bindings, so that it cannot be out of date."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen

from rehearse.ui.widgets.drawn import Drawn, line, wrapped
from rehearse.ui.widgets.key_line import KeyLine

_NAMES = {
    "escape": "esc",
    "question_mark": "?",
    "full_stop": ".",
    "comma": ",",
    "left": "\u2190",
    "right": "\u2192",
    "up": "\u2191",
    "down": "\u2193",
    "shift+left": "shift \u2190",
    "shift+right": "shift \u2192",
    "1": "1 to 9",
    "ctrl+c": "ctrl c",
    "ctrl+q": "ctrl q",
}
_KEY = 14


def keys_of(source: type[DOMNode]) -> list[tuple[str, str]]:
    """Pairs of keys and what they do, from the bindings that a class declares. Hidden ones are left out."""
    rows: dict[str, list[str]] = {}
    for binding in BindingsMap(source.BINDINGS).key_to_bindings.values():
        for one in binding:
            if one.show:
                rows.setdefault(one.description, []).append(_NAMES.get(one.key, one.key))
    return [(", ".join(keys), does) for does, keys in rows.items()]


class Keys(Drawn):
    def __init__(self, groups: tuple[tuple[str, list[tuple[str, str]]], ...]) -> None:
        super().__init__()
        self._groups = groups

    def lines(self, width: int) -> list[Content]:
        rows: list[Content] = []
        for title, keys in self._groups:
            rows += [line((title, "bold")), Content("")]
            for key, does in keys:
                first, *more = wrapped(does, width - _KEY)
                rows.append(line((key.ljust(_KEY), "$accent"), first))
                rows += [line(" " * _KEY, rest) for rest in more]
            rows.append(Content(""))
        return rows[:-1]


class HelpScreen(ModalScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,space", "dismiss(None)", "Back"),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("up", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, groups: tuple[tuple[str, list[tuple[str, str]]], ...]) -> None:
        super().__init__()
        self._groups = groups

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="card", can_focus=False):
            yield Keys(self._groups)
        yield KeyLine((("\u2191 \u2193", "read on"), ("esc", "back")))

    def action_scroll(self, direction: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=2 * direction, animate=False, immediate=True)
