"""Reads a story from TOML. A broken one is refused in one sentence that names the line and what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from rehearse.errors import InputError
from rehearse.facts import Story
from rehearse.story.check import Complaint, story_from
from rehearse.story.lines import line_of

LARGEST_BYTES = 1_000_000
"""A story that somebody wrote has some thousand bytes; a file of more than this is something else."""


def load_story(source: str | Path) -> Story:
    """The story in `source`: TOML text if it is a `str`, a file if it is a `Path`.

    InputError: no such file, not readable, not TOML, or not a story; the sentence names the line.
    """
    if isinstance(source, Path):
        return _parse(_read(source), str(source))
    return _parse(source, "The story")


def _read(file: Path) -> str:
    hint = "Give a .toml file, or the name of a story (`rehearse story list`)."
    try:
        if file.is_dir():
            raise InputError(f"{file} is a folder, not a story.", hint)
        with file.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(f"There is no story file {file}.", hint) from error
    except OSError as error:
        raise InputError(f"The story {file} cannot be read: {error.strerror}.", hint) from error
    if len(data) > LARGEST_BYTES:
        raise InputError(f"{file} is too large for a story (more than {LARGEST_BYTES // 1_000_000} MB).", hint)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{file}, line {line}: this is not UTF-8 text.", "Save the file as UTF-8.") from error


def _parse(text: str, where: str) -> Story:
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise InputError(f"{where}: it is nested too deeply.", "A story has tables inside one list only.") from error
    except ValueError as error:
        raise _syntax(error, text, where) from error
    try:
        return story_from(data)
    except Complaint as complaint:
        line = line_of(text, complaint.path)
        raise InputError(f"{where}, line {line}: {complaint.sentence}.", complaint.hint) from complaint


def _syntax(error: ValueError, text: str, where: str) -> InputError:
    """`tomllib` ends its messages with "(at line 3, column 7)" or "(at end of document)"."""
    what, _, place = str(error).partition(" (at ")
    found = re.match(r"line (\d+)", place)
    line = int(found[1]) if found else len(text.rstrip().splitlines()) or 1
    hint = (
        "Texts stand in quotes, each key = value on a line of its own; `rehearse story show networking` is a good one."
    )
    return InputError(f"{where}, line {line}: {what[:1].lower()}{what[1:]}.", hint)
