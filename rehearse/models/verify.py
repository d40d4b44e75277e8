"""Reads every byte of every model that is here and holds it against the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rehearse.models.catalog import BundledModel, Catalogue, load_catalogue
from rehearse.models.digest import forget, sha256_of
from rehearse.models.installed import folder_of, wrong_files
from rehearse.paths import Home, bundled_models


@dataclass(frozen=True, slots=True)
class Verified:
    """One model that was read again. `problems` is empty when every digest is the catalogue's."""

    name: str
    folder: Path
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(home: Home, catalogue: Catalogue | None = None, ours: Path | None = None) -> tuple[Verified, ...]:
    """Hash every installed speech model and every bundled one again; remembered digests are not believed."""
    catalogue = catalogue or load_catalogue(ours)
    forget(home)
    results = []
    for model in catalogue.speech:
        folder = folder_of(model, home)
        if folder is not None:
            results.append(Verified(model.name, folder, wrong_files(model, folder)))
    folder = ours or bundled_models()
    results.extend(Verified(model.name, folder, _wrong_bundled(model, folder)) for model in catalogue.bundled)
    return tuple(results)


def _wrong_bundled(model: BundledModel, folder: Path) -> tuple[str, ...]:
    wrong = []
    for file in model.files:
        try:
            if sha256_of(folder / file.name) != file.sha256:
                wrong.append(f"{file.name} has the wrong digest")
        except OSError as error:
            wrong.append(f"{file.name} cannot be read: {error.strerror}")
    return tuple(wrong)
