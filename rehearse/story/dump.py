"""Writes a story back as TOML, so that `load_story(dump_story(story)) == story`."""

from __future__ import annotations

import os
from pathlib import Path

from rehearse.facts import Element, Story
from rehearse.paths import make_private

WIDTH = 100
"""Where the lines of a list of texts are broken."""

_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def dump_story(story: Story) -> str:
    """The TOML text of `story`. Comments of a file it came from are not kept: a `Story` has none."""
    lines = [
        f"name = {quoted(story.name)}",
        f"title = {quoted(story.title)}",
        f"target_seconds = {number(story.target_s)}",
    ]
    if story.call_date is not None:
        lines.append(f"call_date = {story.call_date.isoformat()}")
    for element in story.elements:
        lines += ["", *_element(element)]
    return "\n".join(lines) + "\n"


def save_story(story: Story, file: Path) -> None:
    """Put `story` in `file`, its owner's alone (0600), in one step: the old text or the new one. OSError."""
    make_private(file.parent)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    try:
        write_new(fresh, dump_story(story))
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def write_new(file: Path, text: str) -> None:
    """Write `text` to `file`, its owner's alone (0600); FileExistsError if there is one, nothing left if it fails."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError:
        file.unlink(missing_ok=True)
        raise


def quoted(text: str) -> str:
    """`text` as a TOML string on one line."""
    return '"' + "".join(_SHORT_ESCAPES.get(c) or (c if _plain(c) else f"\\u{ord(c):04x}") for c in text) + '"'


def number(value: float) -> str:
    """`value` as TOML: whole seconds without a point, others so that they read back the same."""
    return str(int(value)) if value % 1 == 0 else repr(value)


def text_list(key: str, texts: tuple[str, ...]) -> str:
    """`key = [...]`, on one line if it is short, else with as many texts a line as fit."""
    line = f"{key} = [{', '.join(map(quoted, texts))}]"
    if len(line) <= WIDTH:
        return line
    lines = [f"{key} = ["]
    for item in (f"{quoted(text)}," for text in texts):
        if len(lines) > 1 and len(lines[-1]) + 1 + len(item) <= WIDTH:
            lines[-1] += f" {item}"
        else:
            lines.append(f"  {item}")
    return "\n".join([*lines, "]"])


def _element(element: Element) -> list[str]:
    lines = ["[[elements]]", f"id = {quoted(element.id)}", f"title = {quoted(element.title)}"]
    if element.question:
        lines.append(f"question = {quoted(element.question)}")
    if not element.required:
        lines.append("required = false")
    if element.notes:
        lines.append(f"notes = {quoted(element.notes)}")
    if element.cues:
        lines.append(text_list("cues", element.cues))
    if element.examples:
        lines.append(text_list("examples", element.examples))
    return lines


def _plain(character: str) -> bool:
    return character >= " " and character != "\x7f"
