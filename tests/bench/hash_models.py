"""What the check of a model's digest costs at each start. Run: python tests/bench/hash_models.py

Why only large files have their digest remembered (`rehearse.models.digest.SLOW_TO_HASH_BYTES`).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from rehearse.models.catalog import load_catalogue
from rehearse.models.digest import remembered_sha256, sha256_of
from rehearse.paths import Home


def main() -> None:
    print(f"{'model.bin of':<12} {'MB':>6} {'hash s':>8} {'MB/s':>7} {'2nd start s':>12} {'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), Path(folder))
        for model in load_catalogue().speech:
            file = Path(folder) / "model.bin"
            size = next(part.size_bytes for part in model.files if part.name == file.name)
            with file.open("wb") as stream:
                stream.truncate(size)
            hashed = _seconds(lambda file=file: sha256_of(file))
            remembered_sha256(file, home)
            again = _seconds(lambda file=file: remembered_sha256(file, home))
            megabytes = size / 1e6
            print(
                f"{model.name:<12} {megabytes:>6.0f} {hashed:>8.3f} {megabytes / hashed:>7.0f} {again:>12.4f}"
                f" {again / hashed:>8.4f}"
            )


def _seconds(call: object) -> float:
    assert callable(call)
    times = []
    for _ in range(3):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
