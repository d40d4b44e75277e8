"""Begins a story of the person's own: a commented TOML file with every element to fill in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from rehearse.errors import InputError, StoreError, UsageError
from rehearse.facts import Element, Story
from rehearse.paths import Home, make_private
from rehearse.story.catalog import DEFAULT_STORY, built_in, built_in_names, find_story
from rehearse.story.dump import number, quoted, text_list, write_new
from rehearse.story.load import load_story

_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_NOT_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")


def new_story_text(
    name: str, title: str, *, target_s: float = 30.0, call_date: date | None = None, like: Story | None = None
) -> str:
    """A starter in TOML with the elements of `like` (the default story if None), notes empty. It loads as it is.

    UsageError: `name` cannot be a file's name. InputError: a title, target or date that a story cannot have.
    """
    check_name(name)
    head = [
        "# A story for rehearse: what your pitch should tell, and in how many seconds.",
        "# Fill in the notes with what you plan to say, in your own words; leave out or add elements as you like.",
        f"# Look at it with `rehearse story check {name}`, rehearse it with `--story {name}`.",
        "",
        f"name = {quoted(name)}",
        f"title = {quoted(title)}",
        f"target_seconds = {number(target_s)}",
        f"call_date = {call_date.isoformat()}"
        if call_date
        else "# call_date = 2026-12-01    # the day of the call, if there is one",
    ]
    elements = (like or built_in(DEFAULT_STORY)).elements
    text = "\n".join([*head, *(line for element in elements for line in _starter(element))]) + "\n"
    load_story(text)
    return text


def create_story(
    name: str,
    title: str,
    home: Home,
    *,
    target_s: float | None = None,
    call_date: date | None = None,
    like: str = DEFAULT_STORY,
) -> Path:
    """Write a starter to `home.stories/NAME.toml` (0600) and return its path; a file that is there is never touched.

    It has the elements and, unless one is given, the target of the story `like`. UsageError: the name cannot be used
    or is taken. InputError: `like` is not there, or the folder cannot be written.
    """
    check_name(name)
    if name in built_in_names():
        raise UsageError(f'"{name}" is a built-in story.', "Choose another name for your own.")
    pattern = find_story(like, home)
    target = pattern.target_s if target_s is None else target_s
    text = new_story_text(name, title, target_s=target, call_date=call_date, like=pattern)
    file = home.stories / f"{name}.toml"
    try:
        make_private(file.parent)
    except OSError as error:
        raise StoreError(f"{file.parent} cannot be used: {error.strerror}.", "Look at REHEARSE_HOME.") from error
    try:
        write_new(file, text)
    except FileExistsError as error:
        raise UsageError(f"There is already a story {file}.", "Edit that one, or choose another name.") from error
    except OSError as error:
        raise InputError(
            f"The story cannot be written to {file}: {error.strerror}.", "Look at the folder's rights."
        ) from error
    return file


def check_name(name: str) -> None:
    """UsageError unless `name` can be a file's name on every system: small letters, digits, - and _."""
    if not _SAFE_NAME.fullmatch(name) or _NOT_ON_WINDOWS.fullmatch(name):
        raise UsageError(
            f'A story cannot be called "{name if name.isprintable() else ascii(name)}".',
            'Use small letters, digits, "-" and "_", such as "spring-career-fair".',
        )


def _starter(element: Element) -> list[str]:
    lines = ["", "[[elements]]", f"id = {quoted(element.id)}", f"title = {quoted(element.title)}"]
    lines.append(f"question = {quoted(element.question)}")
    if not element.required:
        lines.append("required = false")
    lines.append('notes = ""')
    lines += [text_list(key, texts) for key, texts in (("cues", element.cues), ("examples", element.examples)) if texts]
    return lines
