"""Which stories there are: the person's own, then the built-in ones; and the one that a name or a path means."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rehearse.errors import InputError
from rehearse.facts import Story
from rehearse.paths import Home
from rehearse.story.load import load_story

DEFAULT_STORY = "networking"

_BUILT_IN = Path(__file__).parent / "builtin"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of `rehearse story list`. `story` is None where the file is broken; `problem` then says how."""

    name: str
    origin: Literal["built-in", "yours"]
    file: Path
    story: Story | None
    problem: str = ""


def find_story(name_or_path: str, home: Home) -> Story:
    """The story that a person means: a .toml file, one of their own by name, else a built-in one.

    A person's own story wins over a built-in one of the same name. InputError: none is meant, or it is broken.
    """
    if name_or_path.endswith(".toml") or "/" in name_or_path or "\\" in name_or_path:
        return load_story(Path(name_or_path).expanduser())
    listed = list_stories(home)
    for entry in listed:
        if entry.name == name_or_path or entry.file.stem == name_or_path:
            # Loaded again, so that a broken story tells what is wrong with it.
            return entry.story or load_story(entry.file)
    names = [entry.name for entry in listed]
    close = difflib.get_close_matches(name_or_path, names, n=3, cutoff=0.5)
    hint = (
        f"Did you mean {' or '.join(close)}?" if close else f"Choose one of {', '.join(names)}, or give a .toml file."
    )
    raise InputError(f'There is no story called "{name_or_path}".', hint)


def built_in_names() -> tuple[str, ...]:
    """The names of the built-in stories."""
    return tuple(sorted(file.stem for file in _BUILT_IN.glob("*.toml")))


def built_in(name: str) -> Story:
    """The built-in story `name`, whatever the person has of that name."""
    return load_story(_BUILT_IN / f"{name}.toml")


def list_stories(home: Home) -> tuple[Listed, ...]:
    """Every story, the person's own first, each by name. A built-in one that is hidden by their own is left out."""
    own = [_listed(file, "yours") for file in _toml_files(home.stories)]
    taken = {entry.name for entry in own} | {entry.file.stem for entry in own}
    built_in = [_listed(file, "built-in") for file in _toml_files(_BUILT_IN)]
    return (*own, *(entry for entry in built_in if entry.name not in taken))


def _toml_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*.toml") if not file.name.startswith("."))


def _listed(file: Path, origin: Literal["built-in", "yours"]) -> Listed:
    try:
        story = load_story(file)
    except InputError as error:
        return Listed(file.stem, origin, file, None, error.message)
    return Listed(story.name, origin, file, story)
