"""The sound of an attempt on its way into the takes' folder: FLAC, readable by its owner only, whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from rehearse.errors import InputError
from rehearse.paths import make_private

ToFlac = Callable[[Path, Path], None]
"""Writes the sound of the first file to the second as FLAC. Raises InputError where it cannot."""

Digest = Callable[[Path], str]
"""The SHA-256 of the samples of a FLAC, in hex. Raises InputError where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A FLAC in the takes' folder under the name `staged`; `name` is the one it gets when its attempt is kept."""

    folder: Path
    staged: Path
    name: str
    sha256: str

    @property
    def is_copy(self) -> bool:
        """False for a take that lay in the folder already."""
        return self.staged.name != self.name

    def settle(self) -> None:
        """Give it its name, and see to it that the name is on disk."""
        if self.is_copy:
            os.replace(self.staged, self.folder / self.name)
        sync_folder(self.folder)

    def discard(self) -> None:
        """Take back what was staged; a take that lay in the folder before is left alone."""
        if self.is_copy:
            self.staged.unlink(missing_ok=True)


class SoundKeeper:
    """Brings sound into `folder`."""

    def __init__(self, folder: Path, to_flac: ToFlac, digest: Digest) -> None:
        self.folder = folder
        self._to_flac = to_flac
        self._digest = digest

    def stage(self, source: Path, made_at: datetime) -> Sound:
        """A FLAC that lies in the folder already stays as it is; anything else is copied, never moved."""
        make_private(self.folder)
        if source.suffix == ".flac" and source.absolute().parent == self.folder.absolute():
            if not source.is_file():
                raise InputError(f"There is no file “{source}”.", "Check the name and the folder.")
            source.chmod(0o600)
            return Sound(self.folder, source, source.name, self._digest(source))
        staged = self._fresh()
        try:
            self._to_flac(source, staged)
            return self._named(staged, made_at)
        except BaseException:
            staged.unlink(missing_ok=True)
            raise

    def stage_flac(self, flac: bytes, name: str, sha256: str | None, made_at: datetime) -> Sound:
        """The FLAC of an export. It keeps its name where that is free.

        Raises InputError where it is damaged, or its digest differs.
        """
        make_private(self.folder)
        staged = self._fresh()
        try:
            staged.write_bytes(flac)
            try:
                sound = self._named(staged, made_at)
            except InputError as error:  # it speaks of the staged file, which nobody knows
                raise InputError(
                    f"The sound “{name}” of the export is damaged.", "Export again and try anew."
                ) from error
            if sha256 is not None and sound.sha256 != sha256:
                raise InputError(f"The sound “{name}” is not the one that was exported.", "Export again and try anew.")
        except BaseException:
            staged.unlink(missing_ok=True)
            raise
        good = PurePath(name).name == name and name.endswith(".flac") and not name.startswith(".")
        if good and not (self.folder / name).exists():
            return Sound(self.folder, staged, name, sound.sha256)
        return sound

    def path(self, name: str) -> Path:
        return self.folder / name

    def clear_up(self) -> None:
        """Remove what a process that died had staged."""
        for staged in self.folder.glob(".keeping-*"):
            with suppress(ValueError, IndexError, OSError):
                if not _alive(int(staged.name.split("-")[1])):
                    staged.unlink()

    def _fresh(self) -> Path:
        staged = self.folder / f".keeping-{os.getpid()}-{secrets.token_hex(4)}.flac"
        os.close(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return staged

    def _named(self, staged: Path, made_at: datetime) -> Sound:
        with staged.open("rb+") as file:
            os.fsync(file.fileno())
        sha256 = self._digest(staged)
        # named after its sound: saving that was broken off and is repeated meets its own file, and leaves no second one
        return Sound(self.folder, staged, f"{made_at:%Y-%m-%d_%H-%M-%S}_{sha256[:16]}.flac", sha256)


def sync_folder(folder: Path) -> None:
    """A name given or taken is safe only once its folder is on disk."""
    if os.name == "posix":
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
