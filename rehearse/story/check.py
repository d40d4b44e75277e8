"""Holds a parsed story against the rules and makes the fact of it. Pure: a table in, a `Story` or a `Complaint` out."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from rehearse.facts import Element, Story
from rehearse.story.lines import Path

DEFAULT_TARGET_S = 30.0
SHORTEST_TARGET_S = 5.0
LONGEST_TARGET_S = 600.0
LONGEST_NAME = 80
"""Characters in a name or an id: what still fits on a line of a report."""

MOST_ELEMENTS = 30
MOST_TEXTS = 50
"""Cues or examples of an element. A pitch of a minute holds nine parts; more than this takes seconds to judge."""

STORY_KEYS = ("name", "title", "target_seconds", "call_date", "elements")
ELEMENT_KEYS = ("id", "title", "question", "required", "notes", "cues", "examples")


class Complaint(Exception):
    """What is wrong (`sentence`, without a full stop), where (`path`), and what to do (`hint`)."""

    def __init__(self, path: Path, sentence: str, hint: str) -> None:
        super().__init__(sentence)
        self.path = path
        self.sentence = sentence
        self.hint = hint


def story_from(data: Mapping[str, Any]) -> Story:
    """The story that a parsed TOML file tells. Complaint: the first thing that is wrong with it."""
    _only_known_keys(data, (), STORY_KEYS, "a story")
    name = _name(data, (), "name", "the story", 'Give it one, such as name = "networking".')
    elements = data.get("elements", [])
    if not isinstance(elements, list) or not all(isinstance(element, dict) for element in elements):
        raise Complaint(("elements",), '"elements" must be a list of tables', "Begin each element with [[elements]].")
    if not elements:
        raise Complaint(("elements",), "the story has no elements", 'Add at least one: [[elements]], then id = "ask".')
    if len(elements) > MOST_ELEMENTS:
        raise Complaint(
            ("elements", MOST_ELEMENTS),
            f"the story has {len(elements)} elements, at most {MOST_ELEMENTS} are judged",
            "Leave some out, or make two stories of it.",
        )
    return Story(
        name=name,
        title=_text(data, (), "title") or name,
        target_s=_target(data),
        elements=_elements(elements),
        call_date=_call_date(data),
    )


def _elements(tables: list[dict[str, Any]]) -> tuple[Element, ...]:
    first: dict[str, int] = {}
    elements = []
    for number, table in enumerate(tables):
        at: Path = ("elements", number)
        _only_known_keys(table, at, ELEMENT_KEYS, "an element")
        id_ = _name(table, at, "id", f"element {number + 1}", 'Give it one, such as id = "ask".')
        if id_ in first:
            raise Complaint(
                (*at, "id"),
                f'the id "{id_}" is taken by element {first[id_] + 1}',
                "Give each element an id of its own.",
            )
        first[id_] = number
        elements.append(
            Element(
                id=id_,
                title=_text(table, at, "title") or title_from(id_),
                question=_text(table, at, "question"),
                required=_flag(table, at, "required"),
                notes=_text(table, at, "notes", lines=True),
                cues=_texts(table, at, "cues"),
                examples=_texts(table, at, "examples"),
            )
        )
    return tuple(elements)


def title_from(id_: str) -> str:
    """A readable title for an element that has only an id: "next_step" becomes "Next step"."""
    words = id_.replace("_", " ").replace("-", " ").strip() or id_
    return words[0].upper() + words[1:]


def _only_known_keys(table: Mapping[str, Any], at: Path, known: tuple[str, ...], what: str) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            guess = f'Did you mean "{close[0]}"?' if close else f"It may have {', '.join(known)}."
            raise Complaint((*at, key), f'{what} has no key "{_shown(key)}"', guess)


def _name(table: Mapping[str, Any], at: Path, key: str, what: str, hint: str) -> str:
    if key not in table:
        raise Complaint(at, f"{what} has no {key}", hint)
    name = _text(table, at, key)
    if not name:
        raise Complaint((*at, key), f'"{key}" is empty', hint)
    if name != name.strip():
        raise Complaint((*at, key), f'"{key}" begins or ends with a blank', "Take the blank away.")
    if len(name) > LONGEST_NAME:
        raise Complaint((*at, key), f'"{key}" is longer than {LONGEST_NAME} characters', "Choose a shorter one.")
    return name


def _target(data: Mapping[str, Any]) -> float:
    at = ("target_seconds",)
    value = data.get("target_seconds", DEFAULT_TARGET_S)
    hint = f"Write a number of seconds from {SHORTEST_TARGET_S:g} to {LONGEST_TARGET_S:g}, such as target_seconds = 30."
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # nan is not itself
        raise Complaint(at, f'"target_seconds" must be a number, not {_kind(value)}', hint)
    if not SHORTEST_TARGET_S <= value <= LONGEST_TARGET_S:
        raise Complaint(
            at,
            f'"target_seconds" must be from {SHORTEST_TARGET_S:g} to {LONGEST_TARGET_S:g}, not {_shown(value)}',
            hint,
        )
    return float(value)


def _call_date(data: Mapping[str, Any]) -> date | None:
    value = data.get("call_date")
    if value is None:
        return None
    # A datetime is a date to Python, but a call has a day here and no hour.
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Complaint(
            ("call_date",),
            f'"call_date" must be a date, not {_kind(value)}',
            "Write call_date = 2026-12-01, without quotes.",
        )
    return value


def _flag(table: Mapping[str, Any], at: Path, key: str) -> bool:
    value = table.get(key, True)
    if not isinstance(value, bool):
        raise Complaint(
            (*at, key), f'"{key}" must be true or false, not {_kind(value)}', f"Write {key} = false, without quotes."
        )
    return value


def _texts(table: Mapping[str, Any], at: Path, key: str) -> tuple[str, ...]:
    values = table.get(key, [])
    hint = f'Write {key} = ["...", "..."].'
    if not isinstance(values, list):
        raise Complaint((*at, key), f'"{key}" must be a list of texts, not {_kind(values)}', hint)
    if len(values) > MOST_TEXTS:
        raise Complaint((*at, key, MOST_TEXTS), f'"{key}" holds more than {MOST_TEXTS} texts', "Keep the best of them.")
    for number, value in enumerate(values):
        if not isinstance(value, str):
            raise Complaint((*at, key, number), f'"{key}" must hold texts only, not {_kind(value)}', hint)
        if not any(character.isalnum() for character in value):
            raise Complaint((*at, key, number), f'"{key}" holds an empty text', "Write words there, or take it out.")
        _refuse_control(value, (*at, key, number), key)
    return tuple(values)


def _text(table: Mapping[str, Any], at: Path, key: str, lines: bool = False) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise Complaint((*at, key), f'"{key}" must be a text, not {_kind(value)}', f'Write {key} = "...", in quotes.')
    _refuse_control(value, (*at, key), key, allowed="\n\t" if lines else "")
    return value


def _refuse_control(value: str, path: Path, key: str, allowed: str = "") -> None:
    # A terminal obeys control characters: a story from somebody else must not be able to speak to it.
    if any(unicodedata.category(character) == "Cc" and character not in allowed for character in value):
        raise Complaint(
            path, f'"{key}" holds a line break or another control character', "Write it on one line of plain text."
        )


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, float) else "".join(c if c.isprintable() else "?" for c in str(value))
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}..."


def _kind(value: object) -> str:
    """The TOML name of what a value is."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, int | float):
        return "nan" if value != value else "a number"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, datetime):
        return "a date with a time"
    return "a date" if isinstance(value, date) else "a time"
