"""A person's settings: one TOML file, typed. What is not set has its default."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from rehearse.errors import InputError, StoreError
from rehearse.paths import make_private

USUAL_WPM = 150.0
"""The pace assumed for a written pitch while the person's own is not known: the middle of the quiet band."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`extra_fillers` and `never_fillers` are the person's own list: words to count, words to leave alone."""

    story: str = "networking"
    model: str = "tiny.en"
    microphone: str = ""
    countdown: bool = True
    theme: str = "dark"
    pace_wpm: float = USUAL_WPM
    extra_fillers: tuple[str, ...] = ()
    never_fillers: tuple[str, ...] = ()


def load_settings(path: Path) -> Settings:
    """The settings in `path`; all defaults where there is no such file. Raises InputError for a broken one."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        hint = "Mend its rights, or set REHEARSE_HOME."
        raise StoreError(f"The settings in {path} cannot be read: {error.strerror}.", hint) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"The settings in {path} cannot be read: {error}.", "Mend the file, or move it away."
        ) from error
    given: dict[str, Any] = {key: _checked(path, key, value) for key, value in data.items()}
    return Settings(**given)


def save_settings(path: Path, settings: Settings) -> None:
    """Write what differs from the defaults; replaces the file in one step, readable by its owner only.

    Raises StoreError where it cannot be written.
    """
    usual = Settings()
    lines = [
        f"{field.name} = {_toml(getattr(settings, field.name))}"
        for field in fields(Settings)
        if getattr(settings, field.name) != getattr(usual, field.name)
    ]
    fresh = path.with_suffix(".new")
    try:
        make_private(path.parent)
        fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
        fresh.chmod(0o600)
        fresh.replace(path)
    except OSError as error:
        hint = "They hold until you leave. Mend its rights, or set REHEARSE_HOME."
        raise StoreError(f"The settings in {path} cannot be written: {error.strerror}.", hint) from error


def _checked(path: Path, key: str, value: object) -> object:
    usual = {field.name: getattr(Settings(), field.name) for field in fields(Settings)}
    if key not in usual:
        raise InputError(f"{path} has a setting that does not exist: {key}.", f"There are: {', '.join(sorted(usual))}.")
    wanted = usual[key]
    if isinstance(wanted, tuple) and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(wanted, float) and isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
        return float(value)
    if type(value) is type(wanted) and not isinstance(wanted, float):
        return value
    raise InputError(f"{path}: {key} cannot be {value!r}.", f"It looks like this: {key} = {_toml(wanted)}")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return str(value)
