"""The doctor's examination: each part that rehearse needs, tried for real. Knows every room, as `wiring` does."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rehearse.config import Settings, load_settings
from rehearse.errors import RehearseError
from rehearse.paths import Home
from rehearse.wiring import from_settings

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """`state`: fine; look (rehearse works, less well); missing (it cannot work on recordings)."""

    part: str
    state: Literal["fine", "look", "missing"]
    what: str
    advice: str = ""


def examine(home: Home) -> tuple[Finding, ...]:
    """Every finding, in the order a person would look. Changes nothing on the disk."""
    return (_python(), *_settings_and_model(home), *_microphones(), *_folders(home))


def _python() -> Finding:
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return Finding("Python", "missing", version, "Rehearse needs Python 3.11 or newer.")
    return Finding("Python", "fine", version)


def _settings_and_model(home: Home) -> Iterator[Finding]:
    from rehearse.models.installed import resolve
    from rehearse.story.catalog import find_story

    settings = Settings()
    try:
        settings = load_settings(home.settings)
    except RehearseError as error:
        yield Finding("settings", "missing", error.message, error.hint)
    try:
        story = find_story(settings.story, home)
    except RehearseError as error:
        yield Finding("story", "missing", error.message, from_settings(error, home).hint)
    else:
        yield Finding("story", "fine", f"{story.name}, {story.target_s:g} seconds")
    try:
        model = resolve(settings.model, home)
    except RehearseError as error:
        yield Finding("model", "missing", error.message, from_settings(error, home).hint)
    else:
        yield Finding("model", "fine", f"{model.name}, verified ({model.digest[:12]}), in {model.path}")


def _microphones() -> Iterator[Finding]:
    from rehearse.audio.portaudio import microphones

    try:
        found = microphones()
    except RehearseError as error:
        yield Finding("PortAudio", "look", error.message, error.hint)
        return
    yield Finding("PortAudio", "fine", "here")
    if found:
        yield Finding("microphone", "fine", ", ".join(m.name for m in found))
    else:
        hint = "Plug one in, or analyze a recording made elsewhere."
        yield Finding("microphone", "look", "none found", hint)


def _folders(home: Home) -> Iterator[Finding]:
    for part, folder in (("your takes", home.root), ("settings in", home.config)):
        there = _nearest(folder)
        if os.access(there, os.W_OK | os.X_OK):
            yield Finding(part, "fine", str(folder))
        else:
            yield Finding(
                part, "missing", f"{folder} cannot be written", f"Set REHEARSE_HOME, or mend the rights of {there}."
            )


def _nearest(folder: Path) -> Path:
    """`folder`, or its nearest parent that is there."""
    return next(parent for parent in (folder, *folder.parents) if parent.exists())
