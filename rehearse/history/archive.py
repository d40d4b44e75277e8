"""An export with its sound: a zip of `attempts.json` and the takes as they are; or the JSON alone, without sound."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from rehearse.errors import InputError

_ATTEMPTS = "attempts.json"
_TAKES = "takes/"


def write_archive(out: IO[bytes], text: Iterable[str], takes: Iterable[Path]) -> None:
    """Write the zip to `out`, which need not be seekable. FLAC is packed already: the takes are stored as they are."""
    with zipfile.ZipFile(out, "w") as archive:
        with archive.open(zipfile.ZipInfo(_ATTEMPTS), "w", force_zip64=True) as file:
            for piece in text:
                file.write(piece.encode())
        for take in takes:
            archive.write(take, _TAKES + take.name)


class Export:
    """An exported file, opened: its JSON text, and the sound that came along. Use it in a `with`.

    Raises InputError where the file is not there or is no export.
    """

    def __init__(self, path: Path) -> None:
        self._archive: zipfile.ZipFile | None = None
        self._path = path
        try:
            if zipfile.is_zipfile(path):
                self._archive = zipfile.ZipFile(path)
                self.text = self._archive.read(_ATTEMPTS).decode()
            else:
                self.text = _text(path)
        except FileNotFoundError as error:
            raise InputError(f"There is no file “{path}”.", "Check the name and the folder.") from error
        except OSError as error:
            raise InputError(f"“{path}” cannot be read.", "Check who may read it.") from error
        except (KeyError, UnicodeDecodeError, zipfile.BadZipFile) as error:
            raise no_export(path) from error

    def __enter__(self) -> Export:
        return self

    def __exit__(self, *_: object) -> None:
        if self._archive is not None:
            self._archive.close()

    def sound(self, take_file: str) -> bytes | None:
        """The FLAC of that name, None where it was not exported."""
        if self._archive is None:
            return None
        try:
            return self._archive.read(_TAKES + take_file)
        except KeyError:
            return None
        except zipfile.BadZipFile as error:
            raise InputError(f"“{self._path.name}” is damaged.", "Export again.") from error


def no_export(path: Path) -> InputError:
    return InputError(
        f"“{path.name}” is not an export of rehearse.", "Give a file that `rehearse export --format json` wrote."
    )


def _text(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise no_export(path)  # a device or a pipe may never end
    return path.read_text("utf-8")
