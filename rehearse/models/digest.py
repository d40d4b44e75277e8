"""SHA-256 of files, read as a stream, and the memory of digests that are slow to make again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

from rehearse.paths import Home, make_private

SLOW_TO_HASH_BYTES = 100_000_000
"""From this size on a digest is remembered. The embedded model (75 MB) hashes in about 0.1 s, too little to care;
small.en costs six times that, more without SHA instructions (`tests/bench/hash_models.py` prints it)."""


def sha256_of(file: Path) -> str:
    """The SHA-256 of `file` in lower-case hex, in constant memory. OSError as `open` gives it."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remembered_sha256(file: Path, home: Home) -> str:
    """As `sha256_of`, but a large file that has not changed since (path, size, time, inode) is not read again."""
    state = file.stat()
    if state.st_size < SLOW_TO_HASH_BYTES:
        return sha256_of(file)
    key = f"{file.resolve()}|{state.st_size}|{state.st_mtime_ns}|{state.st_ino}"
    known = _recall(home)
    if key not in known:
        known = {old: digest for old, digest in known.items() if not old.startswith(f"{file.resolve()}|")}
        known[key] = sha256_of(file)
        _remember(home, known)
    return known[key]


def forget(home: Home) -> None:
    """Drop every remembered digest, so that the next question reads the files."""
    # A home without a memory, or none at all, has nothing to forget.
    with contextlib.suppress(OSError):
        _memory(home).unlink()


def _memory(home: Home) -> Path:
    return home.models / "digests.json"


def _recall(home: Home) -> dict[str, str]:
    try:
        known = json.loads(_memory(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {key: digest for key, digest in known.items() if isinstance(digest, str)}


def _remember(home: Home, known: dict[str, str]) -> None:
    memory = _memory(home)
    fresh = memory.with_name(f"{memory.name}.{os.getpid()}")
    # A home that cannot be written costs time at the next start, nothing else.
    with contextlib.suppress(OSError):
        make_private(memory.parent)
        fresh.write_text(json.dumps(known, indent=1), encoding="utf-8")
        fresh.replace(memory)
