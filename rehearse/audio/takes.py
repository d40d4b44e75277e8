"""Takes survive: sound is on disk as it arrives, and becomes a FLAC in one step when the take ends.

While a take is recorded it is a file NAME.take: one line of JSON, then blocks of int16 samples, each with its length
and CRC-32. Whatever ends the program, all whole blocks are there at the next start; a torn last one is recognised by
its CRC and left out. A live take is locked by its process, so a second copy of the app does not think it lost.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from rehearse.audio.locks import try_lock
from rehearse.errors import StoreError
from rehearse.paths import make_private

SYNC_S = 0.2
"""So much sound at most is written between two syncs: what a power cut can cost (a quarter of a second is allowed)."""

_KIND = "rehearse.take/1"
_BLOCK_HEAD = struct.Struct("<II")  # bytes of samples, CRC-32 of them
_LONGEST_HEADER = 1_000


class TakeRecorder:
    """A take being recorded into `folder`. Mono int16 at `rate_hz`.

    Raises StoreError where the disk is full or the folder cannot be written; what was written before stays and is
    found by `unfinished`. One thread at a time may use it.
    """

    def __init__(self, folder: Path, rate_hz: int, started_at: datetime) -> None:
        self.rate_hz = rate_hz
        self.started_at = started_at
        self.samples = 0
        self._unsynced = 0
        with _told(folder):
            make_private(folder.parent)
            make_private(folder)
            name = f"{started_at:%Y-%m-%d_%H-%M-%S}_{secrets.token_hex(2)}"
            self.path = folder / f"{name}.take"
            self._file = _open_private(folder / f"{name}.new")
            try_lock(self._file.fileno())
            header = {"kind": _KIND, "rate_hz": rate_hz, "started_at": started_at.isoformat()}
            self._write(json.dumps(header).encode() + b"\n")
            # Locked before it has the name that others look for.
            os.rename(self._file.name, self.path)
            _sync_folder(folder)

    @property
    def seconds(self) -> float:
        return self.samples / self.rate_hz

    def write(self, samples: bytes) -> None:
        """Add a block of little-endian int16."""
        if not samples:
            return
        with _told(self.path.parent):
            self._write(_BLOCK_HEAD.pack(len(samples), zlib.crc32(samples)) + samples)
            self.samples += len(samples) // 2
            self._unsynced += len(samples) // 2
            if self._unsynced >= SYNC_S * self.rate_hz:
                os.fsync(self._file.fileno())
                self._unsynced = 0

    def finish(self) -> Path:
        """Make the FLAC, and return its path. On StoreError the recording stays as it is, for `recover`."""
        with _told(self.path.parent), self._file:
            os.fsync(self._file.fileno())
            return _make_flac(self._file, self.path)

    def leave(self) -> None:
        """Let go of it without a FLAC: `unfinished` finds it."""
        self._file.close()

    def discard(self) -> None:
        """Delete what was recorded."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _write(self, content: bytes) -> None:
        """Whole or not at all: a full disk may take the first half of a block."""
        end = self._file.seek(0, os.SEEK_END)
        try:
            left = memoryview(content)
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            with contextlib.suppress(OSError):
                self._file.truncate(end)
            raise


@dataclass(frozen=True, slots=True)
class UnfinishedTake:
    """What a take that never ended has left on disk."""

    path: Path
    started_at: datetime
    sample_rate_hz: int
    duration_s: float


def unfinished(folder: Path) -> list[UnfinishedTake]:
    """The takes in `folder` that nobody is recording any more and that have no FLAC yet, oldest first.

    Remains in which nothing is lost are cleared away: a recording without sound, or one whose FLAC is in place already.
    """
    found = []
    for path in sorted(folder.glob("*.take")):
        with contextlib.suppress(OSError), path.open("r+b", buffering=0) as file:
            if not try_lock(file.fileno()):
                continue
            header = _read_header(file)
            if header is None:
                continue
            rate_hz, started_at = header
            samples = sum(map(len, _read_blocks(file))) // 2
            if samples == 0 or path.with_suffix(".flac").exists():
                path.unlink(missing_ok=True)
                continue
            found.append(UnfinishedTake(path, started_at, rate_hz, samples / rate_hz))
    return sorted(found, key=lambda take: take.started_at)


def recover(take: UnfinishedTake) -> Path:
    """Make the FLAC of an unfinished take, and return its path.

    Raises StoreError where the disk is full or another copy of the app is at it; the recording then stays as it is.
    """
    flac = take.path.with_suffix(".flac")
    with _told(take.path.parent):
        try:
            file = take.path.open("r+b", buffering=0)
        except FileNotFoundError:
            if flac.exists():  # another copy of the app was quicker
                return flac
            raise
        with file:
            if not try_lock(file.fileno()):
                raise StoreError("This take is in use by another copy of rehearse.", "Close the other copy first.")
            return _make_flac(file, take.path)


def discard(take: UnfinishedTake) -> None:
    """Delete an unfinished take."""
    take.path.unlink(missing_ok=True)


def _make_flac(file: BinaryIO, path: Path) -> Path:
    """The FLAC of the recording open at `file` (which is closed and deleted), verified, renamed into place."""
    import numpy as np
    import soundfile

    header = _read_header(file)
    if header is None:
        raise StoreError(f"“{path.name}” is not a recording of rehearse.", "Move it out of the folder of the takes.")
    rate_hz, started_at = header
    samples = np.frombuffer(b"".join(_read_blocks(file)), "<i2")
    flac = path.with_suffix(".flac")
    making = path.with_suffix(".making")
    try:
        with _open_private(making) as out:
            with soundfile.SoundFile(out.fileno(), "w", rate_hz, 1, "PCM_16", format="FLAC", closefd=False) as sound:
                sound.date = started_at.isoformat()
                sound.write(samples)
            os.fsync(out.fileno())
        # libsndfile does not always tell of a disk that is full: only what reads back whole may replace the recording.
        written, _ = soundfile.read(making, dtype="int16")
        if not np.array_equal(written, samples):
            raise OSError(errno.ENOSPC, "the FLAC does not hold what was recorded")
        os.replace(making, flac)
    except soundfile.SoundFileError as error:
        raise OSError(errno.ENOSPC, "the FLAC cannot be written") from error
    finally:
        making.unlink(missing_ok=True)
    _sync_folder(flac.parent)
    file.close()
    path.unlink(missing_ok=True)
    return flac


def _read_header(file: BinaryIO) -> tuple[int, datetime] | None:
    """Rate and start of the recording; leaves `file` at its first block. None where this is no recording."""
    file.seek(0)
    line, newline, _ = file.read(_LONGEST_HEADER).partition(b"\n")
    try:
        header = json.loads(line)
        if not newline or header["kind"] != _KIND:
            return None
        found = int(header["rate_hz"]), datetime.fromisoformat(header["started_at"])
    except (ValueError, KeyError, TypeError):
        return None
    file.seek(len(line) + 1)
    return found


def _read_blocks(file: BinaryIO) -> Iterator[bytes]:
    """The whole blocks, up to the first torn one."""
    content = file.read()
    at = 0
    while at + _BLOCK_HEAD.size <= len(content):
        length, crc = _BLOCK_HEAD.unpack_from(content, at)
        at += _BLOCK_HEAD.size
        block = content[at : at + length]
        # A length of zero is what a power cut leaves behind: a file made longer, never filled.
        if length == 0 or length % 2 or len(block) != length or zlib.crc32(block) != crc:
            return
        yield block
        at += length


def _open_private(path: Path) -> BinaryIO:
    """A new file for its owner alone, unbuffered, that can be read and written."""
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return open(path, "r+b", buffering=0, opener=lambda name, _: os.open(name, flags, 0o600))


def _sync_folder(folder: Path) -> None:
    """A new name is safe only once its folder is on disk (Windows does this by itself and cannot be asked)."""
    if os.name == "posix":
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreError(
                "The disk is full: what was spoken so far is kept.", "Free some space; rehearse then offers it again."
            ) from error
        raise StoreError(
            f"The folder “{folder}” cannot be written.", "Check its permissions, or set REHEARSE_HOME."
        ) from error
